"""Cmdlets that choose, sort, count and make objects."""

from standin.powershell import conversion, members, operators, types, values
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.records import NetError, error
from standin.powershell.values import text


@cmdlet('Get-Member', '0Name:string[] MemberType Static? Force? InputObject<', 'all')
def get_member(call):
    """Get-Member"""
    from standin.powershell.formatting import all_columns
    done = set()
    for item in call.items or call.list('InputObject'):
        kind = values.type_name(item)
        if kind in done:
            continue
        done.add(kind)
        for name in all_columns(item):
            if call.has('Name') and not any(operators.wildcard(text(n)).match(name)
                                            for n in call.list('Name')):
                continue
            call.write(values.PsObject({'TypeName': kind, 'Name': name,
                                        'MemberType': 'NoteProperty' if isinstance(
                                            item, values.PsObject) else 'Property',
                                        'Definition': name}))


@cmdlet('Add-Member', '0MemberType=Type:string 1Name:string 2Value 3SecondValue '
        'NotePropertyName:string NotePropertyValue NotePropertyMembers PassThru? Force? '
        'TypeName InputObject<')
def add_member(call):
    """Add-Member"""
    target = call['InputObject']
    if not isinstance(target, values.PsObject):
        if isinstance(target, values.NetObject):
            extra = target.__dict__.setdefault('net_extra', {})
            name = call.text('NotePropertyName') or call.text('Name')
            extra[name.lower()] = call['NotePropertyValue'] if call.has(
                'NotePropertyName') else call['Value']
            if call.has('PassThru'):
                call.write_one(target)
            return
        made = values.PsObject(base=target, kind=values.type_name(target), text=text(target))
        target = made
    pairs = []
    if call.has('NotePropertyName'):
        pairs = [(call.text('NotePropertyName'), call['NotePropertyValue'])]
    elif call.has('NotePropertyMembers'):
        pairs = call['NotePropertyMembers'].pairs()
    elif isinstance(call['MemberType'], str) and call.has('Name'):
        kind = call.text('MemberType').lower()
        value = call['Value']
        if kind == 'scriptmethod':
            target.method(call.text('Name'), lambda *a: value.call(list(a), this=target))
        elif kind == 'scriptproperty':
            setter = call['SecondValue']
            pairs = [(call.text('Name'), values.Computed(
                lambda owner: value.call([], this=owner),
                (lambda owner, new: setter.call([new], this=owner)) if setter else None))]
        elif kind == 'aliasproperty':
            pairs = [(call.text('Name'), values.Computed(
                lambda owner: members.get(owner, text(value))))]
        else:
            pairs = [(call.text('Name'), value)]
    elif call.has('MemberType') and call.has('Name'):
        pairs = [(call.text('MemberType'), call['Name'])]
    for name, value in pairs:
        if target.has(name) and not call.has('Force'):
            call.error('Cannot add a member with the name "%s" because a member with that name '
                       'already exists. To overwrite the member anyway, add the Force parameter '
                       'to your command.' % text(name), 'MemberAlreadyExists', 'InvalidOperation',
                       target, 'System.InvalidOperationException')
            continue
        target.properties[text(name).lower()] = (text(name), value)
    if call.has('PassThru') or target is not call['InputObject'] and call.has('PassThru'):
        call.write_one(target)


@cmdlet('New-Object', '0TypeName:string 1ArgumentList=Args:object[] Property ComObject:string Strict?')
def new_object(call):
    """New-Object"""
    if call.has('ComObject'):
        from standin.powershell import com
        call.write_one(com.create(call, call.text('ComObject')))
        return
    name = call.text('TypeName')
    full = types.full_name(name)
    if full is None:
        raise call.stop('Cannot find type [%s]: verify that the assembly containing this type is '
                        'loaded.' % name, 'TypeNotFound', 'InvalidType',
                        kind='System.Management.Automation.PSArgumentException')
    arguments = call.list('ArgumentList')
    try:
        made = members.construct(full, arguments)
    except NetError as problem:
        raise _constructor(call, arguments, problem.exception) from problem
    except Exception as problem:
        record = getattr(problem, 'record', None)
        if record is not None and record.Exception.InnerException is not None:
            raise _constructor(call, arguments, record.Exception.InnerException) from problem
        raise
    if call.has('Property'):
        for key, value in call['Property'].pairs():
            if isinstance(made, values.PsObject):
                made.set(text(key), value)
            else:
                members.assign(made, text(key), value)
    call.write_one(made)


def _constructor(call, arguments, exception):
    return call.stop('Exception calling ".ctor" with "%d" argument(s): "%s"' % (
        len(arguments), exception.Message), 'ConstructorInvokedThrowException',
        'InvalidOperation', kind='System.Management.Automation.MethodInvocationException',
        inner=exception)


@cmdlet('Select-String', '0Pattern:string[]! 1Path:string[] LiteralPath:string[] SimpleMatch? '
        'CaseSensitive? Quiet? List? NotMatch? AllMatches? Context:int[] Encoding InputObject<',
        'all')
def select_string(call):
    """Select-String"""
    import re
    flags = 0 if call.has('CaseSensitive') else re.IGNORECASE
    tests = [re.compile(re.escape(text(p)), flags) if call.has('SimpleMatch')
             else operators.regex(p, call.has('CaseSensitive')) for p in call.list('Pattern')]
    sources = []
    if call.has('Path') or call.has('LiteralPath'):
        from standin.powershell.cmdlets.items import targets
        from standin.powershell.providers import filesystem
        for _, path in targets(call):
            sources.append((path, filesystem.lines(call.interpreter, path, call['Encoding'])))
    else:
        for item in call.items or call.list('InputObject'):
            if hasattr(item, 'FullName') and hasattr(item, 'PSIsContainer'):
                from standin.powershell.providers import filesystem
                if not item.PSIsContainer:
                    sources.append((item.FullName, filesystem.lines(call.interpreter,
                                                                    item.FullName)))
            else:
                sources.append(('InputStream', [text(item)]))
    found = False
    number = 0
    for path, lines in sources:
        for index, line in enumerate(lines, 1):
            number = index if path != 'InputStream' else number + 1
            matches = [m for t in tests for m in t.finditer(line)]
            if bool(matches) == call.has('NotMatch'):
                continue
            found = True
            if call.has('Quiet'):
                break
            call.write(_match_info(path, number, line, matches))
            if call.has('List'):
                break
    if call.has('Quiet'):
        call.write(found)


def _match_info(path, number, line, matches):
    from standin.powershell.dotnet.regex import Match
    shown = line if path == 'InputStream' else '%s:%d:%s' % (path, number, line)
    made = values.PsObject({
        'IgnoreCase': True, 'LineNumber': number, 'Line': line,
        'Filename': path.rpartition('\\')[2], 'Path': path,
        'Pattern': matches[0].re.pattern if matches else '',
        'Matches': [Match(m) for m in matches]}, 'Microsoft.PowerShell.Commands.MatchInfo', shown)
    made.view = 'text'
    return made


@cmdlet('Get-Random', '0Maximum Minimum Count:int SetSeed InputObject:object[]<', 'all')
def get_random(call):
    """Get-Random"""
    import random
    items = call.items or call.list('InputObject')
    if items:
        chosen = random.sample(items, min(len(items), call['Count'] or 1))
        call.write(chosen)
        return
    low = conversion.number(call['Minimum'] or 0)
    high = conversion.number(call['Maximum']) if call.has('Maximum') else 2**31 - 1
    if isinstance(low, float) or isinstance(high, float):
        call.write(random.uniform(low, high))
        return
    if low >= high:
        raise error('The Minimum value (%d) cannot be greater than or equal to the Maximum value '
                    '(%d).' % (low, high), 'MinGreaterThanOrEqualMax', 'InvalidArgument')
    call.write(random.randrange(low, high))


@cmdlet('Measure-Command', '0Expression InputObject<')
def measure_command(call):
    """Measure-Command"""
    import datetime
    import time
    from standin.powershell.dotnet.timespan import TimeSpan
    start = time.monotonic()
    call['Expression'].run_here(None, lambda value: None)
    call.write(TimeSpan(datetime.timedelta(seconds=time.monotonic() - start)))


@cmdlet('Add-Type', '0TypeDefinition=MemberDefinition:string 1Name:string AssemblyName=AN:string[] '
        'Path:string[] LiteralPath Namespace:string Language ReferencedAssemblies:string[] '
        'PassThru? UsingNamespace IgnoreWarnings?')
def add_type(call):
    """Add-Type: assemblies are there; of C# only the names are read."""
    import re
    if call.has('AssemblyName') or call.has('Path'):
        return
    source = call.text('TypeDefinition') or ''
    namespace = re.search(r'namespace\s+([\w.]+)', source)
    if call.has('Name'):
        names = [(call.text('Namespace') or 'Microsoft.PowerShell.Commands.AddType.'
                  'AutoGeneratedTypes') + '.' + call.text('Name')]
    else:
        names = [(namespace.group(1) + '.' if namespace else '') + n
                 for n in re.findall(r'(?:class|enum|struct)\s+(\w+)', source)]
    for name in names:
        types.custom[name.lower()] = name
    if call.has('PassThru'):
        call.write([values.TypeRef(n) for n in names])

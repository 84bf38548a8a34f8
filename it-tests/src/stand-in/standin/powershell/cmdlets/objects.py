"""Cmdlets that choose, sort, count and make objects."""
import functools

from standin.powershell import conversion, members, operators, types, values
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.records import NetError, StopPipeline, error
from standin.powershell.values import text, truth


def prepared(call, name='Property'):
    """[(label, function)] of a -Property, with calculated ones."""
    out = []
    for one in call.list(name):
        if isinstance(one, values.Hash):
            label = one['Name'] or one['Label'] or one['n'] or one['l']
            expression = one['Expression'] if 'Expression' in one else one['e']
            out.append((text(label) if label else text(expression), _getter(expression), one))
        elif getattr(one, 'is_script_block', False):
            out.append((one.text, one.call_with, None))
        else:
            out.append((text(one), _getter(text(one)), None))
    return out


def _getter(expression):
    if getattr(expression, 'is_script_block', False):
        return expression.call_with
    return lambda item: members.get(item, text(expression))


@cmdlet('Select-Object', '0Property:object[] ExcludeProperty:string[] ExpandProperty:string '
        'First:int Last:int Skip:int SkipLast:int Unique? Index:object[] Wait? InputObject<',
        'stream')
class SelectObject:
    """Select-Object"""

    def __init__(self, call):
        self.call = call
        self.first = call['First'] if call.has('First') else None
        self.skip = call['Skip'] or 0
        self.last = call['Last'] if call.has('Last') else None
        self.skip_last = call['SkipLast'] or 0
        self.index = call.list('Index') if call.has('Index') else None
        self.properties = prepared(call)
        self.kept, self.seen = [], []
        self.count = 0

    def alone(self):
        for item in self.call.list('InputObject'):
            self.process(item)

    def process(self, item):
        if self.last is not None or self.skip_last:
            self.kept.append(item)
            return
        number = self.count
        self.count += 1
        if self.index is not None:
            if number in self.index:
                self._give(item)
            return
        if number < self.skip:
            return
        if self.first is not None and number - self.skip >= self.first:
            raise StopPipeline(self.call)
        self._give(item)
        if self.first is not None and number - self.skip + 1 >= self.first:
            raise StopPipeline(self.call)

    def end(self):
        kept, self.kept = self.kept, []
        if self.skip_last:
            kept = kept[:-self.skip_last]
        if self.last is not None:
            kept = kept[-self.last:] if self.last else []
        for item in kept:
            self._give(item)

    def _give(self, item):
        expand = self.call.text('ExpandProperty')
        if expand is not None:
            found = members.lookup(item, expand)
            if found is members.MISSING:
                self.call.error('Property "%s" cannot be found.' % expand,
                                'ExpandPropertyNotFound', 'InvalidArgument', item)
                return
            for one in values.as_list(found):
                self._unique(one)
            return
        self._unique(self._shaped(item) if self.properties else item)

    def _shaped(self, item):
        made = values.PsObject(kind='Selected.' + values.type_name(item))
        excluded = [text(e) for e in self.call.list('ExcludeProperty')]
        for label, getter, _ in self.properties:
            if '*' in label:
                from standin.powershell.formatting import all_columns
                for name in all_columns(item):
                    if operators.wildcard(label).match(name) and not any(
                            operators.wildcard(e).match(name) for e in excluded):
                        made.set(name, members.get(item, name))
                continue
            found = members.lookup(item, label)
            if isinstance(item, values.PsObject) and item.has(label):
                label = item.find(label)
            elif isinstance(item, values.NetObject) and found is not members.MISSING:
                label = values.member_table(type(item)).get(label.lower(), label)
            made.set(label, getter(item))
        return made

    def _unique(self, item):
        if self.call.has('Unique'):
            if any(_same(item, other) for other in self.seen):
                return
            self.seen.append(item)
        self.call.write_one(item)


def _same(left, right):
    if isinstance(left, values.PsObject) and isinstance(right, values.PsObject):
        return [(n, text(v)) for n, v in left.pairs()] == [(n, text(v)) for n, v in right.pairs()]
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return operators.equal(left, right)


@cmdlet('Sort-Object', '0Property:object[] Descending? Unique? CaseSensitive? Top:int Bottom:int '
        'InputObject< Culture', 'all')
def sort_object(call):
    """Sort-Object"""
    keys = prepared(call) or [('', lambda item: item, None)]
    items = call.items or call.list('InputObject')

    def order(left, right):
        for _, getter, options in keys:
            found = _order(getter(left), getter(right), call.has('CaseSensitive'))
            descending = call.has('Descending')
            if options is not None and ('Descending' in options or 'Ascending' in options):
                descending = truth(options['Descending']) or (
                    'Ascending' in options and not truth(options['Ascending']))
            if found:
                return -found if descending else found
        return 0
    items = sorted(items, key=functools.cmp_to_key(order))
    if call.has('Unique'):
        kept = []
        for item in items:
            if not kept or order(kept[-1], item) != 0:
                kept.append(item)
        items = kept
    for item in items[:call['Top']] if call.has('Top') else items:
        call.write_one(item)


def _order(left, right, case):
    try:
        return operators.compare(left, right, case)
    except Exception:  # pylint: disable=broad-except
        return operators.compare(text(left), text(right), case)


@cmdlet('Measure-Object', '0Property:string[] Sum? Average? Minimum? Maximum? Line? Word? '
        'Character? InputObject<', 'all')
def measure_object(call):
    """Measure-Object"""
    items = call.items
    if call.has('Line') or call.has('Word') or call.has('Character'):
        whole = [text(i) for i in items]
        call.write(values.PsObject({
            'Lines': sum(len(w.splitlines()) or (1 if w else 0) for w in whole)
            if call.has('Line') else None,
            'Words': sum(len(w.split()) for w in whole) if call.has('Word') else None,
            'Characters': sum(len(w) for w in whole) if call.has('Character') else None,
            'Property': None}))
        return
    names = [text(p) for p in call.list('Property')] or [None]
    for name in names:
        found = items
        if name is not None:
            found = [members.lookup(i, name) for i in items]
            found = [f for f in found if f is not members.MISSING and f is not None]
        numbers = [conversion.number(v) for v in found] if any(
            call.has(o) for o in ('Sum', 'Average')) else []
        best = functools.cmp_to_key(operators.compare)
        made = values.PsObject({
            'Count': len(found),
            'Average': sum(numbers) / len(numbers) if call.has('Average') and numbers else None,
            'Sum': float(sum(numbers)) if call.has('Sum') else None,
            'Maximum': max(found, key=best) if call.has('Maximum') and found else None,
            'Minimum': min(found, key=best) if call.has('Minimum') and found else None,
            'Property': name}, 'Microsoft.PowerShell.Commands.GenericMeasureInfo')
        call.write(made)


@cmdlet('Group-Object', '0Property:object[] NoElement? AsHashTable? AsString? CaseSensitive? '
        'InputObject<', 'all')
def group_object(call):
    """Group-Object"""
    keys = prepared(call) or [('', lambda item: item, None)]
    groups = []
    for item in call.items:
        key = [getter(item) for _, getter, _ in keys]
        for other, found in groups:
            if [text(k).lower() for k in other] == [text(k).lower() for k in key]:
                found.append(item)
                break
        else:
            groups.append((key, [item]))
    if call.has('AsHashTable'):
        made = values.Hash()
        for key, found in groups:
            made[text(key[0]) if call.has('AsString') else key[0]] = found
        call.write(made)
        return
    for key, found in sorted(groups, key=lambda g: ', '.join(text(k) for k in g[0]).lower()):
        made = values.PsObject((('Count', len(found)), ('Name', ', '.join(text(k) for k in key))),
                               'Microsoft.PowerShell.Commands.GroupInfo')
        if not call.has('NoElement'):
            made.set('Group', found)
        made.set('Values', key)
        made.view = ['Count', 'Name', 'Group'] if not call.has('NoElement') else ['Count', 'Name']
        call.write(made)


@cmdlet('Get-Unique', 'InputObject< AsString? OnType?', 'all')
def get_unique(call):
    """Get-Unique"""
    last = None
    for number, item in enumerate(call.items):
        if number == 0 or text(item) != text(last):
            call.write_one(item)
        last = item


@cmdlet('Compare-Object', '0ReferenceObject:object[]! 1DifferenceObject:object[]! Property:object[] '
        'IncludeEqual? ExcludeDifferent? PassThru? SyncWindow', 'each')
def compare_object(call):
    """Compare-Object"""
    left, right = list(call.list('ReferenceObject')), list(call.list('DifferenceObject'))
    names = [text(p) for p in call.list('Property')]

    def key(item):
        return tuple(text(members.get(item, n)).lower() for n in names) if names else text(
            item).lower()
    both, only_left = [], []
    for item in left:
        match = next((i for i, r in enumerate(right) if key(r) == key(item)), None)
        if match is None:
            only_left.append(item)
        else:
            both.append(item)
            right.pop(match)
    rows = [(i, '==') for i in both] if call.has('IncludeEqual') else []
    rows += [] if call.has('ExcludeDifferent') else [(i, '=>') for i in right] + [
        (i, '<=') for i in only_left]
    for item, side in rows:
        if call.has('PassThru'):
            call.write_one(item)
            continue
        pairs = [(n, members.get(item, n)) for n in names] or [('InputObject', item)]
        call.write(values.PsObject(pairs + [('SideIndicator', side)]))


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
    from standin.powershell.dotnet.time import TimeSpan
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

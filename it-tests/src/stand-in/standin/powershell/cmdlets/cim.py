"""CIM and WMI."""
import re

from standin.powershell import operators, values
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.cmdlets.cimclasses import CLASSES, profiles
from standin.powershell.records import PsError, error
from standin.powershell.values import text
from standin.windows import paths, power, processes

CIM_ERROR = 'Microsoft.Management.Infrastructure.CimException'


def instances(name, wmi=False):
    """The instances of a class; an Invalid class error when there is none."""
    entry = CLASSES.get(name.lower())
    if entry is None:
        if wmi:
            raise error('Invalid class "%s"' % name, 'GetWMIInvalidClassException,Microsoft.'
                        'PowerShell.Commands.GetWmiObjectCommand', 'InvalidType',
                        kind='System.Management.ManagementException', activity='Get-WmiObject')
        raise error('Invalid class ', 'HRESULT 0x80041010,Microsoft.Management.Infrastructure.'
                    'CimCmdlets.GetCimInstanceCommand', 'MetadataError', name, CIM_ERROR,
                    'Get-CimInstance', -2147217392)
    kind = ('System.Management.ManagementObject#root\\cimv2\\' if wmi else
            'Microsoft.Management.Infrastructure.CimInstance#root/cimv2/') + entry[0]
    for properties in entry[1]():
        made = values.PsObject(properties, kind)
        made.kinds.append('System.Management.ManagementObject' if wmi else
                          'Microsoft.Management.Infrastructure.CimInstance')
        made.class_name = entry[0]
        made.text = '%s%s' % (entry[0], ' (Name = "%s")' % properties['Name']
                              if properties.get('Name') else '')
        made.properties['__class'] = ('__CLASS', entry[0])
        if wmi:
            _wmi_methods(made)
        else:
            made.properties.pop('__class')
            made.set('PSComputerName', None)
        yield made


def _wmi_methods(made):
    made.method('Delete', lambda: remove(made) or values.Nothing)
    made.method('Put', lambda *a: values.Nothing)
    made.method('ConvertToDateTime', lambda value: value)
    made.method('Terminate', lambda *a: _result(method(made.class_name, 'Terminate', {}, made)))
    made.method('InvokeMethod', lambda name, *a: method(made.class_name, text(name), {}, made))
    if made.class_name == 'Win32_OperatingSystem':
        # Over WMI a date is a text.
        for name in ('LastBootUpTime', 'LocalDateTime', 'InstallDate'):
            moment = made.get(name)
            made.set(name, moment.value.strftime('%Y%m%d%H%M%S.%f') + '+000')

        def convert(stamp):
            from standin.powershell.dotnet.time import DateTime
            import datetime
            return DateTime(datetime.datetime.strptime(text(stamp)[:21], '%Y%m%d%H%M%S.%f'),
                            'Local')
        made.method('ConvertToDateTime', convert)


def _result(code):
    return values.PsObject({'ReturnValue': values.UInt(code)})


def matches(item, condition):
    """Whether an instance satisfies a WQL condition."""
    for alternative in re.split(r'\s+or\s+', condition, flags=re.IGNORECASE):
        if all(_holds(item, part) for part in re.split(r'\s+and\s+', alternative,
                                                       flags=re.IGNORECASE)):
            return True
    return False


def _holds(item, part):
    match = re.fullmatch(r"\(?\s*(not\s+)?(\w+)\s*(=|!=|<>|>=|<=|<|>|like|is not|is)\s*(.+?)\s*\)?",
                         part.strip(), re.IGNORECASE)
    if not match:
        raise error('Invalid query ', 'HRESULT 0x80041017,Microsoft.Management.Infrastructure.'
                    'CimCmdlets.GetCimInstanceCommand', 'InvalidArgument', kind=CIM_ERROR,
                    activity='Get-CimInstance')
    negated, name, operator, raw = match.groups()
    value = item.get(name)
    raw = raw.strip()
    wanted = raw[1:-1].replace('\\\\', '\\') if raw[:1] in '\'"' else raw
    shown = text(value)
    operator = operator.lower()
    if operator == 'like':
        # % and _ mean any text and any sign.
        pattern = wanted.replace('%', '*').replace('_', '?')
        result = bool(operators.wildcard(pattern).match(shown))
    elif operator in ('is', 'is not'):
        result = (value is None) == (operator == 'is')
    elif operator in ('=', '!=', '<>'):
        result = (shown.lower() == wanted.lower()) == (operator == '=')
    else:
        left, right = float(shown or 0), float(wanted)
        result = {'>': left > right, '<': left < right, '>=': left >= right,
                  '<=': left <= right}[operator]
    return result != bool(negated)


def _query(query):
    match = re.match(r'\s*select\s+.+?\s+from\s+(\w+)(?:\s+where\s+(.+))?$', query,
                     re.IGNORECASE | re.DOTALL)
    return match.group(1), match.group(2)


def _found(call, wmi):
    name, condition = call.text('ClassName') or call.text('Class'), call.text('Filter')
    if call.has('Query'):
        name, condition = _query(call.text('Query'))
    if name is None and call.has('InputObject'):
        name = call['InputObject'].class_name
        condition = None
    for item in instances(name, wmi):
        if condition is None or matches(item, condition):
            yield item


@cmdlet('Get-CimInstance', '0ClassName:string 1Namespace Filter:string Query:string Property:string[] '
        'ComputerName CimSession InputObject< KeyOnly? OperationTimeoutSec QueryDialect Shallow?')
def get_cim_instance(call):
    """Get-CimInstance"""
    for item in _found(call, False):
        call.write_one(item)


@cmdlet('Get-WmiObject', '0Class=ClassName:string 1Property:string[] Filter:string Namespace '
        'Query:string ComputerName Credential List? EnableAllPrivileges? Recurse? Amended? '
        'InputObject')
def get_wmi_object(call):
    """Get-WmiObject"""
    for item in _found(call, True):
        call.write_one(item)


@cmdlet('Get-HotFix', '0Id=HFID:string[] Description ComputerName Credential')
def get_hot_fix(call):
    """Get-HotFix"""
    wanted = [text(i).lower() for i in call.list('Id')]
    found = [i for i in instances('Win32_QuickFixEngineering')
             if not wanted or i.get('HotFixID').lower() in wanted]
    for item in found:
        item.view = ['Description', 'HotFixID', 'InstalledBy', 'InstalledOn']
        call.write_one(item)
    if wanted and not found:
        call.error("Cannot find the requested hotfix on the 'localhost' computer. Verify the "
                   'input and run your command again.', 'GetHotFixNoEntriesFound',
                   'ObjectNotFound', kind='System.ArgumentException')


def remove(item):
    """Removes an instance: a user's profile, a process."""
    import shutil
    if item.class_name == 'Win32_UserProfile':
        if any(p['SID'] == item.get('SID') and p['Loaded'] for p in profiles()):
            raise error('The process cannot access the file because it is being used by another '
                        'process. ', 'HRESULT 0x80070020,Microsoft.Management.Infrastructure.'
                        'CimCmdlets.RemoveCimInstanceCommand', 'NotSpecified', item, CIM_ERROR,
                        'Remove-CimInstance', -2147024864)
        shutil.rmtree(paths.host(item.get('LocalPath')), ignore_errors=True)
    elif item.class_name == 'Win32_Process':
        processes.kill(int(item.get('ProcessId')))


@cmdlet('Remove-CimInstance', '0InputObject!< ComputerName CimSession Namespace Query:string')
def remove_cim_instance(call):
    """Remove-CimInstance"""
    try:
        remove(call['InputObject'])
    except PsError as problem:
        call.write_error(problem.record)


@cmdlet('Remove-WmiObject', '0InputObject< Class Path ComputerName')
def remove_wmi_object(call):
    """Remove-WmiObject"""
    remove_cim_instance(call)


@cmdlet('Set-CimInstance', '0InputObject< Property Query PassThru? CimSession')
def set_cim_instance(call):
    """Set-CimInstance: kept in the object alone."""


def method(name, which, arguments, item=None):
    """Calls a method; gives its ReturnValue, and more in `arguments`."""
    from standin.powershell.interpreter import current
    which = which.lower()
    session = current[0].session
    if name.lower() == 'win32_process' and which == 'create':
        return _create(session, arguments)
    if name.lower() == 'win32_process' and which == 'terminate':
        processes.kill(int(item.get('ProcessId')))
        return 0
    if name.lower() == 'win32_operatingsystem' and which in ('reboot', 'shutdown',
                                                             'win32shutdown'):
        flags = int(arguments.get('flags', 2) or 0)
        power.schedule('restart' if which == 'reboot' or flags & 2 else 'shutdown', 0)
        return 0
    return 0


def _create(session, arguments):
    """Win32_Process.Create: a process that no shell of WinRM takes with it."""
    from standin.powershell import native
    from standin.windows.session import Session
    line = text(arguments.get('commandline', '')).strip()
    if line.startswith('"'):
        name, _, rest = line[1:].partition('"')
    else:
        name, _, rest = line.partition(' ')
    made = Session(session.user, session.elevated, session.remote, None,
                   paths.true_case(text(arguments.get('currentdirectory')) or
                                   'C:\\Windows\\system32'))
    found = native.resolve(made, name)
    if found is None:
        return 9
    short = name.replace('/', '\\').rpartition('\\')[2].lower()
    pid = processes.detach(native.runner(made, found, name, rest), short if '.' in short
                           else short + '.exe', line, made.user)
    arguments['processid'] = pid
    return 0


@cmdlet('Invoke-CimMethod', '0ClassName:string 1Arguments MethodName=Name:string! InputObject< '
        'Namespace ComputerName CimSession Query:string OperationTimeoutSec')
def invoke_cim_method(call):
    """Invoke-CimMethod"""
    item = call['InputObject'] if call.has('InputObject') else None
    if call.has('Query'):
        name, condition = _query(call.text('Query'))
        item = next(i for i in instances(name) if condition is None or matches(i, condition))
    name = call.text('ClassName') or item.class_name
    if name.lower() not in CLASSES:
        list(instances(name))
    arguments = {text(k).lower(): v for k, v in (
        call['Arguments'].pairs() if call['Arguments'] is not None else [])}
    code = method(name, call.text('MethodName'), arguments, item)
    made = values.PsObject({'ReturnValue': values.UInt(code)},
                           'Microsoft.Management.Infrastructure.CimMethodResult')
    if 'processid' in arguments:
        made.properties = {'processid': ('ProcessId', values.UInt(arguments['processid'])),
                           **made.properties}
    made.set('PSComputerName', None)
    call.write(made)


@cmdlet('Invoke-WmiMethod', '0Class:string 1Name:string 2ArgumentList:object[] Path:string '
        'InputObject< ComputerName Namespace')
def invoke_wmi_method(call):
    """Invoke-WmiMethod"""
    item = call['InputObject']
    name = call.text('Class') or call.text('Path') or item.class_name
    given = call.list('ArgumentList')
    arguments = dict(zip(('commandline', 'currentdirectory'), given))
    code = method(name, call.text('Name'), arguments, item)
    call.write(values.PsObject({'ReturnValue': values.UInt(code),
                                'ProcessId': arguments.get('processid')}))


@cmdlet('New-CimSession', '0ComputerName Credential Name SessionOption')
def new_cim_session(call):
    """New-CimSession: to this machine."""
    call.write(values.PsObject({'Id': 1, 'Name': 'CimSession1', 'ComputerName': 'localhost'}))

"""Cmdlets of many kinds: time, variables, running texts, secrets."""
import time

from standin.powershell import values
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.records import error
from standin.powershell.values import text


@cmdlet('Get-Date', '0Date=LastWriteTime< Format:string UFormat:string Year:int Month:int Day:int '
        'Hour:int Minute:int Second:int Millisecond:int DisplayHint')
def get_date(call):
    """Get-Date"""
    from standin.powershell import conversion
    from standin.powershell.dotnet.time import DateTime
    moment = conversion.cast(call['Date'], 'datetime') if call.has('Date') else DateTime.Now.get() \
        if hasattr(DateTime.Now, 'get') else DateTime.Now
    parts = {p: call[p] for p in ('year', 'month', 'day', 'hour', 'minute', 'second')
             if call.has(p)}
    if parts:
        moment = DateTime(moment.value.replace(**parts), moment.kind)
    if call.has('Format'):
        form = call.text('Format')
        if form == 'FileDateTime':
            form = 'yyyyMMddTHHmmssffff'
        call.write(moment.net_format(form))
    elif call.has('UFormat'):
        form = call.text('UFormat')
        call.write(moment.value.strftime(form if form != '%s' else '%s'))
    else:
        call.write(moment)


@cmdlet('New-TimeSpan', '0Start 1End Days:int Hours:int Minutes:int Seconds:int')
def new_time_span(call):
    """New-TimeSpan"""
    import datetime
    from standin.powershell import conversion
    from standin.powershell.dotnet.time import DateTime
    from standin.powershell.dotnet.timespan import TimeSpan
    if call.has('Start') or call.has('End'):
        now = DateTime(datetime.datetime.now(), 'Local')
        start = conversion.cast(call['Start'], 'datetime') if call.has('Start') else now
        end = conversion.cast(call['End'], 'datetime') if call.has('End') else now
        call.write(end.net_subtract(start))
        return
    call.write(TimeSpan(datetime.timedelta(
        days=call['Days'] or 0, hours=call['Hours'] or 0, minutes=call['Minutes'] or 0,
        seconds=call['Seconds'] or 0)))


@cmdlet('Start-Sleep', '0Seconds=s:double< Milliseconds=m,ms:int')
def start_sleep(call):
    """Start-Sleep"""
    call.interpreter.host.flush()
    time.sleep(call['Milliseconds'] / 1000 if call.has('Milliseconds') else call['Seconds'] or 0)


@cmdlet('Invoke-Expression', '0Command:string!<')
def invoke_expression(call):
    """Invoke-Expression"""
    call.interpreter.run_text(call.text('Command'), call.out)


@cmdlet('Invoke-Command', '0ScriptBlock ComputerName Session Credential ArgumentList=Args:object[] '
        'FilePath:string InputObject< NoNewScope? AsJob? UseSSL? Port SessionOption '
        'Authentication HideComputerName?', 'all')
def invoke_command(call):
    """Invoke-Command, on this machine."""
    if call.has('ComputerName') and text(call.list('ComputerName')[0]).lower() not in (
            'localhost', '.', '127.0.0.1', call.session.env['COMPUTERNAME'].lower()):
        raise call.stop('[%s] Connecting to remote server %s failed with the following error '
                        'message : The WinRM client cannot process the request.' % (
                            call.text('ComputerName'), call.text('ComputerName')),
                        'ComputerNotFound', 'OpenError',
                        kind='System.Management.Automation.Remoting.PSRemotingTransportException')
    if call.has('FilePath'):
        from standin.powershell.invocation import ScriptCall
        path = call.interpreter.find_script(call.text('FilePath'))
        stage = ScriptCall(call.interpreter, path, [('value', a) for a in call.list(
            'ArgumentList')], call.out, False, call.node)
        stage.begin()
        stage.process(None, False)
        stage.end()
        return
    block = call['ScriptBlock']
    from standin.powershell.functions import FunctionCall
    stage = FunctionCall(call.interpreter, block.ast, '', [('value', a) for a in call.list(
        'ArgumentList')], call.out, bool(call.items),
        call.interpreter.scope if call.has('NoNewScope') else None)
    stage.begin()
    for item in call.items:
        stage.process(item)
    if not call.items:
        stage.process(None, False)
    stage.end()


@cmdlet('New-Guid')
def new_guid(call):
    """New-Guid"""
    from standin.powershell.dotnet.basics import Guid
    call.write(Guid.NewGuid())


@cmdlet('Get-FileHash', '0Path=FullName,PSPath:string[]<. LiteralPath:string[]. Algorithm:string '
        'InputStream')
def get_file_hash(call):
    """Get-FileHash"""
    import hashlib
    from standin.powershell.cmdlets.items import targets
    from standin.windows import paths
    algorithm = (call.text('Algorithm') or 'SHA256').upper()
    if call.has('InputStream'):
        digest = hashlib.new(algorithm.lower(), call['InputStream'].file.read())
        call.write(_hash(algorithm, digest, ''))
        return
    for _, path in targets(call):
        digest = hashlib.new(algorithm.lower())
        with open(paths.host(path), 'rb') as file:
            while True:
                piece = file.read(1 << 20)
                if not piece:
                    break
                digest.update(piece)
        call.write(_hash(algorithm, digest, path))


def _hash(algorithm, digest, path):
    made = values.PsObject((('Algorithm', algorithm), ('Hash', digest.hexdigest().upper()),
                            ('Path', path)), 'Microsoft.Powershell.Utility.FileHash')
    made.view = ['Algorithm', 'Hash', 'Path']
    return made


def _scope(call):
    name = (call.text('Scope') or 'local').lower()
    scope = call.interpreter.scope
    if name.isdigit():
        for _ in range(int(name)):
            scope = scope.parent or scope
        return scope
    return call.interpreter.scope_named(name)


@cmdlet('Get-Variable', '0Name:string[]< ValueOnly? Scope Include Exclude')
def get_variable(call):
    """Get-Variable"""
    from standin.powershell.providers import session
    names = [text(n) for n in call.list('Name')] or ['*']
    for name in names:
        found = session.glob(call.interpreter, 'variable:' + name) if any(
            c in name for c in '*?[') else ['variable:' + name]
        for one in found:
            item = session.get(call.interpreter, one)
            if item is None:
                call.error("Cannot find a variable with the name '%s'." % name,
                           'VariableNotFound', 'ObjectNotFound', name,
                           'System.Management.Automation.ItemNotFoundException')
            elif call.has('ValueOnly'):
                call.write(item.get('Value'))
            else:
                item.view = ['Name', 'Value']
                call.write(item)


@cmdlet('Set-Variable', '0Name:string[]! 1Value< Scope Option Force? Visibility Description PassThru?')
def set_variable(call):
    """Set-Variable"""
    scope = _scope(call)
    for name in call.list('Name'):
        name = text(name)
        prefix, colon, rest = name.partition(':')
        if colon and prefix.lower() == 'variable':
            name = rest
            prefix, colon, rest = name.partition(':')
        where = scope
        if colon and prefix.lower() in ('global', 'script', 'local'):
            where, name = call.interpreter.scope_named(prefix.lower()), rest
        if call.has('Force') and name.lower() in where.variables:
            where.variables[name.lower()].options = ''
        where.set(name, call['Value'])
        if call.has('Option'):
            where.variables[name.lower()].options = call.text('Option').lower()


@cmdlet('New-Variable', '0Name:string! 1Value Scope Option Force? Visibility Description PassThru?')
def new_variable(call):
    """New-Variable"""
    scope = _scope(call)
    name = call.text('Name')
    if name.lower() in scope.variables and not call.has('Force'):
        call.error("A variable with name '%s' already exists." % name, 'VariableAlreadyExists',
                   'ResourceExists', name,
                   'System.Management.Automation.SessionStateException')
        return
    scope.set(name, call['Value'])
    if call.has('Option'):
        scope.variables[name.lower()].options = call.text('Option').lower()


@cmdlet('Remove-Variable', '0Name:string[]!< Scope Force?')
def remove_variable(call):
    """Remove-Variable"""
    for name in call.list('Name'):
        scope = call.interpreter.scope
        while scope is not None and scope.variables.pop(text(name).lower(), None) is None:
            scope = scope.parent


@cmdlet('Clear-Variable', '0Name:string[]!< Scope Force?')
def clear_variable(call):
    """Clear-Variable"""
    for name in call.list('Name'):
        _scope(call).set(text(name), None)


@cmdlet('Get-Alias', '0Name:string[] Definition')
def get_alias(call):
    """Get-Alias"""
    from standin.powershell.cmdlets import ALIASES
    for name in call.list('Name') or sorted(ALIASES):
        found = call.interpreter.find_alias(text(name))
        if found:
            call.write(values.PsObject({'CommandType': 'Alias', 'Name': text(name),
                                        'Definition': found, 'DisplayName': '%s -> %s' % (
                                            text(name), found)}))


@cmdlet('Set-Alias', '0Name:string! 1Value:string! Scope Force? Option Description PassThru?')
def set_alias(call):
    """Set-Alias"""
    _scope(call).aliases[call.text('Name').lower()] = call.text('Value')


@cmdlet('New-Alias', '0Name:string! 1Value:string! Scope Force? Option Description PassThru?')
def new_alias(call):
    """New-Alias"""
    set_alias(call)


ZONE = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation'


@cmdlet('Get-TimeZone', '0Id:string[] Name:string[] ListAvailable?')
def get_time_zone(call):
    """Get-TimeZone"""
    from standin.powershell.dotnet.clocks import TimeZoneInfo
    call.write(TimeZoneInfo._local())


@cmdlet('Set-TimeZone', '0Id:string Name:string InputObject< PassThru?')
def set_time_zone(call):
    """Set-TimeZone"""
    from standin.windows import registry
    registry.set_value(ZONE, 'TimeZoneKeyName', call.text('Id') or call.text('Name'))


@cmdlet('ConvertTo-SecureString', '0String:string!< AsPlainText? Force? Key SecureKey')
def convert_to_secure_string(call):
    """ConvertTo-SecureString"""
    if call.has('AsPlainText') and not call.has('Force'):
        raise call.stop('The system cannot protect plain text input. To suppress this warning and '
                        'convert the plain text to a SecureString, reissue the command specifying '
                        'the Force parameter. For more information, type: get-help '
                        'ConvertTo-SecureString.', 'ImportSecureString_ForceRequired',
                        'InvalidArgument', kind='System.ArgumentException')
    if call.text('String') == '':
        raise error("Cannot bind argument to parameter 'String' because it is an empty string.",
                    'ParameterArgumentValidationErrorEmptyStringNotAllowed,Microsoft.PowerShell.'
                    'Commands.ConvertToSecureStringCommand', 'InvalidData',
                    kind='System.Management.Automation.ParameterBindingValidationException',
                    activity='ConvertTo-SecureString')
    if not call.has('AsPlainText'):
        import base64
        try:
            call.write(values.Secure(base64.b64decode(call.text('String')).decode('utf-8')))
            return
        except ValueError:
            raise call.stop('Input string was not in a correct format.',
                            'ImportSecureString_InvalidArgument', 'InvalidArgument',
                            kind='System.FormatException') from None
    call.write(values.Secure(call.text('String')))


@cmdlet('ConvertFrom-SecureString', '0SecureString!< Key AsPlainText?')
def convert_from_secure_string(call):
    """ConvertFrom-SecureString"""
    import base64
    call.write(base64.b64encode(call['SecureString'].plain.encode('utf-8')).decode('ascii'))


@cmdlet('Get-Credential', '0Credential UserName Message')
def get_credential(call):
    """Get-Credential: nobody is there."""
    from standin.powershell.cmdlets.output import read_host
    read_host(call)


@cmdlet('New-TemporaryFile')
def new_temporary_file(call):
    """New-TemporaryFile"""
    from standin.powershell.dotnet.fileinfo import FileInfo
    from standin.powershell.dotnet.io import Path
    call.write(FileInfo(Path.GetTempFileName()))


@cmdlet('Unblock-File', '0Path=LiteralPath,PSPath:string[]<.')
def unblock_file(call):
    """Unblock-File"""


@cmdlet('Get-ExecutionPolicy', '0Scope List?')
def get_execution_policy(call):
    """Get-ExecutionPolicy"""
    names = {'restricted': 'Restricted', 'bypass': 'Bypass', 'unrestricted': 'Unrestricted',
             'remotesigned': 'RemoteSigned', 'allsigned': 'AllSigned'}
    policy = call.interpreter.host.execution_policy(call.session)
    call.write(names.get(policy, policy))


@cmdlet('Set-ExecutionPolicy', '0ExecutionPolicy:string! 1Scope:string Force?')
def set_execution_policy(call):
    """Set-ExecutionPolicy"""
    from standin.windows import registry
    scope = (call.text('Scope') or 'LocalMachine').lower()
    if scope == 'process':
        call.interpreter.host.policy = call.text('ExecutionPolicy')
        return
    registry.set_value('HKLM\\SOFTWARE\\Microsoft\\PowerShell\\1\\ShellIds\\Microsoft.PowerShell',
                       'ExecutionPolicy', call.text('ExecutionPolicy'))


@cmdlet('Get-Host')
def get_host(call):
    """Get-Host"""
    from standin.powershell import automatic
    call.write(automatic.find(call.interpreter, 'host'))


@cmdlet('Get-Culture')
def get_culture(call):
    """Get-Culture"""
    call.write(values.PsObject({'LCID': 1033, 'Name': 'en-US',
                                'DisplayName': 'English (United States)'}))


@cmdlet('Get-PSCallStack')
def get_ps_call_stack(call):
    """Get-PSCallStack"""
    call.write(values.PsObject({'Command': '<ScriptBlock>', 'Location': '<No file>'}))


@cmdlet('Get-WinEvent', '0LogName FilterHashtable MaxEvents:int ComputerName FilterXPath Oldest?')
def get_win_event(call):
    """Get-WinEvent: nothing is logged."""
    call.error('No events were found that match the specified selection criteria.',
               'NoMatchingEventsFound', 'ObjectNotFound')


@cmdlet('Get-EventLog', '0LogName Newest EntryType Source After InstanceId List?')
def get_event_log(call):
    """Get-EventLog: nothing is logged."""
    call.error('No matches found', 'GetEventLogNoEntriesFound', 'ObjectNotFound',
               kind='System.ArgumentException')


@cmdlet('Write-EventLog', '0LogName 1Source 2EventId 3EntryType 4Message Category')
def write_event_log(call):
    """Write-EventLog"""


@cmdlet('New-EventLog', '0LogName 1Source')
def new_event_log(call):
    """New-EventLog"""

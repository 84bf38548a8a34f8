"""Services."""
from standin.powershell import operators
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.dotnet.process import ServiceController
from standin.powershell.values import text
from standin.windows import errors, services

KIND = 'Microsoft.PowerShell.Commands.ServiceCommandException'
WHO = '0Name=ServiceName:string[]<. DisplayName:string[] InputObject Force? PassThru? NoWait?'


def chosen(call):
    """The services that -Name means; tells those that are not there."""
    table = services.table()
    if call.has('InputObject'):
        return [s.Name for s in call.list('InputObject')]
    if not call.has('Name') and not call.has('DisplayName'):
        return sorted(table, key=str.lower)
    found = []
    by_name = call.has('Name')
    for name in call.list('Name', 'DisplayName'):
        name = name.Name if isinstance(name, ServiceController) else text(name)
        matcher = operators.wildcard(name)
        match = [n for n in sorted(table, key=str.lower) if matcher.match(
            n if by_name else table[n]['display'])]
        if not match and by_name:
            match = [n for n in table if matcher.match(table[n]['display'])]
        if not match and not any(c in name for c in '*?['):
            call.error("Cannot find any service with service name '%s'." % name,
                       'NoServiceFoundForGivenName', 'ObjectNotFound', name, KIND)
        found += match
    return found


@cmdlet('Get-Service', '0Name=ServiceName:string[]<. DisplayName:string[] InputObject Include '
        'Exclude ComputerName DependentServices? RequiredServices?')
def get_service(call):
    """Get-Service"""
    for name in chosen(call):
        call.write_one(ServiceController(name))


def _given(call):
    # From the pipeline come the services themselves.
    if isinstance(call.item, ServiceController):
        call.bound['name'] = [call.item.Name]


@cmdlet('Start-Service', WHO)
def start_service(call):
    """Start-Service"""
    _given(call)
    for name in chosen(call):
        try:
            services.start(name)
        except errors.WindowsError32:
            display = services.find(name)[1]['display']
            call.error("Service '%s (%s)' cannot be started due to the following error: Cannot "
                       "start service %s on computer '.'." % (display, name, name),
                       'CouldNotStartService', 'OpenError', name, KIND)
        if call.has('PassThru'):
            call.write_one(ServiceController(name))


@cmdlet('Stop-Service', WHO)
def stop_service(call):
    """Stop-Service"""
    _given(call)
    for name in chosen(call):
        services.stop(name)
        if call.has('PassThru'):
            call.write_one(ServiceController(name))


@cmdlet('Restart-Service', WHO)
def restart_service(call):
    """Restart-Service"""
    _given(call)
    for name in chosen(call):
        services.stop(name)
        services.start(name)
        if call.has('PassThru'):
            call.write_one(ServiceController(name))


@cmdlet('Set-Service', '0Name=ServiceName,SN:string. StartupType=StartMode:string Status:string '
        'DisplayName:string Description:string InputObject< PassThru? Credential')
def set_service(call):
    """Set-Service"""
    if isinstance(call.item, ServiceController):
        call.bound['name'] = call.item.Name
    elif call.has('InputObject') and not call.has('Name'):
        call.bound['name'] = getattr(call['InputObject'], 'Name', call['InputObject'])
    name = call.text('Name')
    try:
        name, _ = services.find(name)
    except errors.WindowsError32:
        call.error('Service %s was not found on computer \'.\'.' % name,
                   'InvalidOperationException', 'ObjectNotFound', name, KIND)
        return
    if call.has('StartupType'):
        kinds = {'automatic': 'Automatic', 'manual': 'Manual', 'disabled': 'Disabled',
                 'automaticdelayedstart': 'Automatic', '2': 'Automatic', '3': 'Manual',
                 '4': 'Disabled'}
        services.change(name, start=kinds.get(call.text('StartupType').lower(), 'Manual'))
    if call.has('DisplayName'):
        services.change(name, display=call.text('DisplayName'))
    if call.has('Status'):
        services.change(name, status='Running' if call.text('Status').lower() == 'running'
                        else 'Stopped')
    if call.has('PassThru'):
        call.write_one(ServiceController(name))


@cmdlet('New-Service', '0Name:string! 1BinaryPathName:string! DisplayName:string Description '
        'StartupType:string DependsOn Credential')
def new_service(call):
    """New-Service"""
    services.create(call.text('Name'), call.text('BinaryPathName'), call.text('DisplayName'),
                    call.text('StartupType') or 'Automatic')
    call.write_one(ServiceController(call.text('Name')))

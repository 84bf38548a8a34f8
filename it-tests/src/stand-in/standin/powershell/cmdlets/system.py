"""The machine: network, firewall, WinRM, restarts, features."""
from standin.powershell import operators
from standin.powershell.cmdlets.base import Cmdlet, cmdlet
from standin.powershell.values import PsObject, text
from standin.windows import errors, power, services, store, wsman

NET = 'Microsoft.Management.Infrastructure.CimInstance#root/standardcimv2/MSFT_'
CIM_ERROR = 'Microsoft.PowerShell.Cmdletization.Cim.CimJobException'


# -- WinRM

@cmdlet('Enable-PSRemoting', 'Force? SkipNetworkProfileCheck?')
def enable_ps_remoting(call):
    """Enable-PSRemoting: the service, an HTTP listener, the firewall."""
    if not call.session.elevated:
        raise call.stop('Access is denied. To run this cmdlet, start Windows PowerShell with the '
                        '"Run as administrator" option.', 'System.InvalidOperationException',
                        'InvalidOperation', kind='System.InvalidOperationException')
    if not call.has('SkipNetworkProfileCheck') and _profile()['NetworkCategory'] == 'Public':
        raise call.stop('WinRM firewall exception will not work since one of the network '
                        'connection types on this machine is set to Public. Change the network '
                        'connection type to either Domain or Private and try again. ',
                        'System.InvalidOperationException', 'InvalidOperation',
                        kind='System.InvalidOperationException')
    try:
        wsman.add_listener('HTTP', '*')
    except ValueError:
        pass
    services.change('WinRM', start='Automatic')
    services.start('WinRM')
    call.write(['WinRM has been updated to receive requests.', 'WinRM service started.'])


@cmdlet('Disable-PSRemoting', 'Force?')
def disable_ps_remoting(call):
    """Disable-PSRemoting"""


@cmdlet('Set-WSManQuickConfig', 'Force? SkipNetworkProfileCheck? UseSSL?')
def set_wsman_quick_config(call):
    """Set-WSManQuickConfig"""
    enable_ps_remoting(call)


@cmdlet('Test-WSMan', '0ComputerName Authentication Port UseSSL? Credential')
def test_wsman(call):
    """Test-WSMan"""
    call.write(PsObject({'wsmid': 'http://schemas.dmtf.org/wbem/wsman/identity/1/'
                                  'wsmanidentity.xsd', 'ProductVendor': 'Microsoft Corporation',
                         'ProductVersion': 'OS: 0.0.0 SP: 0.0 Stack: 3.0'}))


# -- networks

def _profile():
    return store.read('network', None) or {
        'Name': 'Network', 'InterfaceAlias': 'Ethernet', 'InterfaceIndex': 4,
        'NetworkCategory': 'Public', 'IPv4Connectivity': 'Internet',
        'IPv6Connectivity': 'NoTraffic'}


@cmdlet('Get-NetConnectionProfile', '0Name:string[] InterfaceAlias:string[] InterfaceIndex '
        'NetworkCategory')
def get_net_connection_profile(call):
    """Get-NetConnectionProfile"""
    profile = _profile()
    if call.has('NetworkCategory') and call.text('NetworkCategory') != profile['NetworkCategory']:
        return
    call.write_one(PsObject(profile, NET + 'NetConnectionProfile'))


@cmdlet('Set-NetConnectionProfile', '0Name:string InterfaceAlias:string InterfaceIndex '
        'NetworkCategory:string InputObject< PassThru?')
def set_net_connection_profile(call):
    """Set-NetConnectionProfile"""
    if not call.session.elevated:
        call.error('Access is denied.', 'Windows System Error 5', 'PermissionDenied',
                   kind='Microsoft.Management.Infrastructure.CimException')
        return
    profile = _profile()
    if call.has('NetworkCategory'):
        category = next((c for c in ('Public', 'Private') if c.lower() == call.text(
            'NetworkCategory').lower()), None)
        if category is None:
            raise call.stop('Unable to set NetworkCategory to %s.' % call.text('NetworkCategory'),
                            'InvalidArgument')
        profile['NetworkCategory'] = category
    store.write('network', profile)


@cmdlet('Get-NetAdapter', '0Name:string[] Physical? InterfaceIndex')
def get_net_adapter(call):
    """Get-NetAdapter"""
    call.write(PsObject({'Name': 'Ethernet', 'InterfaceDescription':
                         'Intel(R) PRO/1000 MT Network Connection', 'ifIndex': 4,
                         'Status': 'Up', 'MacAddress': '52-54-00-12-34-56',
                         'LinkSpeed': '1 Gbps'}, NET + 'NetAdapter'))


@cmdlet('Get-NetIPAddress', '0IPAddress AddressFamily:string InterfaceAlias InterfaceIndex')
def get_net_ip_address(call):
    """Get-NetIPAddress"""
    call.write(PsObject({'IPAddress': '10.0.2.15', 'InterfaceIndex': 4, 'InterfaceAlias':
                         'Ethernet', 'AddressFamily': 'IPv4', 'PrefixLength': 24}))


@cmdlet('Get-NetIPConfiguration', '0InterfaceAlias')
def get_net_ip_configuration(call):
    """Get-NetIPConfiguration"""
    call.write(PsObject({'InterfaceAlias': 'Ethernet', 'InterfaceIndex': 4,
                         'IPv4Address': '10.0.2.15', 'IPv4DefaultGateway': '10.0.2.2'}))


@cmdlet('Test-NetConnection', '0ComputerName:string Port:int InformationLevel CommonTCPPort')
def test_net_connection(call):
    """Test-NetConnection"""
    import socket
    ok = True
    if call.has('Port'):
        try:
            socket.create_connection((call.text('ComputerName'), call['Port']), 5).close()
        except OSError:
            ok = False
            call.warning('TCP connect to (%s : %d) failed' % (call.text('ComputerName'),
                                                              call['Port']))
    call.write(PsObject({'ComputerName': call.text('ComputerName'), 'RemotePort': call['Port'],
                         'TcpTestSucceeded': ok, 'PingSucceeded': ok}))


@cmdlet('Test-Connection', '0ComputerName:string[] Count:int Quiet? Delay')
def test_connection(call):
    """Test-Connection: only the machine itself answers."""
    for name in call.list('ComputerName'):
        here = text(name).lower() in ('localhost', '127.0.0.1', '.')
        if call.has('Quiet'):
            call.write(here)
        elif not here:
            call.error('Testing connection to computer \'%s\' failed: Error due to lack of '
                       'resources' % text(name), 'TestConnectionException', 'ResourceUnavailable',
                       text(name), 'System.Net.NetworkInformation.PingException')


# -- firewall


# -- restarts

@cmdlet('Restart-Computer', '0ComputerName:string[] Force? Wait? For Timeout Delay Credential')
def restart_computer(call):
    """Restart-Computer"""
    _down(call, 'restart')


@cmdlet('Stop-Computer', '0ComputerName:string[] Force? Credential')
def stop_computer(call):
    """Stop-Computer"""
    _down(call, 'shutdown')


def _down(call, kind):
    if not call.session.elevated:
        raise call.stop('Privilege not held.', 'RestartcomputerFailed', 'OperationStopped',
                        kind='System.InvalidOperationException')
    try:
        power.schedule(kind, 0)
    except errors.WindowsError32 as problem:
        call.error('Failed to restart the computer %s with the following error message: %s' % (
            call.session.env['COMPUTERNAME'], problem), 'RestartcomputerFailed',
            'OperationStopped', kind='System.InvalidOperationException')


@cmdlet('Rename-Computer', '0NewName:string! Force? Restart? PassThru? ComputerName LocalCredential')
def rename_computer(call):
    """Rename-Computer: with the next start."""
    from standin.windows import registry
    registry.set_value('HKLM\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName',
                       'ComputerName', call.text('NewName').upper())
    call.warning('The changes will take effect after you restart the computer %s.'
                 % call.session.env['COMPUTERNAME'])


@cmdlet('Get-ComputerInfo', '0Property:string[]')
def get_computer_info(call):
    """Get-ComputerInfo"""
    from standin.windows import registry
    product = registry.values(registry.NT)
    made = PsObject({'WindowsProductName': product['ProductName'], 'OsName': 'Microsoft '
                     + product['ProductName'], 'OsVersion': '10.0.' + product['CurrentBuild'],
                     'OsBuildNumber': product['CurrentBuild'], 'CsName': call.session.env[
                         'COMPUTERNAME'], 'WindowsVersion': product['ReleaseId']})
    call.write(made)


# -- features

def _feature(name, state):
    made = PsObject({'Name': name, 'DisplayName': name, 'InstallState': state,
                     'Installed': state == 'Installed'}, 'Microsoft.Windows.ServerManager.'
                    'Commands.Feature', name)
    made.view = ['DisplayName', 'Name', 'InstallState']
    return made


KNOWN_FEATURES = ('Web-Server', 'Web-Mgmt-Console', 'NET-Framework-Core',
                  'NET-Framework-45-Core', 'Telnet-Client', 'Containers', 'Hyper-V',
                  'RSAT-AD-PowerShell', 'FS-FileServer', 'DNS', 'DHCP', 'AD-Domain-Services')


def _features():
    return store.read('features', dict) or {}


@cmdlet('Get-WindowsFeature', '0Name:string[]')
def get_windows_feature(call):
    """Get-WindowsFeature"""
    installed = _features()
    for wanted in call.list('Name') or ['*']:
        for name in KNOWN_FEATURES:
            if operators.wildcard(text(wanted)).match(name):
                call.write(_feature(name, 'Installed' if name in installed else 'Available'))


@cmdlet('Install-WindowsFeature', '0Name:string[]!< IncludeManagementTools? IncludeAllSubFeature? '
        'Restart? Source')
def install_windows_feature(call):
    """Install-WindowsFeature"""
    done = []
    for wanted in call.list('Name'):
        name = next((k for k in KNOWN_FEATURES if k.lower() == text(wanted).lower()), None)
        if name is None:
            raise call.stop('ArgumentNotValid: The role, role service, or feature name is not '
                            "valid: '%s'. The name was not found." % text(wanted),
                            'NameDoesNotExist', 'InvalidArgument', text(wanted))
        with store.changing('features', dict) as installed:
            if name not in installed:
                installed[name] = True
                done.append(name)
    call.write(PsObject({'Success': True, 'RestartNeeded': 'No', 'FeatureResult': done,
                         'ExitCode': 'Success' if done else 'NoChangeNeeded'}))


@cmdlet('Uninstall-WindowsFeature', '0Name:string[]!< Remove? Restart? IncludeManagementTools?')
def uninstall_windows_feature(call):
    """Uninstall-WindowsFeature"""
    with store.changing('features', dict) as installed:
        for name in call.list('Name'):
            installed.pop(text(name), None)
    call.write(PsObject({'Success': True, 'RestartNeeded': 'No', 'ExitCode': 'Success',
                         'FeatureResult': call.list('Name')}))


def _quiet(call):
    """A cmdlet whose work leaves no trace here."""


QUIET = ('Set-MpPreference Add-MpPreference Set-DnsClientServerAddress Clear-DnsClientCache '
         'Optimize-Volume Checkpoint-Computer Disable-ComputerRestore Get-AppxPackage '
         'Remove-AppxPackage Get-AppxProvisionedPackage Remove-AppxProvisionedPackage '
         'Disable-NetAdapterBinding Set-PSRepository Install-PackageProvider '
         'Enable-WindowsOptionalFeature Disable-WindowsOptionalFeature '
         'Get-WindowsOptionalFeature Add-WindowsCapability Get-WindowsCapability').split()
ANY = '0Name=PackageName,FeatureName,DriveLetter,Description:object[]< Online? AllUsers? Force? ' \
      'NoRestart? All? Analyze? Verbose2? DisableRealtimeMonitoring ExclusionPath Drive ' \
      'InterfaceAlias ServerAddresses ComponentID InstallationPolicy MinimumVersion Scope'
MORE = [Cmdlet(n, ANY, _quiet, 'each', False) for n in QUIET]

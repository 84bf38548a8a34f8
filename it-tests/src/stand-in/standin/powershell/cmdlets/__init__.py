"""Cmdlets by their names; modules are read when one of theirs is called."""
import importlib

MODULES = {
    'core':
        'ForEach-Object Where-Object Out-Null Get-Command Get-Module Import-Module '
        'Remove-Module Set-StrictMode Out-Host Out-Default Export-ModuleMember '
        'Start-Job Wait-Job Receive-Job Remove-Job Get-Job',
    'output':
        'Write-Output Write-Host Write-Error Write-Warning Write-Verbose Write-Debug '
        'Write-Information Write-Progress Out-String Out-File Tee-Object Format-Table '
        'Format-List Format-Wide Read-Host Clear-Host '
        'Start-Transcript Stop-Transcript',
    'objects':
        'Get-Member Add-Member New-Object Select-String Get-Random Measure-Command '
        'Add-Type',
    'selection':
        'Select-Object Sort-Object Measure-Object Group-Object Get-Unique '
        'Compare-Object',
    'utility':
        'Get-Date New-TimeSpan Start-Sleep Invoke-Expression Invoke-Command New-Guid '
        'Get-Host Get-Culture Get-FileHash Get-Variable Set-Variable New-Variable '
        'Remove-Variable Clear-Variable Get-Alias Set-Alias New-Alias Get-TimeZone '
        'Set-TimeZone ConvertTo-SecureString ConvertFrom-SecureString Get-Credential '
        'New-TemporaryFile Unblock-File Get-ExecutionPolicy Set-ExecutionPolicy '
        'Get-PSCallStack Get-EventLog Get-WinEvent Write-EventLog New-EventLog',
    'data':
        'ConvertTo-Json ConvertFrom-Json ConvertTo-Csv ConvertFrom-Csv Export-Csv '
        'Import-Csv ConvertFrom-StringData Export-Clixml Import-Clixml',
    'items':
        'Get-Item Get-ChildItem New-Item Remove-Item Copy-Item Move-Item Rename-Item '
        'Test-Path Set-Item Clear-Item Get-PSDrive New-PSDrive Remove-PSDrive',
    'content':
        'Get-Content Set-Content Add-Content Clear-Content',
    'paths':
        'Join-Path Split-Path Resolve-Path Convert-Path Get-Location Set-Location '
        'Push-Location Pop-Location',
    'properties':
        'Get-ItemProperty Set-ItemProperty New-ItemProperty Remove-ItemProperty '
        'Get-ItemPropertyValue Clear-ItemProperty Rename-ItemProperty Get-Acl Set-Acl',
    'services':
        'Get-Service Set-Service Start-Service Stop-Service Restart-Service '
        'New-Service',
    'processes':
        'Get-Process Stop-Process Start-Process Wait-Process',
    'cim':
        'Get-CimInstance Get-WmiObject Invoke-CimMethod Remove-CimInstance '
        'Invoke-WmiMethod Remove-WmiObject Set-CimInstance New-CimSession Get-HotFix',
    'tasks':
        'New-ScheduledTaskAction New-ScheduledTaskPrincipal '
        'New-ScheduledTaskSettingsSet New-ScheduledTaskTrigger New-ScheduledTask '
        'Register-ScheduledTask Start-ScheduledTask Stop-ScheduledTask '
        'Get-ScheduledTask Unregister-ScheduledTask Get-ScheduledTaskInfo '
        'Enable-ScheduledTask Disable-ScheduledTask',
    'accounts':
        'New-LocalUser Get-LocalUser Remove-LocalUser Set-LocalUser Enable-LocalUser '
        'Disable-LocalUser Add-LocalGroupMember Remove-LocalGroupMember '
        'Get-LocalGroupMember Get-LocalGroup New-LocalGroup',
    'system':
        'Enable-PSRemoting Disable-PSRemoting Get-NetConnectionProfile '
        'Set-NetConnectionProfile Get-NetAdapter Get-NetIPAddress '
        'Get-NetIPConfiguration Test-NetConnection Restart-Computer Stop-Computer '
        'Rename-Computer Get-ComputerInfo Get-WindowsFeature Install-WindowsFeature '
        'Uninstall-WindowsFeature Get-WindowsOptionalFeature '
        'Enable-WindowsOptionalFeature Disable-WindowsOptionalFeature '
        'Get-WindowsCapability Add-WindowsCapability Set-WSManQuickConfig Test-WSMan '
        'Set-MpPreference Add-MpPreference Set-DnsClientServerAddress '
        'Clear-DnsClientCache Optimize-Volume Checkpoint-Computer '
        'Disable-ComputerRestore Get-AppxPackage Remove-AppxPackage '
        'Get-AppxProvisionedPackage Remove-AppxProvisionedPackage '
        'Install-PackageProvider Set-PSRepository Test-Connection '
        'Disable-NetAdapterBinding',
    'firewall':
        'New-NetFirewallRule Get-NetFirewallRule Set-NetFirewallRule '
        'Remove-NetFirewallRule Enable-NetFirewallRule Disable-NetFirewallRule '
        'Set-NetFirewallProfile Get-NetFirewallProfile',
    'certificates':
        'Import-PfxCertificate New-SelfSignedCertificate Import-Certificate',
    'web':
        'Invoke-WebRequest Invoke-RestMethod Start-BitsTransfer',
    'archive':
        'Expand-Archive Compress-Archive',
}
ALIASES = {
    '%': 'ForEach-Object', 'foreach': 'ForEach-Object', '?': 'Where-Object',
    'where': 'Where-Object', 'ac': 'Add-Content', 'cat': 'Get-Content', 'cd': 'Set-Location',
    'chdir': 'Set-Location', 'clear': 'Clear-Host', 'cls': 'Clear-Host', 'compare':
    'Compare-Object', 'copy': 'Copy-Item', 'cp': 'Copy-Item', 'cpi': 'Copy-Item', 'curl':
    'Invoke-WebRequest', 'cvpa': 'Convert-Path', 'del': 'Remove-Item', 'diff': 'Compare-Object',
    'dir': 'Get-ChildItem', 'echo': 'Write-Output', 'erase': 'Remove-Item', 'fl': 'Format-List',
    'ft': 'Format-Table', 'fw': 'Format-Wide', 'gc': 'Get-Content', 'gci': 'Get-ChildItem',
    'gcim': 'Get-CimInstance', 'gcm': 'Get-Command', 'gi': 'Get-Item', 'gl': 'Get-Location',
    'gm': 'Get-Member', 'gp': 'Get-ItemProperty', 'gpv': 'Get-ItemPropertyValue',
    'gps': 'Get-Process', 'group': 'Group-Object', 'gsv': 'Get-Service', 'gu': 'Get-Unique',
    'gv': 'Get-Variable', 'gwmi': 'Get-WmiObject', 'iex': 'Invoke-Expression',
    'icm': 'Invoke-Command', 'icim': 'Invoke-CimMethod', 'ipmo': 'Import-Module',
    'irm': 'Invoke-RestMethod', 'iwr': 'Invoke-WebRequest', 'kill': 'Stop-Process',
    'ls': 'Get-ChildItem', 'md': 'mkdir', 'measure': 'Measure-Object',
    'mi': 'Move-Item', 'move': 'Move-Item', 'mv': 'Move-Item', 'ni': 'New-Item',
    'nal': 'New-Alias', 'nv': 'New-Variable', 'oh': 'Out-Host', 'popd': 'Pop-Location',
    'ps': 'Get-Process', 'pushd': 'Push-Location', 'pwd': 'Get-Location', 'rd': 'Remove-Item',
    'ren': 'Rename-Item', 'ri': 'Remove-Item', 'rm': 'Remove-Item', 'rmdir': 'Remove-Item',
    'rni': 'Rename-Item', 'rp': 'Remove-ItemProperty', 'rv': 'Remove-Variable',
    'rvpa': 'Resolve-Path', 'sajb': 'Start-Job', 'sal': 'Set-Alias', 'saps': 'Start-Process',
    'sasv': 'Start-Service', 'sc': 'Set-Content', 'select': 'Select-Object', 'set':
    'Set-Variable', 'si': 'Set-Item', 'sl': 'Set-Location', 'sleep': 'Start-Sleep',
    'sls': 'Select-String', 'sort': 'Sort-Object', 'sp': 'Set-ItemProperty',
    'spps': 'Stop-Process', 'spsv': 'Stop-Service', 'start': 'Start-Process', 'sv':
    'Set-Variable', 'tee': 'Tee-Object', 'type': 'Get-Content', 'wget': 'Invoke-WebRequest',
    'write': 'Write-Output', 'epcsv': 'Export-Csv', 'ipcsv': 'Import-Csv',
    'rcjb': 'Receive-Job', 'wjb': 'Wait-Job',
}
_index = {}


def _names():
    if not _index:
        for module, names in MODULES.items():
            for name in names.split():
                _index[name.lower()] = module
        _index['mkdir'] = 'items'
    return _index


def find(name):
    """The cmdlet of a name, None when there is none."""
    lower = name.lower()
    if '\\' in lower and lower.startswith('microsoft.powershell.'):
        lower = lower.rpartition('\\')[2]
    module = _names().get(lower)
    if module is None:
        return None
    loaded = importlib.import_module('standin.powershell.cmdlets.' + module)
    table = getattr(loaded, '_cmdlets', None)
    if table is None:
        table = {f.cmdlet.name.lower(): f.cmdlet for f in vars(loaded).values()
                 if hasattr(f, 'cmdlet')}
        for made in getattr(loaded, 'MORE', ()):
            table[made.name.lower()] = made
        loaded._cmdlets = table
    return table.get(lower)


def all_names():
    """Every cmdlet's name."""
    return [n for names in MODULES.values() for n in names.split()]

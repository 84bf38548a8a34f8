"""The classes of WMI and what their instances say."""
from standin.powershell import values
from standin.windows import paths, power, processes, registry, services, users


def _moment(seconds):
    from standin.powershell.dotnet.time import DateTime
    return DateTime.from_epoch(seconds)


def _operating_system():
    import time
    product = registry.values(registry.NT)
    yield {
        'Caption': 'Microsoft ' + product['ProductName'], 'Version': '10.0.' + product[
            'CurrentBuild'], 'BuildNumber': product['CurrentBuild'], 'OSArchitecture': '64-bit',
        'CSName': registry.value('HKLM\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\'
                                 'ComputerName', 'ComputerName'),
        'LastBootUpTime': _moment(power.boot_time()), 'LocalDateTime': _moment(time.time()),
        'InstallDate': _moment(power.boot_time() - 86400), 'ProductType': 3,
        'SystemDirectory': 'C:\\Windows\\system32', 'WindowsDirectory': 'C:\\Windows',
        'SystemDrive': 'C:', 'TotalVisibleMemorySize': values.ULong(2096620),
        'FreePhysicalMemory': values.ULong(1048576), 'OperatingSystemSKU': 7,
        'RegisteredUser': '', 'SerialNumber': '00454-40000-00001-AA298', 'Status': 'OK',
        'MUILanguages': ['en-US'], 'ServicePackMajorVersion': 0,
    }


def _computer_system():
    name = registry.value('HKLM\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName',
                          'ComputerName')
    yield {'Name': name, 'DNSHostName': name, 'Domain': 'WORKGROUP', 'Workgroup': 'WORKGROUP',
           'PartOfDomain': False, 'DomainRole': 2, 'Manufacturer': 'QEMU',
           'Model': 'Standard PC (Q35 + ICH9, 2009)', 'NumberOfLogicalProcessors': 2,
           'TotalPhysicalMemory': values.ULong(2147483648), 'UserName': None,
           'AutomaticManagedPagefile': True, 'SystemType': 'x64-based PC', 'BootupState':
           'Normal boot'}


def _processes():
    for entry in processes.every():
        yield {'Name': entry['name'], 'Caption': entry['name'], 'ProcessId': values.UInt(
            entry['pid']), 'ParentProcessId': values.UInt(entry['parent']), 'Handle': str(
                entry['pid']), 'CommandLine': entry['command'] or None, 'ExecutablePath': None,
            'CreationDate': _moment(processes.start_time(entry)), 'SessionId': values.UInt(0)}


def profiles():
    import os
    folder = paths.host('C:\\Users')
    busy = {e['user'].rpartition('\\')[2].lower() for e in processes.running()}
    for name in sorted(os.listdir(folder)):
        if name.lower() in ('public', 'default', 'all users', 'default user'):
            continue
        if not os.path.isdir(os.path.join(folder, name)) or not users.exists(name):
            continue
        yield {'SID': users.sid(name), 'LocalPath': 'C:\\Users\\' + name, 'Special': False,
               'Loaded': name.lower() in busy, 'LastUseTime': _moment(power.boot_time()),
               'RefCount': None, 'Status': values.UInt(0)}
    yield {'SID': 'S-1-5-18', 'LocalPath': 'C:\\Windows\\system32\\config\\systemprofile',
           'Special': True, 'Loaded': True, 'LastUseTime': _moment(power.boot_time())}


def _services():
    for name, service in services.table().items():
        yield {'Name': name, 'DisplayName': service['display'], 'State': service['status'],
               'Status': 'OK', 'StartMode': {'Automatic': 'Auto'}.get(
                   service['start'], service['start']), 'PathName': service['path'],
               'ProcessId': values.UInt(812), 'StartName': 'LocalSystem', 'Started':
               service['status'] == 'Running', 'ExitCode': values.UInt(0)}


def _fixes():
    from standin.windows import updates
    for update in updates.installed():
        if update.get('kb'):
            yield {'HotFixID': 'KB' + str(update['kb']), 'Description': 'Update',
                   'InstalledBy': 'NT AUTHORITY\\SYSTEM', 'InstalledOn': _moment(
                       power.boot_time()), 'Caption': 'http://support.microsoft.com/?kbid=%s'
                   % update['kb']}


def _disks():
    import shutil
    for letter in paths.drives():
        usage = shutil.disk_usage(paths.host(letter + ':\\'))
        yield {'DeviceID': letter + ':', 'DriveType': values.UInt(3 if letter == 'C' else 5),
               'FreeSpace': values.ULong(usage.free), 'Size': values.ULong(usage.total),
               'VolumeName': '', 'FileSystem': 'NTFS' if letter == 'C' else 'CDFS',
               'Name': letter + ':'}


def _accounts():
    for name, account in users.all_users().items():
        yield {'Name': name, 'SID': users.sid(name), 'Disabled': not account['enabled'],
               'LocalAccount': True, 'FullName': account['fullName'], 'Description':
               account['description'], 'Domain': registry.value(
                   'HKLM\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName',
                   'ComputerName'), 'PasswordExpires': account['expires']}


def _bios():
    yield {'SMBIOSBIOSVersion': '1.16.2', 'Manufacturer': 'SeaBIOS', 'SerialNumber': '',
           'Version': 'BOCHS  - 1', 'Name': 'Default System BIOS'}


def _processors():
    yield {'Name': 'QEMU Virtual CPU', 'NumberOfCores': 2, 'NumberOfLogicalProcessors': 2,
           'Manufacturer': 'GenuineIntel', 'LoadPercentage': 1}


def _licenses():
    yield {'Name': 'Windows(R), ServerStandardEval edition', 'LicenseStatus': 1,
           'PartialProductKey': 'XXXXX', 'ApplicationID': '55c92734-d682-4d71-983e-d6ec3f16059f',
           'RemainingWindowsReArmCount': 6}


def _network():
    yield {'Description': 'Intel(R) PRO/1000 MT Network Connection', 'IPEnabled': True,
           'IPAddress': ['10.0.2.15'], 'DHCPEnabled': True, 'Index': 1,
           'MACAddress': '52:54:00:12:34:56', 'DefaultIPGateway': ['10.0.2.2']}


CLASSES = {
    'win32_operatingsystem': ('Win32_OperatingSystem', _operating_system),
    'win32_computersystem': ('Win32_ComputerSystem', _computer_system),
    'win32_process': ('Win32_Process', _processes),
    'win32_userprofile': ('Win32_UserProfile', profiles),
    'win32_service': ('Win32_Service', _services),
    'win32_quickfixengineering': ('Win32_QuickFixEngineering', _fixes),
    'win32_logicaldisk': ('Win32_LogicalDisk', _disks),
    'win32_volume': ('Win32_Volume', _disks),
    'win32_useraccount': ('Win32_UserAccount', _accounts),
    'win32_bios': ('Win32_BIOS', _bios),
    'win32_processor': ('Win32_Processor', _processors),
    'softwarelicensingproduct': ('SoftwareLicensingProduct', _licenses),
    'softwarelicensingservice': ('SoftwareLicensingService', _licenses),
    'win32_networkadapterconfiguration': ('Win32_NetworkAdapterConfiguration', _network),
    'win32_pagefilesetting': ('Win32_PageFileSetting', lambda: []),
    'win32_pagefileusage': ('Win32_PageFileUsage', lambda: []),
    'win32_product': ('Win32_Product', lambda: []),
    'win32_terminalservicesetting': ('Win32_TerminalServiceSetting', lambda: []),
    'win32_tsgeneralsetting': ('Win32_TSGeneralSetting', lambda: []),
    'win32_reliabilityrecords': ('Win32_ReliabilityRecords', lambda: []),
}

"""The folders and files that every Windows has on drive C:."""
import os

from standin.windows import paths, store

FOLDERS = (
    'C/PerfLogs', 'C/Program Files/Common Files', 'C/Program Files (x86)/Common Files',
    'C/Program Files/WindowsPowerShell/Modules', 'C/ProgramData', 'C/Users/Public/Desktop',
    'C/Users/Default', 'C/Windows/Temp', 'C/Windows/Logs/CBS', 'C/Windows/Panther',
    'C/Windows/Setup/Scripts', 'C/Windows/SoftwareDistribution/Download',
    'C/Windows/System32/config/systemprofile/AppData/Local/Temp',
    'C/Windows/System32/config/systemprofile/AppData/Roaming',
    'C/Windows/System32/drivers/etc', 'C/Windows/System32/Sysprep/Panther',
    'C/Windows/System32/Tasks', 'C/Windows/System32/winevt/Logs',
    'C/Windows/System32/WindowsPowerShell/v1.0/Modules', 'C/Windows/SysWOW64',
    'C/Windows/ServiceProfiles',
)
PROGRAMS = (
    'certutil', 'cmd', 'findstr', 'hostname', 'icacls', 'ipconfig', 'logoff', 'msiexec', 'net',
    'netsh', 'ping', 'reg', 'sc', 'schtasks', 'shutdown', 'taskkill', 'tasklist', 'timeout',
    'where', 'whoami', 'winrs', 'xcopy', 'Sysprep/sysprep', 'WindowsPowerShell/v1.0/powershell',
)
# Enough for a Test-Path, a size and a signature; what a program does is in standin.cmdexe.
PLACEHOLDER = b'MZ' + b'\0' * 62


def ensure():
    """Makes what is missing. Costs one look when all is there."""
    root = paths.root()
    mark = os.path.join(store.folder(), 'layout')
    if os.path.exists(mark):
        return
    for folder in FOLDERS:
        os.makedirs(os.path.join(root, folder), exist_ok=True)
    for program in PROGRAMS:
        file = os.path.join(root, 'C/Windows/System32', program + '.exe')
        if not os.path.exists(file):
            with open(file, 'wb') as stream:
                stream.write(PLACEHOLDER)
    hosts = os.path.join(root, 'C/Windows/System32/drivers/etc/hosts')
    if not os.path.exists(hosts):
        with open(hosts, 'w', encoding='ascii', newline='\r\n') as stream:
            stream.write('# localhost name resolution is handled within DNS itself.\n')
    os.makedirs(store.folder(), exist_ok=True)
    with open(mark, 'w', encoding='ascii') as stream:
        stream.write('1\n')

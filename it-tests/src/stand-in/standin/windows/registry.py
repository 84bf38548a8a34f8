"""The registry: a flat table of keys, each with its values, in state/registry.json.

A key is stored under its lower-case path, with the path as it was first written. A value is
[name, type, data]; binary data is a list of numbers.
"""
import os

from standin.windows import store

HIVES = {
    'HKLM': 'HKLM', 'HKEY_LOCAL_MACHINE': 'HKLM',
    'HKCU': 'HKCU', 'HKEY_CURRENT_USER': 'HKCU',
    'HKU': 'HKU', 'HKEY_USERS': 'HKU',
    'HKCR': 'HKLM\\SOFTWARE\\Classes', 'HKEY_CLASSES_ROOT': 'HKLM\\SOFTWARE\\Classes',
    'HKCC': 'HKCC', 'HKEY_CURRENT_CONFIG': 'HKCC',
}
LONG = {'HKLM': 'HKEY_LOCAL_MACHINE', 'HKU': 'HKEY_USERS', 'HKCU': 'HKEY_CURRENT_USER',
        'HKCC': 'HKEY_CURRENT_CONFIG'}

NT = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion'
SETUP_STATE = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Setup\\State'
BOOT_TIME_KEYS = (
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending',
)

_DEFAULTS = {
    'HKLM\\HARDWARE\\DESCRIPTION\\System': {},
    'HKLM\\SAM': {},
    'HKLM\\SECURITY': {},
    'HKLM\\SOFTWARE\\Classes': {},
    'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows': {},
    'HKLM\\SOFTWARE\\Microsoft\\PowerShell\\1\\ShellIds\\Microsoft.PowerShell': {
        'ExecutionPolicy': ('REG_SZ', 'RemoteSigned'),
        'Path': ('REG_SZ', 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'),
    },
    'HKLM\\SOFTWARE\\Microsoft\\PowerShell\\3\\PowerShellEngine': {
        'PowerShellVersion': ('REG_SZ', '5.1.20348.1'),
    },
    'HKLM\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full': {
        'Release': ('REG_DWORD', 528449), 'Version': ('REG_SZ', '4.8.04161'),
        'Install': ('REG_DWORD', 1),
    },
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion': {
        'ProgramFilesDir': ('REG_SZ', 'C:\\Program Files'),
    },
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing': {},
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System': {
        'EnableLUA': ('REG_DWORD', 1), 'ConsentPromptBehaviorAdmin': ('REG_DWORD', 5),
    },
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run': {},
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\RunOnce': {},
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall': {},
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto Update': {},
    SETUP_STATE: {'ImageState': ('REG_SZ', 'IMAGE_STATE_COMPLETE')},
    NT: {
        'ProductName': ('REG_SZ', 'Windows Server 2022 Standard Evaluation'),
        'CurrentBuild': ('REG_SZ', '20348'), 'CurrentBuildNumber': ('REG_SZ', '20348'),
        'CurrentVersion': ('REG_SZ', '6.3'), 'EditionID': ('REG_SZ', 'ServerStandardEval'),
        'InstallationType': ('REG_SZ', 'Server'), 'ReleaseId': ('REG_SZ', '2009'),
        'DisplayVersion': ('REG_SZ', '21H2'), 'UBR': ('REG_DWORD', 587),
        'CurrentMajorVersionNumber': ('REG_DWORD', 10),
        'CurrentMinorVersionNumber': ('REG_DWORD', 0), 'SystemRoot': ('REG_SZ', 'C:\\Windows'),
    },
    NT + '\\Winlogon': {},
    NT + '\\SoftwareProtectionPlatform': {},
    'HKLM\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName': {
        'ComputerName': ('REG_SZ', 'WIN-STANDIN'),
    },
    'HKLM\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ActiveComputerName': {
        'ComputerName': ('REG_SZ', 'WIN-STANDIN'),
    },
    'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Network': {},
    'HKLM\\SYSTEM\\CurrentControlSet\\Control\\ProductOptions': {
        'ProductType': ('REG_SZ', 'ServerNT'),
    },
    'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager': {},
    'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment': {},
    'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server': {
        'fDenyTSConnections': ('REG_DWORD', 1),
    },
    'HKLM\\SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation': {
        'TimeZoneKeyName': ('REG_SZ', 'UTC'),
    },
    'HKLM\\SYSTEM\\CurrentControlSet\\Services': {},
    'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters': {
        'Hostname': ('REG_SZ', 'WIN-STANDIN'),
    },
    'HKLM\\SYSTEM\\Setup': {'SystemSetupInProgress': ('REG_DWORD', 0)},
    'HKLM\\SYSTEM\\Setup\\Status\\SysprepStatus': {
        'CleanupState': ('REG_DWORD', 2), 'GeneralizationState': ('REG_DWORD', 7),
        'SysprepCorrupt': ('REG_DWORD', 0),
    },
    'HKU\\.DEFAULT': {}, 'HKU\\S-1-5-18': {}, 'HKU\\S-1-5-19': {}, 'HKU\\S-1-5-20': {},
}


def _fresh():
    table = {}
    for key, content in _DEFAULTS.items():
        _make(table, normal(key))
        for name, (kind, data) in content.items():
            table[normal(key).lower()]['values'][name.lower()] = [name, kind, data]
    return table


def normal(key):
    """The path with the short name of its hive; HKCU is the account's own part of HKU."""
    key = key.strip('\\').replace('/', '\\')
    hive, _, rest = key.partition('\\')
    short = HIVES.get(hive.rstrip(':').upper())
    if short is None:
        raise KeyError(key)
    if short == 'HKCU':
        from standin.windows import users
        short = 'HKU\\' + users.sid(os.environ.get('STANDIN_USER') or 'Administrator')
    while '\\\\' in rest:
        rest = rest.replace('\\\\', '\\')
    return short + ('\\' + rest if rest else '')


def long_name(key):
    """The path as reg.exe prints it."""
    hive, _, rest = key.partition('\\')
    return LONG.get(hive.upper(), hive) + ('\\' + rest if rest else '')


def _make(table, key):
    parts = key.split('\\')
    for count in range(1, len(parts) + 1):
        path = '\\'.join(parts[:count])
        table.setdefault(path.lower(), {'name': path, 'values': {}})


_cache = [None, None]


def _table():
    try:
        now = os.stat(store.path('registry'))
    except OSError:
        with store.changing('registry', _fresh):
            pass
        now = os.stat(store.path('registry'))
    mark = (now.st_ino, now.st_mtime_ns, now.st_size, store.path('registry'))
    if _cache[0] != mark:
        _cache[:] = [mark, store.read('registry')]
    return _cache[1]


def exists(key):
    """Whether there is such a key."""
    key = normal(key)
    return '\\' not in key or key.lower() in _table()


def name(key):
    """The key's path as it was written when it was made."""
    key = normal(key)
    found = _table().get(key.lower())
    return found['name'] if found else key


def values(key):
    """Names and data of a key's values; empty when there is no such key."""
    return {v[0]: v[2] for v in entries(key)}


def entries(key):
    """[name, type, data] of each value of a key."""
    found = _table().get(normal(key).lower())
    return list(found['values'].values()) if found else []


def value(key, name_):
    """One value's data; KeyError when there is none."""
    return entry(key, name_)[2]


def entry(key, name_):
    """One value as [name, type, data]; KeyError when there is none."""
    return _table()[normal(key).lower()]['values'][name_.lower()]


def children(key):
    """Names of the keys below a key."""
    prefix = normal(key).lower() + '\\'
    found = [k['name'].rpartition('\\')[2] for p, k in _table().items()
             if p.startswith(prefix) and '\\' not in p[len(prefix):]]
    return sorted(found, key=str.lower)


def create(key):
    """Makes a key, and those above it."""
    with store.changing('registry', _fresh) as table:
        _make(table, normal(key))


def set_value(key, name_, data, kind=None):
    """Sets a value, and makes its key when it is missing."""
    with store.changing('registry', _fresh) as table:
        path = normal(key)
        _make(table, path)
        slot = table[path.lower()]['values']
        old = slot.get(name_.lower())
        if kind is None:
            kind = old[1] if old else guess(data)
        slot[name_.lower()] = [old[0] if old else name_, kind, data]


def guess(data):
    """The type for data that came without one."""
    if isinstance(data, bool):
        return 'REG_SZ'
    if isinstance(data, int):
        return 'REG_DWORD' if -2**31 <= data < 2**32 else 'REG_QWORD'
    if isinstance(data, (list, tuple)):
        return 'REG_MULTI_SZ'
    return 'REG_SZ'


def remove_value(key, name_):
    """Removes a value; KeyError when there is none."""
    with store.changing('registry', _fresh) as table:
        del table[normal(key).lower()]['values'][name_.lower()]


def remove(key):
    """Removes a key and all below it; KeyError when there is none."""
    with store.changing('registry', _fresh) as table:
        path = normal(key).lower()
        if path not in table:
            raise KeyError(key)
        for other in [p for p in table if p == path or p.startswith(path + '\\')]:
            del table[other]

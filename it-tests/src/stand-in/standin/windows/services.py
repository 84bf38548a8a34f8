"""Services, in state/services.json."""
from standin.windows import errors, store

RUNNING, STOPPED = 'Running', 'Stopped'

_KNOWN = (
    ('WinRM', 'Windows Remote Management (WS-Management)', RUNNING, 'Automatic'),
    ('wuauserv', 'Windows Update', STOPPED, 'Manual'),
    ('TrustedInstaller', 'Windows Modules Installer', STOPPED, 'Manual'),
    ('BITS', 'Background Intelligent Transfer Service', STOPPED, 'Manual'),
    ('Schedule', 'Task Scheduler', RUNNING, 'Automatic'),
    ('EventLog', 'Windows Event Log', RUNNING, 'Automatic'),
    ('MpsSvc', 'Windows Defender Firewall', RUNNING, 'Automatic'),
    ('WinDefend', 'Microsoft Defender Antivirus Service', RUNNING, 'Automatic'),
    ('Spooler', 'Print Spooler', RUNNING, 'Automatic'),
    ('W32Time', 'Windows Time', RUNNING, 'Manual'),
    ('TermService', 'Remote Desktop Services', RUNNING, 'Manual'),
    ('LanmanServer', 'Server', RUNNING, 'Automatic'),
    ('LanmanWorkstation', 'Workstation', RUNNING, 'Automatic'),
    ('Dhcp', 'DHCP Client', RUNNING, 'Automatic'),
    ('Dnscache', 'DNS Client', RUNNING, 'Automatic'),
    ('RpcSs', 'Remote Procedure Call (RPC)', RUNNING, 'Automatic'),
    ('Winmgmt', 'Windows Management Instrumentation', RUNNING, 'Automatic'),
    ('RemoteRegistry', 'Remote Registry', STOPPED, 'Disabled'),
    ('msiserver', 'Windows Installer', STOPPED, 'Manual'),
    ('sppsvc', 'Software Protection', STOPPED, 'Automatic'),
    ('CryptSvc', 'Cryptographic Services', RUNNING, 'Automatic'),
    ('DiagTrack', 'Connected User Experiences and Telemetry', RUNNING, 'Automatic'),
    ('SysMain', 'SysMain', STOPPED, 'Disabled'),
    ('WSearch', 'Windows Search', STOPPED, 'Disabled'),
    ('UsoSvc', 'Update Orchestrator Service', RUNNING, 'Automatic'),
)


def _fresh():
    return {n: {'display': d, 'status': s, 'start': t, 'path': 'C:\\Windows\\system32\\svchost.exe'}
            for n, d, s, t in _KNOWN}


def table():
    """Every service by its name."""
    value = store.read('services')
    return value if value is not None else _fresh()


def find(name):
    """(true name, properties); WindowsError32 1060 when there is none."""
    for known, service in table().items():
        if name.lower() in (known.lower(), service['display'].lower()):
            return known, service
    raise errors.WindowsError32(1060, name)


def change(name, **properties):
    """Changes a service."""
    known, _ = find(name)
    with store.changing('services', _fresh) as services:
        services[known].update(properties)


def start(name):
    """Starts a service; 1058 when it is disabled."""
    _, service = find(name)
    if service['start'] == 'Disabled':
        raise errors.WindowsError32(1058, name)
    change(name, status=RUNNING)
    _tell_winrm(name, True)


def stop(name):
    """Stops a service."""
    change(name, status=STOPPED)
    _tell_winrm(name, False)


def _tell_winrm(name, running):
    if find(name)[0] == 'WinRM':
        from standin.windows import wsman
        (wsman.service_started if running else wsman.service_stopped)()


def create(name, path, display=None, start_type='Manual'):
    """Makes a service; 1073 when there is one of the name."""
    try:
        find(name)
    except errors.WindowsError32:
        pass
    else:
        raise errors.WindowsError32(1073, name)
    with store.changing('services', _fresh) as services:
        services[name] = {'display': display or name, 'status': STOPPED, 'start': start_type,
                          'path': path}


def remove(name):
    """Removes a service."""
    known, _ = find(name)
    with store.changing('services', _fresh) as services:
        del services[known]


def after_boot():
    """What starts by itself has started."""
    with store.changing('services', _fresh) as services:
        for service in services.values():
            service['status'] = RUNNING if service['start'] == 'Automatic' else STOPPED
    from standin.windows import wsman
    if find('WinRM')[1]['status'] == RUNNING and wsman.state()['listeners']:
        wsman.service_started()

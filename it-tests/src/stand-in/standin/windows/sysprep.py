"""Sysprep: states in the registry, logs, and what becomes of the machine."""
import os
import time

from standin.windows import misbehave, paths, power, registry, store

PANTHER = 'C:\\Windows\\System32\\Sysprep\\Panther'
STATUS = 'HKLM\\SYSTEM\\Setup\\Status\\SysprepStatus'
SETUP = 'HKLM\\SYSTEM\\Setup'
COMPLETE = 'IMAGE_STATE_COMPLETE'
GENERALIZED = 'IMAGE_STATE_GENERALIZE_RESEAL_TO_OOBE'
UNDEPLOYABLE = 'IMAGE_STATE_UNDEPLOYABLE'
LIMIT = 1001


def log(level, text, place='setupact.log'):
    """A line of a log; errors are in both."""
    folder = paths.host(PANTHER)
    os.makedirs(folder, exist_ok=True)
    stamp = time.strftime('%Y-%m-%d %H:%M:%S')
    line = '%s, %-24s SYSPRP %s\r\n' % (stamp, level, text)
    names = {place, 'setupact.log'} | ({'setuperr.log'} if level == 'Error' else set())
    for name in names:
        with open(os.path.join(folder, name), 'a', encoding='utf-8', newline='') as file:
            file.write(line)


def state(value):
    """Writes the state of the image, in both places."""
    registry.set_value(registry.SETUP_STATE, 'ImageState', value, 'REG_SZ')
    folder = paths.host('C:\\Windows\\Setup\\State')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'State.ini'), 'w', encoding='ascii', newline='\r\n') as file:
        file.write('[State]\nImageState=%s\n' % value)


def count():
    """How often this Windows was generalized."""
    return (store.read('sysprep', dict) or {}).get('generalized', 0)


def run(options):
    """Does what sysprep.exe was told by its options, all in lower case; gives the exit code."""
    for name in ('setuperr.log', 'setupact.log'):
        file = os.path.join(paths.host(PANTHER), name)
        if os.path.exists(file):
            os.remove(file)
    log('Info', '========================================================')
    log('Info', '===          Beginning of a new sysprep run          ===')
    log('Info', '========================================================')
    log('Info', 'The time is now %s' % time.strftime('%Y-%m-%d %H:%M:%S'))
    log('Info', 'Initialized SysPrep log at %s' % PANTHER)
    log('Info', 'ValidatePrivileges:User has required privileges to sysprep machine')
    if 'generalize' in options:
        code = _generalize(options)
        if code is not None:
            return code
    else:
        state('IMAGE_STATE_SPECIALIZE_RESEAL_TO_OOBE')
    for option, kind in (('shutdown', 'shutdown'), ('reboot', 'restart')):
        if option in options:
            log('Info', 'SysprepSession: about to %s' % option)
            power.schedule(kind, 0)
            return 0
    if 'quit' not in options and 'quiet' not in options:
        # Its window stays open: shut down is what it offers first.
        power.schedule('shutdown', 0)
    return 0


def _generalize(options):
    told = misbehave.told()
    seconds = float(told.get('sysprepSeconds', 3))
    if count() >= LIMIT:
        # SL_REMAINING_REARM: the licence cannot be reset any more.
        log('Error', 'RunExternalDlls:An error occurred while running registry sysprep DLLs, '
                     'halting sysprep execution. dwRet = 0xc004d307')
        log('Error', 'SysprepSession::Execute: Error in executing action for '
                     'Microsoft-Windows-Security-SPP; dwRet = 0xc004d307')
        log('Error', 'WinMain:Hit failure while processing sysprep generalize providers; '
                     'hr = 0x8007d307')
        return 1
    state(UNDEPLOYABLE)
    log('Info', 'SysprepSession::Execute: Beginning action execution from '
                'C:\\Windows\\System32\\Sysprep\\ActionFiles\\Generalize.xml')
    time.sleep(seconds)
    if told.get('sysprepStuck'):
        while True:
            time.sleep(3600)
    if told.get('sysprepUndeployable'):
        log('Error', "Package Microsoft.Example_1.0.0.0_x64__8wekyb3d8bbwe was installed for a "
                     'user, but not provisioned for all users. This package will not function '
                     'properly in the sysprep image.')
        log('Error', 'Failed to remove apps for the current user: 0x80073cf2.')
        log('Error', 'Exit code of RemoveAllApps thread was 0x3cf2.')
        log('Error', 'SysprepSession::Validate: Error in validating actions from '
                     'C:\\Windows\\System32\\Sysprep\\ActionFiles\\Generalize.xml; '
                     'dwRet = 0x3cf2')
        log('Error', 'SysprepSession::Execute: Error in executing action; dwRet = 0x3cf2')
        return 1
    with store.changing('sysprep', dict) as kept:
        kept['generalized'] = kept.get('generalized', 0) + 1
    _forget_machine()
    registry.set_value(STATUS, 'GeneralizationState', 7, 'REG_DWORD')
    registry.set_value(STATUS, 'CleanupState', 2, 'REG_DWORD')
    registry.set_value(SETUP, 'OOBEInProgress', 1, 'REG_DWORD')
    registry.set_value(SETUP, 'SystemSetupInProgress', 1, 'REG_DWORD')
    log('Info', 'SysprepSession::CreateTagFile: Successfully created tag file')
    if not told.get('sysprepNoState'):
        # The state comes a moment after sysprep.exe has ended in some Windows, before in most.
        state(GENERALIZED)
    return None


def _forget_machine():
    """What belongs to this machine alone. Local accounts stay, as they do in Windows."""
    folder = paths.host(PANTHER)
    with open(os.path.join(os.path.dirname(folder), 'Sysprep_succeeded.tag'), 'w',
              encoding='ascii'):
        pass
    store.remove('network')
    for name in ('PendingFileRenameOperations',):
        try:
            registry.remove_value('HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager', name)
        except KeyError:
            pass

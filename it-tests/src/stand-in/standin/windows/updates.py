"""The update service: what state/updates.json scripts, and what has become of it.

updates.json: {"updates": [{"id", "title", "size", "kb", "eula", "asks", "restart", "after",
"important", "browseOnly", "seconds", "driver"}...], "busy": N, "searchFails": N}. `after` names
updates that must be installed, and the machine restarted, before this one is offered. `busy` counts
down: so many installations find another one running.
"""
import time

from standin.windows import misbehave, registry, store

BUSY = -2145124330  # 0x80240016
ACCESS_DENIED = -2147024891
INSTALL_FAILED = -2145124318  # 0x80240022
PENDING = ('HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\'
           'RebootPending')
AUTO_PENDING = ('HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\'
                'Auto Update\\RebootRequired')

_DEFAULT = {'updates': [
    {'id': '6f1a2c30-0001-4000-8000-000000000001', 'kb': '5022842', 'size': 52428800,
     'title': '2023-02 Cumulative Update for Microsoft server operating system (KB5022842)',
     'restart': True},
    {'id': '6f1a2c30-0002-4000-8000-000000000002', 'kb': '890830', 'size': 41943040, 'eula': True,
     'title': 'Windows Malicious Software Removal Tool x64 - v5.110 (KB890830)'},
    {'id': '6f1a2c30-0003-4000-8000-000000000003', 'kb': '5023705', 'size': 104857600,
     'title': '2023-03 Cumulative Update for Microsoft server operating system (KB5023705)',
     'after': ['6f1a2c30-0001-4000-8000-000000000001'], 'restart': True},
    {'id': '6f1a2c30-0004-4000-8000-000000000004', 'kb': '4023307', 'size': 1048576, 'asks': True,
     'title': 'Silverlight (KB4023307)'},
]}


def script():
    """The scripted updates."""
    return store.read('updates', _DEFAULT) or _DEFAULT


def _progress():
    return store.read('update-progress', dict) or {}


def restart_required():
    """Whether one that was installed waits for a restart."""
    return bool(_progress().get('pending')) or registry.exists(PENDING)


def offered():
    """The updates that a search can find now."""
    done = _progress()
    installed = set(done.get('installed', []))
    finished = set(done.get('finished', []))
    return [u for u in script()['updates']
            if u['id'] not in installed and set(u.get('after', [])) <= finished]


def installed():
    """The updates that are installed."""
    done = set(_progress().get('installed', []))
    return [u for u in script()['updates'] if u['id'] in done]


def downloaded(identity):
    """Whether an update was downloaded."""
    return identity in _progress().get('downloaded', [])


def never_installs(update):
    """Whether an update was told to fail for ever."""
    told = [str(k).upper() for k in misbehave.on('updateNeverInstalls') or []]
    kb = str(update.get('kb', ''))
    return update.get('fails') or any(t in (kb, 'KB' + kb, update['id'].upper()) for t in told)


def download(identity):
    """Downloads an update."""
    with store.changing('update-progress', dict) as done:
        if identity not in done.setdefault('downloaded', []):
            done['downloaded'].append(identity)


def take_busy():
    """Whether another installation runs; counts down."""
    import fcntl
    import os
    os.makedirs(store.folder(), exist_ok=True)
    with open(os.path.join(store.folder(), '.busy.lock'), 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = misbehave.on('updateBusy')
        busy = told if told is not None else script().get('busy', 0)
        used = store.read('update-busy', 0) or 0
        if used < int(busy):
            store.write('update-busy', used + 1)
            return True
    return False


def install(update):
    """Installs an update: (result code 2 or 4, HRESULT, whether it needs a restart)."""
    time.sleep(float(update.get('seconds', 0.05)))
    if never_installs(update):
        return 4, INSTALL_FAILED, False
    restart = bool(update.get('restart'))
    with store.changing('update-progress', dict) as done:
        done.setdefault('installed', []).append(update['id'])
        if restart:
            done.setdefault('pending', []).append(update['id'])
        else:
            done.setdefault('finished', []).append(update['id'])
    if restart:
        registry.create(PENDING)
        registry.create(AUTO_PENDING)
    return 2, 0, restart


def after_boot():
    """A restart finishes what waited for it."""
    with store.changing('update-progress', dict) as done:
        done['finished'] = done.get('finished', []) + done.pop('pending', [])
    for key in (PENDING, AUTO_PENDING):
        try:
            registry.remove(key)
        except KeyError:
            pass

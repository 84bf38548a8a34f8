"""Shutting down and starting up.

`schedule` writes state/reboot.json: {"at": seconds since the epoch, "kind": "restart"|"shutdown"}.
Whoever runs the machine (the WS-Management server, or the guest's watcher) brings it down at that
time and calls `booted` when it is up again.
"""
import os
import time

from standin.windows import errors, store


def pending():
    """What is written about a shutdown to come, None when there is none."""
    value = store.read('reboot')
    return value if isinstance(value, dict) and 'at' in value else None


def going_down():
    """Whether the machine is past the time of its shutdown."""
    value = pending()
    return bool(value) and value['at'] <= time.time()


def schedule(kind, seconds, comment=''):
    """Plans a shutdown; WindowsError32 1115 or 1190 when there is one."""
    import fcntl
    os.makedirs(store.folder(), exist_ok=True)
    with open(os.path.join(store.folder(), '.reboot.lock'), 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if going_down():
            raise errors.WindowsError32(errors.SHUTDOWN_IN_PROGRESS)
        if pending():
            raise errors.WindowsError32(errors.SHUTDOWN_IS_SCHEDULED)
        store.write('reboot', {'at': time.time() + seconds, 'kind': kind, 'comment': comment})


def abort():
    """Takes back a planned shutdown; WindowsError32 1115 or 1116 when it cannot."""
    if going_down():
        raise errors.WindowsError32(errors.SHUTDOWN_IN_PROGRESS)
    if not pending():
        raise errors.WindowsError32(errors.NO_SHUTDOWN_IN_PROGRESS)
    store.remove('reboot')


def boot_time():
    """When the machine started, in seconds since the epoch."""
    value = store.read('boot')
    if value:
        return value['time']
    with open('/proc/stat', encoding='ascii') as file:
        for line in file:
            if line.startswith('btime'):
                return int(line.split()[1])
    return 0


def booted(at=None):
    """The machine is up: ends what was left of the old run, and finishes what waited for this."""
    from standin.windows import processes, services, tasks, updates
    processes.kill_all()
    store.write('boot', {'time': time.time() if at is None else at})
    store.remove('reboot')
    services.after_boot()
    tasks.after_boot()
    updates.after_boot()

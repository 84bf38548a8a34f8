"""Processes of the emulated Windows: forks of this program, noted in state/run.

A fork is cheap where a new Python is not, and it hands on the session as it is. An exit code of
Windows has 32 bits and one of POSIX 8, so the child sends its own through a pipe.
"""
import os
import signal
import time

from standin.windows import store

# The process of services, which starts what outlives its caller.
SERVICES = 812
FIXED = (('System Idle Process', 0), ('System', 4), ('smss.exe', 388), ('csrss.exe', 496),
         ('wininit.exe', 568), ('services.exe', 640), ('lsass.exe', 660), ('svchost.exe', 812),
         ('explorer.exe', 1704))


def _folder():
    return os.path.join(store.folder(), 'run')


def _started(pid):
    """The kernel's start time of a process, so that a number used again is not mistaken."""
    try:
        with open('/proc/%d/stat' % pid, encoding='utf-8', errors='replace') as file:
            fields = file.read().rpartition(')')[2].split()
    except OSError:
        return None
    return None if fields[0] == 'Z' else fields[19]


def note(name, command='', user='', pid=None, remote=False, parent=None):
    """Puts a process into the list. A remote one belongs to a shell of WinRM."""
    import json
    pid = pid or os.getpid()
    os.makedirs(_folder(), exist_ok=True)
    target = os.path.join(_folder(), str(pid))
    aside = '%s.%d.tmp' % (target, os.getpid())
    with open(aside, 'w', encoding='utf-8') as file:
        json.dump({'pid': pid, 'parent': parent or os.getppid(), 'name': name, 'command': command,
                   'user': user, 'remote': remote, 'started': _started(pid)}, file)
    os.replace(aside, target)


def forget(pid=None):
    """Takes a process out of the list."""
    try:
        os.remove(os.path.join(_folder(), str(pid or os.getpid())))
    except OSError:
        pass


def running():
    """The processes that are alive."""
    import json
    found = []
    try:
        names = os.listdir(_folder())
    except OSError:
        return found
    for name in names:
        if not name.isdigit():
            continue
        try:
            with open(os.path.join(_folder(), name), encoding='utf-8') as file:
                entry = json.load(file)
        except (OSError, ValueError):
            continue
        if entry['started'] is not None and _started(entry['pid']) == entry['started']:
            found.append(entry)
        else:
            forget(entry['pid'])
    return sorted(found, key=lambda e: e['pid'])


def every():
    """The processes that run, and those that a Windows has besides."""
    from standin.windows import misbehave, power
    listed = [{'name': n, 'pid': p, 'parent': 0, 'command': '', 'user': 'SYSTEM', 'started': None}
              for n, p in FIXED]
    mine = running()
    shells = [e for e in mine if e.get('remote')]
    if shells:
        listed.append({'name': 'winrshost.exe', 'pid': shells[0]['parent'], 'parent': 640,
                       'command': '', 'user': shells[0]['user'], 'started': None})
    busy = misbehave.on('tiWorkerSeconds')
    if busy and time.time() < power.boot_time() + busy:
        listed.append({'name': 'TiWorker.exe', 'pid': 2204, 'parent': 812, 'command': '',
                       'user': 'SYSTEM', 'started': None})
    return listed + mine


def start_time(entry):
    """When a process started, in seconds since the epoch."""
    from standin.windows import power
    if not entry.get('started'):
        return power.boot_time()
    with open('/proc/stat', encoding='ascii') as file:
        booted = next(int(l.split()[1]) for l in file if l.startswith('btime'))
    return booted + int(entry['started']) / os.sysconf('SC_CLK_TCK')


def kill(pid):
    """Ends one process of the list; KeyError when it is not there."""
    if not any(entry['pid'] == pid for entry in running()):
        raise KeyError(pid)
    os.kill(pid, signal.SIGKILL)
    forget(pid)


def kill_all():
    """Ends every process of the list but this one and those above it."""
    above = set()
    pid = os.getpid()
    while pid > 1:
        above.add(pid)
        try:
            with open('/proc/%d/stat' % pid, encoding='utf-8', errors='replace') as file:
                pid = int(file.read().rpartition(')')[2].split()[1])
        except OSError:
            break
    for entry in running():
        if entry['pid'] not in above:
            try:
                kill(entry['pid'])
            except (KeyError, ProcessLookupError):
                pass


class Child:
    """A fork that runs a function, which returns the exit code."""

    def __init__(self, function, name, command='', user='', stdin=None, stdout=None, stderr=None,
                 detached=False, before=None):
        read, write = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            self._in_child(function, name, command, user, stdin, stdout, stderr, detached, write,
                           before)
        os.close(write)
        self._codes = read
        self.code = None

    @staticmethod
    def _in_child(function, name, command, user, stdin, stdout, stderr, detached, codes, before):
        code = 1
        try:
            if detached:
                os.setsid()
            signal.signal(signal.SIGPIPE, signal.SIG_IGN)
            for number, stream in enumerate((stdin, stdout, stderr)):
                if stream is not None:
                    os.dup2(stream, number)
            if before:
                before()
            note(name, command, user)
            code = function()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:  # pylint: disable=broad-except
            import traceback
            traceback.print_exc()
        finally:
            forget()
            try:
                os.write(codes, str(code or 0).encode('ascii'))
            except OSError:
                pass
            os._exit((code or 0) & 0xFF)

    def poll(self):
        """The exit code, or None while it runs."""
        if self.code is None:
            try:
                done, _ = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                done = self.pid
            if done:
                self._finish()
        return self.code

    def wait(self):
        """Waits for the end; gives the exit code, 1 for one that was killed."""
        if self.code is None:
            try:
                os.waitpid(self.pid, 0)
            except ChildProcessError:
                pass
            self._finish()
        return self.code

    def _finish(self):
        # A grandchild may hold the pipe open for long: what there is now is all.
        os.set_blocking(self._codes, False)
        try:
            text = os.read(self._codes, 32)
        except BlockingIOError:
            text = b''
        os.close(self._codes)
        self.code = int(text) if text else 1
        forget(self.pid)


def detach(function, name, command='', user=''):
    """Runs a function in a process that outlives this one and its group; gives its number."""
    read, write = os.pipe()
    middle = os.fork()
    if middle == 0:
        try:
            os.setsid()
            null = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1, 2):
                os.dup2(null, number)
            _close_others(write)
            pid = os.fork()
            if pid == 0:
                os.close(write)
                Child._in_child(function, name, command, user, None, None, None, False, null, None)
            os.write(write, str(pid).encode('ascii'))
        finally:
            os._exit(0)
    os.close(write)
    os.waitpid(middle, 0)
    text = os.read(read, 32)
    os.close(read)
    # Whoever looks for it now must find it, though it may not have come to this line itself.
    note(name, command, user, int(text), parent=SERVICES)
    return int(text)


def _close_others(keep):
    """Streams of a caller that waits for their end must not stay open in a detached process."""
    for name in os.listdir('/proc/self/fd'):
        number = int(name)
        if number > 2 and number != keep:
            try:
                os.close(number)
            except OSError:
                pass

"""Scheduled tasks, in state/tasks.json. One that runs is a process of its own, which outlives
whoever started it; only its result is written here."""
import os
import signal
import sys
import time

from standin.windows import store

READY, RUNNING, QUEUED, DISABLED = 3, 4, 2, 1
HAS_NOT_RUN, IS_RUNNING, TERMINATED = 267011, 267009, 267014
LOGON_PASSWORD, LOGON_SERVICE = 1, 5


class TaskError(Exception):
    """An HRESULT of the Task Scheduler."""

    def __init__(self, hresult, message):
        super().__init__(message)
        self.hresult = hresult


def table():
    """Every task by its path."""
    return store.read('tasks', {}) or {}


def _path(path):
    path = '\\' + path.strip('\\')
    return path


def find(path):
    """(true path, task); TaskError 0x80070002 when there is none."""
    wanted = _path(path).lower()
    for known, task in table().items():
        if known.lower() == wanted:
            return known, _current(known, task)
    raise TaskError(-2147024894, 'The system cannot find the file specified. (Exception from '
                                 'HRESULT: 0x80070002)')


def _alive(task):
    from standin.windows import processes
    runner = task.get('runner')
    return bool(runner) and processes._started(runner['pid']) == runner['started']


def _current(known, task):
    """A task whose runner died without a word is not running."""
    if task['state'] == RUNNING and not _alive(task) and time.time() > task.get('since', 0) + 30:
        with store.changing('tasks', dict) as tasks:
            task = tasks[known]
            if task['state'] == RUNNING and not _alive(task):
                task.update(state=READY, result=1)
    return task


def register(path, definition, user, password=None, logon=None, update=True):
    """Makes or replaces a task. The password is checked as Windows does, and not kept."""
    from standin.windows import users
    name = _path(path)
    system = user.rpartition('\\')[2].upper() in ('SYSTEM', 'LOCALSYSTEM', 'S-1-5-18')
    if not system:
        if not users.exists(user):
            raise TaskError(-2147023564, 'No mapping between account names and security IDs was '
                                         'done. (Exception from HRESULT: 0x80070534)')
        if logon == LOGON_PASSWORD and not users.check(user, password or ''):
            raise TaskError(-2147023570, 'The user name or password is incorrect. (Exception from '
                                         'HRESULT: 0x8007052E)')
    with store.changing('tasks', dict) as tasks:
        existing = next((k for k in tasks if k.lower() == name.lower()), None)
        if existing and not update:
            raise TaskError(-2147024713, 'Cannot create a file when that file already exists. '
                                         '(Exception from HRESULT: 0x800700B7)')
        old = tasks.pop(existing) if existing else {}
        tasks[name] = {
            'definition': definition, 'user': 'SYSTEM' if system else user.rpartition('\\')[2],
            'logon': logon, 'state': READY if definition.get('enabled', True) else DISABLED,
            'result': old.get('result', HAS_NOT_RUN), 'lastRun': old.get('lastRun'), 'runner': None}
    return name


def remove(path):
    """Forgets a task; what it started goes on."""
    known, _ = find(path)
    with store.changing('tasks', dict) as tasks:
        tasks.pop(known, None)


def set_enabled(path, enabled):
    """Enables or disables a task."""
    known, _ = find(path)
    with store.changing('tasks', dict) as tasks:
        tasks[known]['state'] = READY if enabled else DISABLED
        tasks[known]['definition']['enabled'] = enabled


def run(path):
    """Starts a task. It stays queued for ever when batteries keep it from starting."""
    from standin.windows import misbehave, processes
    known, task = find(path)
    if task['state'] == DISABLED:
        raise TaskError(-2147216602, 'The task is disabled. (Exception from HRESULT: 0x80041326)')
    if task['state'] == RUNNING:
        return
    if task['definition'].get('noBatteries', True) and misbehave.on('onBatteries'):
        with store.changing('tasks', dict) as tasks:
            tasks[known]['state'] = QUEUED
        return
    with store.changing('tasks', dict) as tasks:
        # A moment passes before it runs; until then it is queued, with its old result.
        tasks[known].update(state=RUNNING, result=IS_RUNNING, since=time.time(),
                            lastRun=time.time(), runner=None)
    pid = processes.detach(lambda: _become(known, task), 'taskhostw.exe', known, 'SYSTEM')
    with store.changing('tasks', dict) as tasks:
        if known in tasks and tasks[known]['state'] == RUNNING:
            tasks[known]['runner'] = {'pid': pid, 'started': processes._started(pid)}


def _become(known, task):
    """A new program, so that nothing of the caller's is left in it."""
    env = dict(os.environ)
    for name in ('STANDIN_EXITCODE', 'STANDIN_ENVIRONMENT', 'STANDIN_CWD', 'STANDIN_CODEPAGE',
                 'STANDIN_JOB', 'STANDIN_COMMAND', 'STANDIN_SKIP_CMD_SHELL'):
        env.pop(name, None)
    elevated = task['definition'].get('highest') or task['user'] == 'SYSTEM'
    env.update(STANDIN_USER=task['user'], STANDIN_REMOTE='0',
               STANDIN_ELEVATED='1' if elevated else '0')
    env['PYTHONPATH'] = os.pathsep.join(p for p in [os.path.dirname(os.path.dirname(os.path.dirname(
        os.path.abspath(__file__)))), env.get('PYTHONPATH')] if p)
    os.execve(sys.executable, [sys.executable, '-m', 'standin.windows.taskrunner', known], env)


def finished(known, result):
    """What the runner says in the end."""
    with store.changing('tasks', dict) as tasks:
        if known in tasks and tasks[known]['state'] == RUNNING:
            signed = result & 0xFFFFFFFF
            tasks[known].update(state=READY, result=signed - 2**32 if signed >= 2**31 else signed,
                                runner=None)


def stop(path):
    """Ends a running task with all that is in its process group."""
    known, task = find(path)
    if task['state'] == QUEUED:
        with store.changing('tasks', dict) as tasks:
            tasks[known]['state'] = READY
        return
    if task['state'] != RUNNING:
        return
    runner = task.get('runner')
    with store.changing('tasks', dict) as tasks:
        tasks[known].update(state=READY, result=TERMINATED, runner=None)
    if runner and _alive(task):
        try:
            os.killpg(os.getpgid(runner['pid']), signal.SIGKILL)
        except ProcessLookupError:
            pass


def after_boot():
    """Nothing runs after a start; those that should at start-up, do."""
    starting = []
    with store.changing('tasks', dict) as tasks:
        for known, task in tasks.items():
            if task['state'] in (RUNNING, QUEUED):
                task.update(state=READY, result=TERMINATED, runner=None)
            if 'boot' in task['definition'].get('triggers', []) and task['state'] == READY:
                starting.append(known)
    for known in starting:
        run(known)

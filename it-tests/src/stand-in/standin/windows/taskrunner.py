"""python3 -m standin.windows.taskrunner PATH: runs the actions of a scheduled task."""
import os
import sys
import time


def main(known):
    """Runs the actions; the last one's exit code is the task's result."""
    from standin.windows import layout, misbehave, processes, session, tasks, users
    layout.ensure()
    _, task = tasks.find(known)
    here = session.Session()
    if not here.is_system:
        users.make_profile(here.user)
        here.cwd = 'C:\\Windows\\system32'
    if misbehave.on('taskNeverEnds'):
        while True:
            time.sleep(3600)
    limit = task['definition'].get('limit')
    result = 0
    for action in task['definition'].get('actions', []):
        result = _run(here, action, limit)
    tasks.finished(known, result)
    processes.forget()


def _run(here, action, limit):
    from standin.powershell import native
    from standin.windows import processes
    program = _expanded(here, action['path'].strip('"'))
    arguments = _expanded(here, action.get('arguments') or '')
    if action.get('directory'):
        here.cwd = _expanded(here, action['directory'])
    found = native.resolve(here, program)
    if found is None:
        return -2147024894
    child = native.start(here, found, program, arguments)
    end = time.monotonic() + limit if limit else None
    while child.poll() is None:
        if end and time.monotonic() > end:
            try:
                processes.kill(child.pid)
            except KeyError:
                pass
            return 267014
        time.sleep(0.02)
    return child.code


def _expanded(here, text):
    import re
    return re.sub('%([^%]+)%', lambda m: here.env.get(m.group(1), m.group()), text)


if __name__ == '__main__':
    try:
        main(sys.argv[1])
    finally:
        sys.stdout.flush()
    os._exit(0)

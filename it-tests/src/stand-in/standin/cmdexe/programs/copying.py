"""xcopy.exe and robocopy.exe."""
import os
import shutil

from standin.windows import paths


def xcopy(session, arguments, raw):
    """xcopy SOURCE TARGET [/s] [/e] [/y] [/i]."""
    options = [a.lower() for a in arguments if a.startswith('/')]
    names = [a for a in arguments if not a.startswith('/')]
    sources = paths.glob(names[0], session.cwd)
    target = paths.host(names[1] if len(names) > 1 else '.', session.cwd)
    if not sources:
        session.err('File not found - %s\n' % names[0].rpartition('\\')[2])
        session.out('0 File(s) copied\n')
        return 4
    count = 0
    for source in sources:
        here = paths.host(source)
        if os.path.isdir(here):
            count += _tree(here, target, '/s' in options or '/e' in options)
        else:
            if '/i' in options or os.path.isdir(target):
                os.makedirs(target, exist_ok=True)
            shutil.copy(here, target)
            count += 1
    session.out('%d File(s) copied\n' % count)
    return 0


def _tree(source, target, deep):
    count = 0
    for here, folders, files in os.walk(source):
        where = os.path.join(target, os.path.relpath(here, source))
        os.makedirs(where, exist_ok=True)
        for name in files:
            shutil.copy(os.path.join(here, name), where)
            count += 1
        if not deep:
            folders.clear()
    return count


def robocopy(session, arguments, raw):
    """robocopy SOURCE TARGET [/e] [/mir]: 1 when files were copied, 16 when it cannot."""
    names = [a for a in arguments if not a.startswith('/')]
    source = paths.host(names[0], session.cwd)
    if not os.path.isdir(source):
        session.out('ERROR 2 (0x00000002) Accessing Source Directory %s\n'
                    'The system cannot find the file specified.\n' % names[0])
        return 16
    options = [a.lower() for a in arguments]
    count = _tree(source, paths.host(names[1], session.cwd),
                  any(o in options for o in ('/e', '/s', '/mir')))
    return 1 if count else 0

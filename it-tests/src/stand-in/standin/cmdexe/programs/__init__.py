"""Programs that a command line can start: where they are found, and what runs in their place."""
import os

from standin.windows import paths

# Name: module and function; those marked run as a process of their own, to be seen and ended.
TABLE = {
    'powershell': ('powershell', 'run', True),
    'cmd': ('command', 'run', True),
    'ping': ('waiting', 'ping', True),
    'timeout': ('waiting', 'timeout', True),
    'choice': ('waiting', 'choice', False),
    'shutdown': ('power', 'shutdown', False),
    'logoff': ('power', 'logoff', False),
    'sysprep': ('sysprep', 'run', True),
    'taskkill': ('process', 'taskkill', False),
    'tasklist': ('process', 'tasklist', False),
    'reg': ('reg', 'run', False),
    'net': ('net', 'run', False),
    'net1': ('net', 'run', False),
    'sc': ('services', 'sc', False),
    'schtasks': ('schtasks', 'run', False),
    'certutil': ('certutil', 'run', False),
    'hostname': ('simple', 'hostname', False),
    'whoami': ('simple', 'whoami', False),
    'chcp': ('simple', 'chcp', False),
    'more': ('text', 'more', False),
    'find': ('text', 'find', False),
    'findstr': ('text', 'findstr', False),
    'sort': ('text', 'sort', False),
    'where': ('simple', 'where', False),
    'systeminfo': ('simple', 'systeminfo', False),
    'ipconfig': ('simple', 'ipconfig', False),
    'icacls': ('simple', 'icacls', False),
    'attrib': ('simple', 'attrib', False),
    'xcopy': ('copying', 'xcopy', False),
    'robocopy': ('copying', 'robocopy', False),
    'wevtutil': ('simple', 'succeed', False),
    'powercfg': ('simple', 'succeed', False),
    'netsh': ('simple', 'netsh', False),
    'tzutil': ('simple', 'tzutil', False),
    'bcdedit': ('simple', 'succeed', False),
    'setx': ('simple', 'setx', False),
    'fsutil': ('simple', 'succeed', False),
    'takeown': ('simple', 'succeed', False),
    'dism': ('simple', 'dism', False),
    'msiexec': ('simple', 'msiexec', False),
    'winrm': ('simple', 'succeed', False),
    'gpupdate': ('simple', 'succeed', False),
    'usoclient': ('simple', 'succeed', False),
    'slmgr': ('simple', 'succeed', False),
}


def not_recognized(shell, name):
    """The words for a name that nothing answers to."""
    from standin.cmdexe.shell import NOT_RECOGNIZED
    shell.unknown = True
    shell.session.err("'%s' is not recognized as an internal or external command,\n"
                      'operable program or batch file.\n' % name)
    return NOT_RECOGNIZED


def known(name):
    """The table's entry for a program's name or path, None when it stands for none of ours."""
    short = name.replace('/', '\\').rpartition('\\')[2].lower()
    if short.endswith('.exe') or short.endswith('.com'):
        short = short[:-4]
    return TABLE.get(short)


def locate(session, name):
    """The Windows path of a program or batch file, None when there is none."""
    extensions = [e for e in session.env.get('PATHEXT', '.EXE').split(';') if e]
    has_folder = '\\' in name or '/' in name or ':' in name
    folders = [''] if has_folder else [session.cwd] + [
        f.strip('"') for f in session.env.get('Path', '').split(';') if f]
    for folder in folders:
        base = folder.rstrip('\\') + '\\' + name if folder else name
        tries = [base + e for e in extensions]
        if '.' in name.rpartition('\\')[2]:
            tries.insert(0, base)
        for candidate in tries:
            if os.path.isfile(paths.host(candidate, session.cwd)):
                return paths.true_case(candidate, session.cwd)
    return None


def run(shell, name, rest, called=False):
    """Runs a program or batch file by its name; gives the exit code."""
    entry = known(name)
    path = locate(shell.session, name)
    if path and path.lower().endswith(('.cmd', '.bat')):
        from standin.cmdexe import batch
        inside = shell.batch is not None
        code = batch.run_file(shell, path, name, rest)
        if inside and not called:
            # A batch file that starts another without `call` does not come back.
            from standin.cmdexe.shell import ExitBatch
            raise ExitBatch(code)
        return code
    if entry is None or (path is None and _has_folder(name)):
        if path is None:
            if _has_folder(name) and not os.path.isdir(
                    os.path.dirname(paths.host(name, shell.session.cwd))):
                shell.session.err('The system cannot find the path specified.\n')
                return 1
            return not_recognized(shell, name)
        return _foreign(shell, path, rest)
    return run_program(shell.session, name, rest, entry)


def _has_folder(name):
    return '\\' in name or '/' in name


def run_program(session, name, rest, entry=None, **streams):
    """Runs a program of the table to its end."""
    entry = entry or known(name)
    if not entry[2] and not streams:
        return call(session, entry, rest)
    return start(session, name, rest, entry, **streams).wait()


def start(session, name, rest, entry=None, **streams):
    """Starts a program of the table as a process."""
    from standin.windows import processes
    entry = entry or known(name)
    short = name.replace('/', '\\').rpartition('\\')[2].lower()
    short = short if '.' in short else short + '.exe'
    return processes.Child(lambda: call(session, entry, rest), short,
                           (name + ' ' + rest.strip()).strip(), session.user, **streams)


def call(session, entry, rest):
    """Runs a program of the table in this process."""
    import importlib
    from standin.cmdexe import words
    module = importlib.import_module('standin.cmdexe.programs.' + entry[0])
    function = getattr(module, entry[1])
    return function(session, words.argv(rest), rest)


def _foreign(shell, path, rest):
    """A file that somebody put there: scripts run, anything else is no program of Windows here."""
    lower = path.lower()
    if lower.endswith('.ps1'):
        return 0  # opens in an editor
    if not lower.endswith(('.exe', '.com')):
        shell.session.err('Access is denied.\n')
        return 1
    with open(paths.host(path), 'rb') as file:
        head = file.read(2)
    if head == b'MZ':
        return 0
    shell.session.err('This version of %s is not compatible with the version of Windows you\'re '
                      'running. Check your computer\'s system information and then contact the '
                      'software publisher.\n' % path)
    return 216

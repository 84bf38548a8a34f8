"""Commands that cmd.exe does itself: the shell's own state, and output.

Each takes the shell and the rest of the line; None leaves the error level as it is.
"""
import os

from standin.cmdexe import words
from standin.windows import paths


def find(name, rest=''):
    """The function of a built-in command."""
    own = COMMANDS.get(name)
    if own:
        return own
    if name in FILE_COMMANDS:
        from standin.cmdexe import files
        return getattr(files, FILE_COMMANDS[name])
    if len(name) == 1 and name.isalpha() and rest.strip() == ':':
        return lambda shell, rest: _drive(shell, name, rest)
    return None


def _drive(shell, letter, rest):
    if not paths.has_drive(letter + ':\\'):
        shell.session.err('The system cannot find the drive specified.\n')
        return 1
    shell.session.cwd = letter.upper() + ':\\'
    return None


def echo(shell, rest):
    """echo TEXT, echo on|off, echo."""
    if rest and rest[0] in '.:+=,;[(/\\':
        shell.session.out(rest[1:] + '\n')
        return None
    text = rest[1:] if rest else ''
    if not text.strip():
        shell.session.out('ECHO is %s.\n' % ('on' if shell.echo else 'off'))
    elif text.strip().lower() in ('on', 'off'):
        shell.echo = text.strip().lower() == 'on'
    else:
        shell.session.out(text + '\n')
    return None


def set_(shell, rest):
    """set, set PREFIX, set NAME=VALUE, set /a EXPRESSION."""
    rest = rest.strip()
    if rest[:2].lower() == '/a':
        from standin.cmdexe import arithmetic
        return arithmetic.assign(shell, rest[2:].strip().strip('"'))
    if rest[:2].lower() == '/p':
        name, _, prompt = rest[2:].strip().strip('"').partition('=')
        shell.session.out(prompt)
        line = _read_line()
        if not line:
            return 1
        shell.session.env[name] = line.rstrip('\r\n')
        return None
    if rest.startswith('"'):
        end = rest.rfind('"')
        rest = rest[1:end] if end > 0 else rest[1:]
    name, equals, value = rest.partition('=')
    if equals:
        if value:
            shell.session.env[name] = value
        else:
            shell.session.env.pop(name, None)
        return None
    found = [n for n in sorted(shell.session.env, key=str.lower)
             if n.lower().startswith(name.lower())]
    for name_ in found:
        shell.session.out('%s=%s\n' % (name_, shell.session.env[name_]))
    if not found:
        shell.session.err('Environment variable %s not defined\n' % name)
        return 1
    return None


def _read_line():
    data = b''
    while not data.endswith(b'\n'):
        piece = os.read(0, 1)
        if not piece:
            break
        data += piece
    return data.decode('utf-8', 'replace')


def cd(shell, rest):
    """cd, cd /d PATH."""
    rest = rest.strip()
    change_drive = rest[:2].lower() == '/d'
    if change_drive:
        rest = rest[2:].strip()
    target = rest.strip('"').strip()
    if not target:
        shell.session.out(shell.session.cwd + '\n')
        return None
    whole = paths.full(target, shell.session.cwd)
    if not os.path.isdir(paths.host(whole)):
        if os.path.exists(paths.host(whole)):
            shell.session.err('The directory name is invalid.\n')
        else:
            shell.session.err('The system cannot find the path specified.\n')
        return 1
    if whole[0].upper() == shell.session.cwd[0].upper() or change_drive:
        shell.session.cwd = paths.true_case(whole)
    return 0


def pushd(shell, rest):
    """pushd PATH."""
    shell.pushed.append(shell.session.cwd)
    code = cd(shell, '/d ' + rest.strip())
    if code:
        shell.pushed.pop()
    return code


def popd(shell, rest):
    """popd."""
    if shell.pushed:
        shell.session.cwd = shell.pushed.pop()


def exit_(shell, rest):
    """exit, exit N, exit /b N."""
    from standin.cmdexe.shell import ExitBatch, ExitShell
    arguments = rest.split()
    batch = bool(arguments) and arguments[0].lower() == '/b'
    if batch:
        arguments = arguments[1:]
    code = shell.errorlevel
    if arguments:
        try:
            code = int(arguments[0], 0)
        except ValueError:
            code = 0
    if batch and shell.batch:
        raise ExitBatch(code)
    raise ExitShell(code)


def goto(shell, rest):
    """goto LABEL, goto :eof."""
    from standin.cmdexe.shell import ExitBatch, Goto
    label = rest.strip().lstrip(':').split(' ')[0].lower()
    if label == 'eof':
        raise ExitBatch(shell.errorlevel)
    raise Goto(label)


def call(shell, rest):
    """call BATCH, call :LABEL, call COMMAND."""
    from standin.cmdexe import batch, expansion
    text = rest.strip()
    if shell.batch:
        text = expansion.percent(text, shell, shell.batch)
    if text.startswith(':'):
        label, _, arguments = text[1:].partition(' ')
        return batch.call_label(shell, label, arguments)
    return shell._command(text, called=True)


def setlocal(shell, rest):
    """setlocal: variables changed from here on are put back at its end."""
    if shell.batch:
        shell.batch.locals.append((shell.session.env.copy(), shell.session.cwd, shell.delayed))
    if 'enabledelayedexpansion' in rest.lower():
        shell.delayed = True


def endlocal(shell, rest):
    """endlocal."""
    if shell.batch and shell.batch.locals:
        shell.session.env, shell.session.cwd, shell.delayed = shell.batch.locals.pop()


def shift(shell, rest):
    """shift: %2 becomes %1."""
    if shell.batch and len(shell.batch.arguments) > 0:
        shell.batch.arguments.pop(0)


def ver(shell, rest):
    """ver."""
    from standin.windows import registry
    build = registry.values(registry.NT)
    shell.session.out('\nMicrosoft Windows [Version 10.0.%s.%s]\n' % (
        build.get('CurrentBuild'), build.get('UBR')))
    return 0


def date(shell, rest):
    """date /t."""
    import time
    shell.session.out(time.strftime('%a %m/%d/%Y \n'))


def time_(shell, rest):
    """time /t."""
    import time
    shell.session.out(time.strftime('%I:%M %p\n'))


def vol(shell, rest):
    """vol."""
    drive = rest.strip()[:1].upper() or shell.session.cwd[0]
    shell.session.out(' Volume in drive %s has no label.\n Volume Serial Number is 5A4D-0E1F\n'
                      % drive)


def path_(shell, rest):
    """path, path LIST."""
    if rest.strip(' ='):
        shell.session.env['Path'] = rest.strip(' =')
    else:
        shell.session.out('PATH=%s\n' % shell.session.env.get('Path', ''))


def start(shell, rest):
    """start ["TITLE"] [/b] [/wait] COMMAND: a process of its own."""
    from standin.windows import processes
    text = rest.strip()
    wait = False
    if text.startswith('"'):
        text = text[text.index('"', 1) + 1:].strip()
    while text.startswith('/'):
        option, _, rest = text.partition(' ')
        wait = wait or option.lower() in ('/w', '/wait')
        text = rest.strip()
        if option.lower() == '/d':
            text = words.split(text, 1)[-1] if ' ' in text else ''

    def run():
        return shell.run_line(text)

    if wait:
        return processes.Child(run, words.split(text)[0] if text else 'cmd.exe', text,
                               shell.session.user).wait()
    processes.Child(run, words.split(text)[0] if text else 'cmd.exe', text, shell.session.user)
    return None


def nothing(shell, rest):
    """rem, title, cls, pause, prompt, color, break, verify."""


COMMANDS = {
    'echo': echo, 'set': set_, 'cd': cd, 'chdir': cd, 'pushd': pushd, 'popd': popd, 'exit': exit_,
    'goto': goto, 'call': call, 'setlocal': setlocal, 'endlocal': endlocal, 'shift': shift,
    'ver': ver, 'date': date, 'time': time_, 'vol': vol, 'path': path_, 'start': start,
    'rem': nothing, 'title': nothing, 'cls': nothing, 'pause': nothing, 'prompt': nothing,
    'color': nothing, 'break': nothing, 'verify': nothing, 'assoc': nothing, 'ftype': nothing,
}
FILE_COMMANDS = {
    'type': 'type_', 'del': 'del_', 'erase': 'del_', 'md': 'md', 'mkdir': 'md', 'rd': 'rd',
    'rmdir': 'rd', 'copy': 'copy', 'move': 'move', 'ren': 'ren', 'rename': 'ren', 'dir': 'dir_',
    'mklink': 'mklink',
}

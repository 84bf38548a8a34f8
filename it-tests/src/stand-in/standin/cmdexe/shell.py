"""Runs what the parser read."""
import os

from standin.cmdexe import expansion
from standin.cmdexe.parser import Incomplete, Parser, SyntaxProblem
from standin.windows import errors, paths

LONGEST_LINE = 8191
NOT_RECOGNIZED = 9009


class ExitShell(Exception):
    """exit N: ends this cmd.exe."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class ExitBatch(Exception):
    """exit /b N, or goto :eof: ends this batch file."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Goto(Exception):
    """goto LABEL."""

    def __init__(self, label):
        super().__init__(label)
        self.label = label


class Shell:
    """One cmd.exe: a session, the error level, the batch file that it is in."""

    def __init__(self, session):
        self.session = session
        self.errorlevel = 0
        self.batch = None
        self.echo = False
        self.loop = {}
        self.delayed = False
        self.pushed = []
        self.unknown = False

    # -- lines

    def run_line(self, line):
        """What `cmd /c LINE` does; gives the exit code."""
        if len(line) > LONGEST_LINE:
            self.session.err('The command line is too long.\n')
            return 1
        try:
            self.execute_text(line)
        except ExitShell as end:
            return end.code
        except (ExitBatch, Goto) as end:
            return getattr(end, 'code', None) or self.errorlevel
        # A program that is not known makes ERRORLEVEL 9009, but cmd.exe itself ends with 1.
        return 1 if self.unknown and self.errorlevel == NOT_RECOGNIZED else self.errorlevel

    def run_direct(self, line):
        """Starts the program of a line without a cmd.exe around it: no sign has a meaning."""
        from standin.cmdexe import programs
        name, rest = _split_program(line.strip())
        if programs.known(name) is None or (
                '\\' in name and programs.locate(self.session, name) is None):
            self.session.err('%s\n' % errors.text(errors.FILE_NOT_FOUND))
            return errors.FILE_NOT_FOUND
        return programs.run(self, name, rest)

    def execute_text(self, text):
        """Expands, reads and runs a logical line."""
        try:
            tree = Parser(expansion.percent(text, self, self.batch)).parse()
        except Incomplete:
            self.errorlevel = 1
            return
        except SyntaxProblem as problem:
            self.session.err('%s\n' % problem)
            self.errorlevel = 255 if self.batch else 1
            if self.batch:
                raise ExitShell(255) from problem
            return
        if tree is not None:
            self.run(tree)

    def variable(self, name):
        """The value of a variable, with the ones that are made up when asked for."""
        value = self.session.env.get(name)
        if value is not None:
            return value
        import time
        lower = name.lower()
        if lower == 'errorlevel':
            return str(_signed(self.errorlevel))
        if lower == 'cd':
            return self.session.cwd
        if lower == 'date':
            return time.strftime('%a %m/%d/%Y')
        if lower == 'time':
            return time.strftime('%H:%M:%S.00')
        if lower == 'random':
            import random
            return str(random.randrange(32768))
        if lower == 'cmdextversion':
            return '2'
        return None

    # -- trees

    def run(self, tree):
        """Runs a tree; gives the code that && and || look at."""
        if tree is None:
            return 0
        return getattr(self, '_run_' + tree[0])(*tree[1:])

    def _run_quiet(self, tree):
        return self.run(tree)

    def _run_seq(self, left, right):
        self.run(left)
        return self.run(right)

    def _run_and(self, left, right):
        code = self.run(left)
        return self.run(right) if code == 0 else code

    def _run_or(self, left, right):
        code = self.run(left)
        return self.run(right) if code != 0 else code

    def _run_group(self, tree, redirections):
        saved = self._redirect(redirections)
        if saved is None:
            return self._fail(1)
        try:
            return self.run(tree)
        finally:
            _restore(saved)

    def _run_pipe(self, left, right):
        from standin.windows import processes
        read, write = os.pipe()

        def first():
            os.close(read)
            try:
                return self.run(left)
            except ExitShell as end:
                return end.code

        child = processes.Child(first, 'cmd.exe', user=self.session.user, stdout=write)
        os.close(write)

        def second():
            try:
                return self.run(right)
            except ExitShell as end:
                return end.code

        other = processes.Child(second, 'cmd.exe', user=self.session.user, stdin=read)
        os.close(read)
        code = other.wait()
        child.wait()
        self.errorlevel = code
        return code

    def _run_if(self, condition, then, otherwise):
        return self.run(then if self._holds(condition) else otherwise)

    def _holds(self, condition):
        negated, kind, operands, ignore = condition
        operands = [self.late(o) for o in operands]
        if kind == 'exist':
            result = bool(paths.glob(operands[0].strip('"'), self.session.cwd))
        elif kind == 'errorlevel':
            result = _signed(self.errorlevel) >= int(operands[0] or 0)
        elif kind == 'defined':
            result = self.variable(operands[0]) is not None
        elif kind == 'cmdextversion':
            result = int(operands[0]) <= 2
        else:
            result = _compare(kind, operands[0], operands[1], ignore)
        return result != negated

    def late(self, text):
        """What is replaced when a command runs: the variables of FOR, and !these!."""
        text = expansion.loop_variables(text, self.loop, self.session.cwd)
        return expansion.delayed(text, self) if self.delayed and '!' in text else text

    def _run_for(self, switch, options, variable, items, body):
        from standin.cmdexe import loops
        code = 0
        outer = dict(self.loop)
        try:
            for values in loops.values(self, switch, options, variable, self.late(items)):
                self.loop = {**outer, **values}
                code = self.run(body)
        finally:
            self.loop = outer
        return code

    def _run_cmd(self, text, redirections):
        text = self.late(text)
        saved = self._redirect(redirections)
        if saved is None:
            return self._fail(1)
        try:
            return self._command(text)
        finally:
            _restore(saved)

    def _command(self, text, called=False):
        from standin.cmdexe import builtins
        text = text.lstrip(' \t,;=')
        if not text:
            return 0
        name, rest = _split_name(text)
        built_in = builtins.find(name, rest)
        if built_in:
            code = built_in(self, rest)
            if code is None:
                return 0
            self.errorlevel = code
            return code
        name, rest = _split_program(text)
        from standin.cmdexe import programs
        code = programs.run(self, name, rest, called)
        self.errorlevel = code
        return code

    def _fail(self, code):
        self.errorlevel = code
        return code

    # -- redirections

    def _redirect(self, redirections):
        """Points descriptors elsewhere; gives what to restore, None when it cannot."""
        saved = []
        for descriptor, mode, target in redirections:
            try:
                opened = target if mode == '&' else self._open(mode, self.late(target))
            except errors.WindowsError32 as problem:
                self.session.err('%s\n' % problem)
                _restore(saved)
                return None
            saved.append((descriptor, os.dup(descriptor)))
            os.dup2(opened, descriptor)
            if mode != '&':
                os.close(opened)
        return saved

    def _open(self, mode, target):
        name = target.strip('"')
        if name.lower().rstrip(':') == 'nul':
            return os.open(os.devnull, os.O_RDWR)
        if name.lower().rstrip(':') == 'con':
            return os.dup(0 if mode == '<' else 1)
        file = paths.host(name, self.session.cwd)
        if not os.path.isdir(os.path.dirname(file)):
            raise errors.WindowsError32(errors.PATH_NOT_FOUND)
        if not paths.valid_name(name):
            raise errors.WindowsError32(errors.INVALID_NAME)
        flags = {'<': os.O_RDONLY, '>': os.O_WRONLY | os.O_CREAT | os.O_TRUNC,
                 '>>': os.O_WRONLY | os.O_CREAT | os.O_APPEND}[mode]
        try:
            return os.open(file, flags, 0o644)
        except OSError as problem:
            raise errors.WindowsError32(errors.of_os_error(problem)) from problem


def _restore(saved):
    for descriptor, old in reversed(saved):
        os.dup2(old, descriptor)
        os.close(old)


def _signed(code):
    code &= 0xFFFFFFFF
    return code - 2**32 if code >= 2**31 else code


def _compare(kind, left, right, ignore):
    if kind == '==':
        return left.lower() == right.lower() if ignore else left == right
    try:
        left, right = int(left, 0), int(right, 0)
    except ValueError:
        if ignore:
            left, right = left.lower(), right.lower()
    return {'equ': left == right, 'neq': left != right, 'lss': left < right,
            'leq': left <= right, 'gtr': left > right, 'geq': left >= right}[kind]


def _split_name(text):
    """A built-in's name and what follows; echo. and cd\\ end at their sign."""
    end = 0
    while end < len(text) and text[end] not in ' \t,;=/\\.:+[]("<>|&':
        end += 1
    return text[:end].lower(), text[end:]


def _split_program(text):
    """A program's name (quotes away) and the rest of the line."""
    if text.startswith('"'):
        end = text.find('"', 1)
        end = len(text) if end < 0 else end + 1
        while end < len(text) and text[end] not in ' \t,;=':
            end += 1
        return text[:end].replace('"', ''), text[end:]
    end = 0
    quoted = False
    while end < len(text) and (quoted or text[end] not in ' \t,;='):
        if text[end] == '"':
            quoted = not quoted
        elif text[end] == '/' and end and text[1:2] != ':':
            break
        end += 1
    return text[:end].replace('"', ''), text[end:]

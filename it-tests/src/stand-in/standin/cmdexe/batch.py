"""Batch files."""
from standin.cmdexe import words
from standin.windows import paths


class Batch:
    """A batch file that runs: its lines, its arguments, where it is."""

    def __init__(self, shell, path, lines, name, arguments):
        self.shell = shell
        self.path = path
        self.lines = lines
        self.name = name
        self.arguments = arguments
        self.locals = []
        self.at = 0

    def argument(self, number):
        """%0 to %9."""
        if number == 0:
            return self.name
        return self.arguments[number - 1] if number <= len(self.arguments) else ''

    def rest(self):
        """%*."""
        return ' '.join(self.arguments)

    def run(self):
        """Runs from the current line to the end; gives the exit code."""
        from standin.cmdexe.shell import ExitBatch, Goto
        shell = self.shell
        outer, shell.batch = shell.batch, self
        try:
            while self.at < len(self.lines):
                try:
                    self._line()
                except Goto as jump:
                    self._jump(jump.label)
        except ExitBatch as end:
            shell.errorlevel = end.code
        finally:
            while self.locals:
                shell.session.env, shell.session.cwd, shell.delayed = self.locals.pop()
            shell.batch = outer
        return shell.errorlevel

    def _line(self):
        from standin.cmdexe import expansion
        from standin.cmdexe.parser import Incomplete, Parser, SyntaxProblem
        text = self.lines[self.at]
        self.at += 1
        if text.lstrip().startswith(':'):
            return
        while True:
            while text.endswith('^') and not text.endswith('^^') and self.at < len(self.lines):
                text = text[:-1] + self.lines[self.at]
                self.at += 1
            try:
                Parser(expansion.percent(text, self.shell, self)).parse()
            except Incomplete:
                if self.at < len(self.lines):
                    text += '\n' + self.lines[self.at]
                    self.at += 1
                    continue
            except SyntaxProblem:
                pass
            break
        if self.shell.echo and text.strip() and not text.lstrip().startswith('@'):
            self.shell.session.out('\n%s>%s\n' % (
                self.shell.session.cwd, expansion.percent(text, self.shell, self)))
        self.shell.execute_text(text)

    def _jump(self, label):
        for number, line in enumerate(self.lines):
            text = line.strip()
            if text.startswith(':') and text[1:].split(' ')[0].strip().lower() == label:
                self.at = number + 1
                return
        from standin.cmdexe.shell import ExitBatch
        self.shell.session.err('The system cannot find the batch label specified - %s\n' % label)
        raise ExitBatch(1)


def run_file(shell, path, name, rest):
    """Runs a batch file with the rest of a command line as its arguments."""
    with open(paths.host(path), encoding=shell.session.encoding, errors='replace') as file:
        lines = file.read().splitlines()
    fresh = shell.batch is None
    echo = shell.echo
    if fresh:
        shell.echo = True
    try:
        return Batch(shell, path, lines, name, words._with_quotes(rest)).run()
    finally:
        if fresh:
            shell.echo = echo


def call_label(shell, label, arguments):
    """call :LABEL ARGUMENTS."""
    outer = shell.batch
    if outer is None:
        shell.session.err('Invalid attempt to call batch label outside of batch script.\n')
        return 1
    inner = Batch(shell, outer.path, outer.lines, outer.name, words._with_quotes(arguments))
    inner._jump(label.lower())
    return inner.run()

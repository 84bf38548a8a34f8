"""Programs as commands: their arguments, their output as lines, their exit code."""
import os
import select

from standin.powershell import values
from standin.powershell.records import ErrorRecord, NetException, PsError, error


# Programs with a window: Windows PowerShell goes on at once, unless their output is asked for.
WINDOWED = {'sysprep', 'msiexec', 'notepad', 'explorer', 'regedit', 'mmc'}


def not_found(name):
    """The genuine words for a name that nothing answers to."""
    return error("The term '%s' is not recognized as the name of a cmdlet, function, script file, "
                 "or operable program. Check the spelling of the name, or if a path was included, "
                 "verify that the path is correct and try again." % name,
                 'CommandNotFoundException', 'ObjectNotFound', name,
                 'System.Management.Automation.CommandNotFoundException')


def resolve(session, name):
    """(kind, path or name): 'program' or 'batch'; None when there is no such file."""
    from standin.cmdexe import programs
    name = name.replace('/', '\\')
    path = programs.locate(session, name)
    lower = (path or '').lower()
    if lower.endswith(('.cmd', '.bat')):
        return 'batch', path
    entry = programs.known(name)
    if entry and (path or '\\' not in name):
        return 'program', name
    if path and lower.endswith(('.exe', '.com')):
        return 'foreign', path
    if path:
        return 'document', path
    return None


def stage(interpreter, node, name, out, piped, to_end):
    """The stage of a pipeline that runs a program."""
    found = resolve(interpreter.session, name)
    if found is None:
        raise not_found(name)
    arguments = []
    for argument in interpreter.arguments(node.elements[1:]):
        arguments += words_of(argument)
    verbatim = next((e[1].value for e in node.elements[1:] if isinstance(e, tuple)), None)
    if verbatim is not None:
        arguments = arguments[:-1]
    line = command_line(arguments)
    if verbatim is not None:
        line = (line + ' ' + verbatim).strip()
    return NativeCall(interpreter, found, name, line, out, piped, node)


def words_of(argument):
    """One argument as the words that the program gets."""
    if argument[0] == 'named':
        _, name, value, colon = argument
        return ['-%s:%s' % (name, values.text(value)) if colon else '-' + name]
    value = argument[1]
    if value is None:
        return []
    if getattr(value, 'is_script_block', False):
        return [value.text]
    return [values.text(v) for v in values.as_list(value)] if isinstance(value, list) else [
        values.text(value)]


def command_line(words):
    """Windows PowerShell puts quotes around words with blanks, and never minds those inside."""
    out = []
    for word in words:
        if word == '':
            continue
        if any(c in ' \t' for c in word) and not word.startswith('"'):
            word = '"' + word + ('\\' if word.endswith('\\') else '') + '"'
        out.append(word)
    return ' '.join(out)


def runner(session, found, name, line):
    """A function that runs the program in a fork; it gives the exit code."""
    kind, path = found

    def run():
        if kind == 'program':
            from standin.cmdexe import programs
            return programs.call(session, programs.known(name), line)
        from standin.cmdexe import shell as cmd
        made = cmd.Shell(session)
        if kind == 'batch':
            from standin.cmdexe import batch
            try:
                return batch.run_file(made, path, path, line)
            except cmd.ExitShell as end:
                return end.code
        if kind == 'foreign':
            from standin.cmdexe import programs
            return programs._foreign(made, path, line)
        return 0
    return run


def start(session, found, name, line, **streams):
    """Starts the program as a process."""
    from standin.windows import processes
    short = (found[1] if found[0] != 'program' else name).replace('/', '\\').rpartition('\\')[2]
    short = 'cmd.exe' if found[0] == 'batch' else short
    short = short if '.' in short else short + '.exe'
    return processes.Child(runner(session, found, name, line), short.lower(),
                           (name + ' ' + line).strip(), session.user, **streams)


class NativeCall:
    """A program as a stage."""

    def __init__(self, interpreter, found, name, line, out, piped, node):
        self.interpreter = interpreter
        self.found = found
        self.name = name
        self.line = line
        self.out = out
        self.piped = piped
        self.node = node
        self.input = []
        self.failed = False
        self.sinks = None

    def begin(self):
        """Nothing yet."""

    def process(self, item, given=True):
        """Keeps what the program is to read."""
        if given:
            self.input.append(item)
        else:
            self._run()

    def end(self):
        """With input, the program runs when it is all there."""
        if self.piped:
            self._run()

    def _run(self):
        interpreter = self.interpreter
        interpreter.host.flush()
        direct = self.out == interpreter.host.out and not interpreter.host.capturing
        errors = interpreter.sinks.get(2)
        streams, pipes = {}, {}
        closing = []
        if not direct:
            pipes[1], streams['stdout'] = os.pipe()
            closing.append(streams['stdout'])
        if errors is not None:
            pipes[2], streams['stderr'] = os.pipe()
            closing.append(streams['stderr'])
        if self.piped:
            streams['stdin'] = self._input_file()
            closing.append(streams['stdin'])
        session = interpreter.session
        if direct and errors is None and not self.piped and self._windowed():
            null = os.open(os.devnull, os.O_RDWR)
            start(session, self.found, self.name, self.line, stdin=null, stdout=null, stderr=null)
            os.close(null)
            interpreter.ok = True
            return
        child = start(session, self.found, self.name, self.line,
                      before=lambda: [os.close(p) for p in pipes.values()], **streams)
        for descriptor in closing:
            os.close(descriptor)
        try:
            self._read(pipes, errors)
        except BaseException:
            for descriptor in pipes.values():
                os.close(descriptor)
            pipes = {}
            child.poll()
            raise
        code = child.wait() & 0xFFFFFFFF
        interpreter.last_exit_code = code - 2**32 if code >= 2**31 else code
        self.failed = code != 0
        interpreter.ok = code == 0

    def _windowed(self):
        short = self.name.replace('/', '\\').rpartition('\\')[2].lower()
        return (short[:-4] if short.endswith('.exe') else short) in WINDOWED

    def _input_file(self):
        import tempfile
        encoding = self.interpreter.session.encoding
        with tempfile.TemporaryFile() as file:
            for item in self.input:
                file.write((values.text(item) + '\r\n').encode(encoding, 'replace'))
            file.seek(0)
            return os.dup(file.fileno())

    def _read(self, pipes, errors):
        """Lines as they come; those of the error stream become error records."""
        buffers = {n: b'' for n in pipes}
        encoding = self.interpreter.session.encoding
        open_ = {d: n for n, d in pipes.items()}
        self.first = True
        while open_:
            ready, _, _ = select.select(list(open_), [], [])
            for descriptor in ready:
                number = open_[descriptor]
                data = os.read(descriptor, 1 << 16)
                if not data:
                    os.close(descriptor)
                    del open_[descriptor]
                    pipes.pop(number)
                    if buffers[number]:
                        self._line(number, buffers[number], errors, encoding)
                    continue
                lines = (buffers[number] + data).split(b'\n')
                buffers[number] = lines.pop()
                for line in lines:
                    self._line(number, line, errors, encoding)

    def _line(self, number, data, errors, encoding):
        text = data.decode(encoding, 'replace').rstrip('\r')
        if number == 1:
            self.out(text)
            return
        record = ErrorRecord(NetException(text, 'System.Management.Automation.RemoteException'),
                             'NativeCommandError' if self.first else 'NativeCommandErrorMessage',
                             'NotSpecified', text)
        record.place = self.node
        record.activity = ''
        record.native = not self.first
        record.prefix = self.name.replace('/', '\\').rpartition('\\')[2] + ' : ' \
            if self.first else ''
        self.first = False
        self.interpreter.note_error(record)
        # Windows PowerShell takes a line on a redirected error stream for an error.
        if self.interpreter.preference('ErrorActionPreference') == 'stop':
            record.thrown = True
            raise PsError(record)
        errors(record)

"""powershell.exe: its switches, its streams and its exit codes."""
import os

from standin.windows.session import write as write_text

SWITCHES = {
    'noprofile': 0, 'nop': 0, 'noninteractive': 0, 'noni': 0, 'nologo': 0, 'nol': 0, 'sta': 0,
    'mta': 0, 'noexit': 0, 'noe': 0, 'executionpolicy': 1, 'ep': 1, 'ex': 1, 'exec': 1,
    'version': 1, 'v': 1, 'inputformat': 1, 'if': 1, 'outputformat': 1, 'of': 1, 'o': 1,
    'windowstyle': 1, 'w': 1, 'configurationname': 1, 'psconsolefile': 1,
}
FINAL = {'command': 'command', 'c': 'command', 'file': 'file', 'f': 'file',
         'encodedcommand': 'encoded', 'e': 'encoded', 'ec': 'encoded', 'enc': 'encoded',
         'encodedarguments': 'encoded-arguments'}
# What powershell.exe exits with when it does not like its command line: 0xFFFD0000.
BAD_ARGUMENTS = -196608


class Host:
    """The console that a script talks to: the descriptors 1 and 2."""

    capturing = False
    transcript = None

    def __init__(self, session, clixml=False, policy=None):
        from standin.powershell.formatting import OutDefault
        self.session = session
        self.policy = policy
        self.clixml = None
        if clixml:
            from standin.powershell.clixml import Writer
            self.clixml = Writer(lambda text: write_text(2, text, session.encoding))
        # In a task or over WinRM the console has 80 columns.
        self.writer = OutDefault(self.line, 80)
        self.out = self.writer.write

    def flush(self):
        """Nothing is kept back."""
        self.writer.flush()

    def line(self, text):
        """A line of output."""
        if self.transcript is not None:
            self.transcript.write(text + '\r\n')
            self.transcript.flush()
        write_text(1, text + '\n', self.session.encoding)

    def text(self, text):
        """Output without an end of line."""
        self.writer.flush()
        write_text(1, text, self.session.encoding)

    def error_text(self, text):
        """Text on the error stream."""
        if self.clixml:
            for line in text.split('\n'):
                self.clixml.line('Error', line)
        else:
            write_text(2, text + '\n', self.session.encoding)

    def stream(self, number, item):
        """What comes on another stream than that of output."""
        self.flush()
        from standin.powershell import values
        if number == 2:
            from standin.powershell import errorview
            self.error_text(errorview.of(item))
            return
        prefix = {3: 'WARNING: ', 4: 'VERBOSE: ', 5: 'DEBUG: '}.get(number, '')
        if number == 6:
            if values.truth(getattr(item, 'get', lambda n: False)('HostOutput')):
                return
            self.line(values.text(item))
            return
        self.line(prefix + values.text(item))

    def progress(self, activity, status=' ', kind='Completed', percent=-1):
        """A progress record: nothing to see without a console, unless in CLIXML."""
        if self.clixml:
            self.clixml.progress(activity, status, kind, percent)

    def close(self):
        """The document of CLIXML goes out."""
        self.flush()
        if self.clixml:
            self.clixml.close()

    def execution_policy(self, session):
        """In lower case: the command line's, or the machine's."""
        if self.policy:
            return self.policy.lower()
        from standin.windows import registry
        key = 'HKLM\\SOFTWARE\\Microsoft\\PowerShell\\1\\ShellIds\\Microsoft.PowerShell'
        return str(registry.values(key).get('ExecutionPolicy', 'RemoteSigned')).lower()


class CommandLine:
    """What powershell.exe was told."""

    def __init__(self, arguments):
        self.mode = None
        self.text = ''
        self.rest = []
        self.policy = None
        self.xml = False
        self.problem = None
        self._read(arguments)

    def _read(self, arguments):
        at = 0
        while at < len(arguments):
            word = arguments[at]
            if word[:1] not in '-/' or word == '-':
                # A first word that is no switch begins the command.
                self.mode, self.rest = 'command', arguments[at:]
                self.text = ' '.join(self.rest)
                return
            name = word[1:].lower()
            if name == 'help' or name == '?':
                self.mode = 'help'
                return
            final = FINAL.get(name) or self._beginning(name)
            if final:
                self.mode = final
                self.rest = arguments[at + 1:]
                self._final(word)
                if final != 'encoded':
                    return
                at += 2
                continue
            count = SWITCHES.get(name)
            if count is None:
                found = [s for s in SWITCHES if s.startswith(name) and len(s) > 3]
                if not found:
                    self.mode, self.rest = 'command', arguments[at:]
                    self.text = ' '.join(self.rest)
                    return
                name, count = found[0], SWITCHES[found[0]]
            if count:
                value = arguments[at + 1] if at + 1 < len(arguments) else ''
                if name in ('executionpolicy', 'ep', 'ex', 'exec'):
                    self.policy = value
                elif name in ('outputformat', 'of', 'o'):
                    self.xml = value.lower() == 'xml'
            at += 1 + count

    @staticmethod
    def _beginning(name):
        for long in ('command', 'file', 'encodedcommand'):
            if len(name) > 1 and long.startswith(name):
                return FINAL[long]
        return None

    def _final(self, word):
        if self.mode == 'command':
            self.text = ' '.join(self.rest)
        elif not self.rest:
            self.problem = 'Cannot process the command because of a missing parameter. A command ' \
                           'must follow %s.' % word
        elif self.mode == 'encoded':
            import base64
            import binascii
            try:
                data = base64.b64decode(self.rest[0], validate=True)
                self.text = data.decode('utf-16-le')
            except (binascii.Error, UnicodeDecodeError):
                self.problem = 'Cannot process the command because the value specified with ' \
                               '-EncodedCommand is not properly encoded. The value must be ' \
                               'Base64 encoded.'


def main(session, arguments, raw):
    """Runs powershell.exe; gives its exit code."""
    line = CommandLine(arguments)
    if line.problem:
        session.err(line.problem + '\n')
        return BAD_ARGUMENTS
    if line.mode == 'help':
        session.out('PowerShell[.exe] [-Command { - | <script-block> [-args <arg-array>]\n')
        return 0
    host = Host(session, line.mode == 'encoded' or line.xml, line.policy)
    try:
        if line.mode == 'file':
            return _file(session, host, line)
        if line.mode is None or line.text.strip() == '-':
            return _standard_input(session, host)
        return _command(session, host, line.text)
    finally:
        host.close()


def _interpreter(session, host):
    import sys
    from standin.powershell.interpreter import Interpreter
    # The interpreter is deep; scripts may be, too.
    sys.setrecursionlimit(100000)
    return Interpreter(session, host)


def _run(interpreter, host, function):
    """(exit code or None, whether an error ended it)."""
    from standin.powershell.records import (BreakLoop, ExitScript, PsError, ReturnFrom,
                                            StopPipeline)
    try:
        function()
    except ExitScript as end:
        return end.code, False
    except PsError as problem:
        interpreter.note_error(problem.record)
        interpreter.sinks = {}
        host.stream(2, problem.record)
        return None, True
    except (ReturnFrom, BreakLoop, StopPipeline):
        pass
    except RecursionError:
        host.error_text('The script failed due to call depth overflow.')
        return None, True
    return None, False


def _command(session, host, text):
    interpreter = _interpreter(session, host)
    code, ended = _run(interpreter, host, lambda: interpreter.run_text(text, host.out))
    if code is not None:
        return code
    return 1 if ended or not interpreter.ok else 0


def _file(session, host, line):
    from standin.windows import paths
    name = line.rest[0]
    path = paths.true_case(name, session.cwd)
    if not name.lower().endswith('.ps1'):
        if os.path.isfile(paths.host(path)):
            session.err("Processing -File '%s' failed because the file does not have a '.ps1' "
                        'extension. Specify a valid Windows PowerShell script file name, and then '
                        'try again.\n' % name)
            return BAD_ARGUMENTS
    if not os.path.isfile(paths.host(path)):
        session.err("The argument '%s' to the -File parameter does not exist. Provide the path "
                    "to an existing '.ps1' file as an argument to the -File parameter.\n"
                    'Windows PowerShell \nCopyright (C) Microsoft Corporation. All rights '
                    'reserved.\n\n' % name)
        return BAD_ARGUMENTS
    interpreter = _interpreter(session, host)

    def run():
        from standin.powershell.invocation import ScriptCall
        call = ScriptCall(interpreter, path, file_arguments(line.rest[1:]), host.out, False, None)
        call.call.begin()
        call.call.process(None, False)
        call.call.end()
    code, ended = _run(interpreter, host, run)
    if code is not None:
        return code
    return 1 if ended else 0


def file_arguments(words):
    """With -File, all arguments are texts but for names of parameters."""
    import re
    out = []
    for word in words:
        match = re.match(r'-([A-Za-z_]\w*)(?::(.*))?$', word, re.DOTALL)
        if match:
            value = match.group(2)
            if value is not None and value.lower() in ('$true', '$false'):
                value = value.lower() == '$true'
            out.append(('named', match.group(1), value, value is not None))
        else:
            out.append(('value', word))
    return out


def _standard_input(session, host):
    import sys
    text = sys.stdin.buffer.read().decode(session.encoding, 'replace')
    interpreter = _interpreter(session, host)
    code, ended = _run(interpreter, host, lambda: interpreter.run_text(text, host.out))
    return code if code is not None else (1 if ended or not interpreter.ok else 0)

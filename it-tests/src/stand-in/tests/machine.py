"""An emulated Windows in a folder of its own, and command lines run in it."""
import contextlib
import os
import shutil
import tempfile

from standin.cmdexe.shell import Shell
from standin.windows import layout, processes, session, users

USER = 'builder'
PASSWORD = 'Secret-123'


class Result:
    """What a command line gave."""

    def __init__(self, out, err, code):
        self.out = out
        self.err = err
        self.code = code

    @property
    def lines(self):
        """The output's lines."""
        return self.out.replace('\r\n', '\n').rstrip('\n').split('\n')


class Machine:
    """The machine; `close` removes it."""

    def __init__(self):
        self.root = tempfile.mkdtemp(prefix='standin-')
        self.saved = {n: os.environ.get(n) for n in (
            'STANDIN_ROOT', 'STANDIN_USER', 'STANDIN_SERIAL', 'STANDIN_CODEPAGE',
            'STANDIN_REMOTE')}
        os.environ.update(STANDIN_ROOT=self.root, STANDIN_USER=USER, STANDIN_CODEPAGE='65001',
                          STANDIN_SERIAL=os.path.join(self.root, 'serial'))
        layout.ensure()
        users.create(USER, PASSWORD, ['Administrators'])
        users.make_profile(USER)

    def close(self):
        """Ends what still runs, and removes the folder."""
        processes.kill_all()
        for name, value in self.saved.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        shutil.rmtree(self.root, ignore_errors=True)

    def cmd(self, line, stdin=b'', **who):
        """Runs a command line as cmd.exe /c does."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, \
                tempfile.TemporaryFile() as given:
            given.write(stdin)
            given.seek(0)
            child = processes.Child(
                lambda: Shell(session.Session(**who)).run_line(line), 'cmd.exe', line, USER,
                stdin=given.fileno(), stdout=out.fileno(), stderr=err.fileno())
            code = child.wait() & 0xFFFFFFFF
            out.seek(0)
            err.seek(0)
            return Result(out.read().decode('utf-8'), err.read().decode('utf-8'),
                          code - 2**32 if code >= 2**31 else code)

    def script(self, text, arguments='', **who):
        """Runs a text as a .ps1 file."""
        self.write('C:\\script.ps1', text)
        return self.cmd('powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass '
                        '-File C:\\script.ps1 ' + arguments, **who)

    def encoded(self, text):
        """Runs a text as -EncodedCommand."""
        import base64
        return self.cmd('powershell.exe -NoProfile -EncodedCommand '
                        + base64.b64encode(text.encode('utf-16-le')).decode('ascii'))

    def write(self, path, text):
        """Puts a file on a drive."""
        from standin.windows import paths
        with open(paths.host(path), 'wb') as file:
            file.write(text if isinstance(text, bytes) else text.encode('utf-8'))

    def read(self, path):
        """A file's bytes."""
        from standin.windows import paths
        with open(paths.host(path), 'rb') as file:
            return file.read()

    def misbehave(self, **told):
        """What it is to do wrong from now on."""
        from standin.windows import store
        store.write('misbehave', told)


@contextlib.contextmanager
def machine():
    """A machine for a while."""
    made = Machine()
    try:
        yield made
    finally:
        made.close()

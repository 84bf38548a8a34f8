"""powershell.exe: exit codes, errors as text and as CLIXML."""
import unittest
import xml.etree.ElementTree as tree

from tests.machine import Machine

# How it is called, exit code.
COMMANDS = (
    ('-Command "exit 5"', 5),
    ('-Command "throw \'x\'"', 1),
    ('-Command "Get-Item C:\\nope"', 1),
    ('-Command "Get-Item C:\\nope; 1"', 0),
    ('-Command "cmd /c exit 7"', 1),
    ('-Command "cmd /c exit 7; exit $LASTEXITCODE"', 7),
    ('-Command "1"', 0),
    ('-Command "nosuch"', 1),
    ('-Command "if ("', 1),
    ('-Command "[Environment]::Exit(9)"', 9),
    ('-c 1+1', 0),
    ('"exit 3"', 3),
    ('-File C:\\none.ps1', -196608),
    ('-File C:\\Windows\\System32\\cmd.exe', -196608),
    ('-EncodedCommand not-base64', -196608),
    ('-nop -noni -ex bypass -c exit 4', 4),
)
# A script's text, the exit code of -File.
FILES = (
    ('exit 5', 5), ('throw "x"', 1), ('Get-Item C:\\nope', 0), ('cmd /c exit 7', 0),
    ('cmd /c exit 7; exit $LASTEXITCODE', 7), ('nosuch; "on"', 0), ('if (', 1),
    ('$ErrorActionPreference = "Stop"; Get-Item C:\\nope; "on"', 1),
    ('$ErrorActionPreference = "Stop"; nosuch', 1),
    ('function F { exit 6 }; F; "on"', 6), ('exit', 0), ('exit -1', -1),
    ('try { throw "x" } catch { exit 8 }', 8), ('try { exit 9 } finally { "f" }', 9),
    ('param([Parameter(Mandatory=$true)]$x) 1', 1),
    ('[IO.File]::ReadAllText("C:\\nope"); "on"', 0),
)


class ExitTest(unittest.TestCase):
    """Exit codes and error texts."""

    @classmethod
    def setUpClass(cls):
        cls.machine = Machine()
        cls.addClassCleanup(cls.machine.close)

    def test_commands(self):
        for line, code in COMMANDS:
            with self.subTest(line):
                done = self.machine.cmd('powershell -NoProfile ' + line)
                self.assertEqual(code, done.code, done.err)

    def test_files(self):
        for script, code in FILES:
            with self.subTest(script):
                self.assertEqual(code, self.machine.script(script).code)

    def test_called_script_gives_its_exit_code(self):
        self.machine.write('C:\\inner.ps1', 'exit 12')
        done = self.machine.script('& C:\\inner.ps1; "$LASTEXITCODE $?"; exit $LASTEXITCODE')
        self.assertEqual((['12 False'], 12), (done.lines, done.code))

    def test_throw_in_called_script_ends_all(self):
        self.machine.write('C:\\inner.ps1', 'throw "deep"')
        done = self.machine.script('& C:\\inner.ps1; "never"; exit 0')
        self.assertEqual(('', 1), (done.out, done.code))
        self.assertIn('deep\r\nAt C:\\inner.ps1:1 char:1\r\n+ throw "deep"', done.err)

    def test_error_text(self):
        done = self.machine.script('Get-Item C:\\nope')
        self.assertEqual(
            "Get-Item : Cannot find path 'C:\\nope' because it does not exist.\r\n"
            'At C:\\script.ps1:1 char:1\r\n+ Get-Item C:\\nope\r\n+ ~~~~~~~~~~~~~~~~\r\n'
            '    + CategoryInfo          : ObjectNotFound: (C:\\nope:String) [Get-Item], Ite \r\n'
            '   mNotFoundException\r\n'
            '    + FullyQualifiedErrorId : PathNotFound,Microsoft.PowerShell.Commands.GetIt \r\n'
            '   emCommand\r\n \r\n', done.err)

    def test_unknown_command(self):
        done = self.machine.script('nosuch-thing 1')
        self.assertIn("nosuch-thing : The term 'nosuch-thing' is not recognized as the name of a",
                      done.err)
        self.assertIn('CommandNotFoundException', done.err)

    def test_parse_error_runs_nothing(self):
        done = self.machine.script('"first"\nif (1 { 2 }')
        self.assertEqual(('', 1), (done.out, done.code))
        self.assertIn('At C:\\script.ps1:2 char:', done.err)
        self.assertIn('ParserError', done.err)

    def test_encoded_command_writes_clixml(self):
        done = self.machine.encoded("Write-Output 'a'; Get-Item C:\\nope")
        self.assertEqual('a\r\n', done.out)
        self.assertEqual(1, done.code)
        self.assertTrue(done.err.startswith('#< CLIXML\r\n<Objs Version="1.1.0.1"'), done.err)
        document = tree.fromstring(done.err.partition('\r\n')[2])
        parts = [(e.tag.rpartition('}')[2], e.get('S')) for e in document]
        self.assertIn(('Obj', 'progress'), parts)
        self.assertIn(('S', 'Error'), parts)

    def test_progress_can_be_silenced(self):
        done = self.machine.encoded("$ProgressPreference = 'SilentlyContinue'; Get-Date | Out-Null")
        self.assertEqual(('', 0), (done.err, done.code))

    def test_file_writes_plain_text(self):
        self.assertNotIn('CLIXML', self.machine.script('Get-Item C:\\nope').err)

    def test_redirected_native_error_stops(self):
        done = self.machine.script('$ErrorActionPreference = "Stop"\n'
                                   'cmd /c "echo bad 1>&2" 2>&1 | Out-Null\n"never"')
        self.assertEqual(('', 1), (done.out, done.code))
        self.assertIn('cmd : bad', done.err.replace('cmd.exe', 'cmd'))

    def test_native_error_without_redirection_passes(self):
        done = self.machine.script('$ErrorActionPreference = "Stop"\n'
                                   'cmd /c "echo bad 1>&2"\n"on"')
        self.assertEqual((['on'], 'bad \r\n', 0), (done.lines, done.err, done.code))

    def test_execution_policy(self):
        from standin.windows import registry
        self.machine.write('C:\\p.ps1', '1')
        registry.set_value('HKLM\\SOFTWARE\\Microsoft\\PowerShell\\1\\ShellIds\\'
                           'Microsoft.PowerShell', 'ExecutionPolicy', 'Restricted')
        done = self.machine.cmd('powershell -File C:\\p.ps1')
        self.assertEqual(1, done.code)
        self.assertIn('running scripts is disabled', done.err.replace('\r\n', ''))
        self.assertEqual(0, self.machine.cmd(
            'powershell -ExecutionPolicy Bypass -File C:\\p.ps1').code)

    def test_streams(self):
        done = self.machine.script('Write-Host h; Write-Warning w; Write-Verbose v -Verbose; '
                                   '[Console]::Error.WriteLine("e"); Write-Host a -NoNewline; "b"')
        self.assertEqual('h\r\nWARNING: w\r\nVERBOSE: v\r\nab\r\n', done.out)
        self.assertEqual('e\r\n', done.err)


if __name__ == '__main__':
    unittest.main()

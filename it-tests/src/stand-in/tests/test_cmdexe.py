"""cmd.exe: what a command line puts out, and its exit code."""
import os
import subprocess
import sys
import unittest

from tests.machine import Machine

NL = '\r\n'
# Command line, standard output, exit code.
LINES = (
    ('echo hi', 'hi\r\n', 0),
    ('echo.', '\r\n', 0),
    ('echo a & echo b', 'a \r\nb\r\n', 0),
    ('echo a&echo b', 'a\r\nb\r\n', 0),
    ('@echo quiet', 'quiet\r\n', 0),
    ('echo "a & b"', '"a & b"\r\n', 0),
    ('echo a ^& b', 'a & b\r\n', 0),
    ('echo a ^^ b', 'a ^ b\r\n', 0),
    ('ver>nul && echo yes', 'yes\r\n', 0),
    # echo leaves the error level as it is.
    ('type nothing 2>nul || echo no', 'no\r\n', 1),
    ('type nothing 2>nul && echo yes', '', 1),
    ('(echo a&echo b)', 'a\r\nb\r\n', 0),
    ('(echo a&echo b) > both.txt & type both.txt', 'a\r\nb\r\n', 0),
    ('echo one>f.txt&echo two>>f.txt&type f.txt', 'one\r\ntwo\r\n', 0),
    ('echo x 1>&2', '', 0),
    ('type f-none 2>&1', 'The system cannot find the file specified.\r\n', 1),
    ('type C:\\none\\x 2>&1', 'The system cannot find the path specified.\r\n', 1),
    ('echo text > C:\\none\\x 2>&1', '', 1),
    ('if 1==1 (echo y) else (echo n)', 'y\r\n', 0),
    ('if 1==2 (echo y) else (echo n)', 'n\r\n', 0),
    ('if not 1==2 echo y', 'y\r\n', 0),
    ('if /i A==a echo same', 'same\r\n', 0),
    ('if exist C:\\WINDOWS echo there', 'there\r\n', 0),
    ('if exist C:\\windows\\system32\\CMD.EXE echo there', 'there\r\n', 0),
    ('if not exist C:\\nowhere echo gone', 'gone\r\n', 0),
    ('if 5 GTR 3 echo more', 'more\r\n', 0),
    ('if defined PATH echo set', 'set\r\n', 0),
    ('cmd /c exit 3 & if errorlevel 3 echo three', 'three\r\n', 3),
    ('for %d in (D C) do @if exist %d:\\windows echo %d', 'C\r\n', 0),
    ('for %i in (1 2 3) do @echo %i', '1\r\n2\r\n3\r\n', 0),
    ('for /l %i in (1,2,5) do @echo %i', '1\r\n3\r\n5\r\n', 0),
    ('for /f "tokens=2 delims=:" %a in ("k:v") do @echo %a', 'v\r\n', 0),
    ('for /f %a in (\'echo word rest\') do @echo %a', 'word\r\n', 0),
    ('echo %USERNAME%', 'builder\r\n', 0),
    ('echo %UNDEFINED%', '%UNDEFINED%\r\n', 0),
    ('set X=1&set X', 'X=1\r\n', 0),
    ('set "A=b c"&cmd /v:on /c echo !A!', 'b c\r\n', 0),
    ('echo %SystemRoot:~0,2%', 'C:\r\n', 0),
    ('set /a 2+3*4', '14', 0),
    ('cd C:\\Windows&cd', 'C:\\Windows\r\n', 0),
    ('cd C:\\nowhere 2>&1', 'The system cannot find the path specified.\r\n', 1),
    ('md C:\\m\\n&if exist C:\\m\\n\\ echo made', 'made\r\n', 0),
    ('md C:\\Windows 2>&1', 'A subdirectory or file C:\\Windows already exists.\r\n', 1),
    ('rd C:\\nowhere 2>&1', 'The system cannot find the file specified.\r\n', 2),
    ('md C:\\full\\x&rd C:\\full 2>&1', 'The directory is not empty.\r\n', 145),
    ('rd /s /q C:\\full&if not exist C:\\full echo gone', 'gone\r\n', 0),
    ('del C:\\nofile.txt 2>&1', 'Could Not Find C:\\nofile.txt\r\n', 0),
    ('echo x>c1.txt&copy c1.txt c2.txt', '        1 file(s) copied.\r\n', 0),
    ('copy none.txt x.txt 2>&1', 'The system cannot find the file specified.\r\n', 1),
    ('echo x>m1.txt&move m1.txt m2.txt>nul&if exist m2.txt echo moved', 'moved\r\n', 0),
    ('echo x>r1.txt&ren r1.txt r2.txt&if exist r2.txt echo renamed', 'renamed\r\n', 0),
    ('exit 5', '', 5),
    ('exit -5', '', -5),
    ('exit /b 6', '', 6),
    ('cmd /c exit 7', '', 7),
    ('cmd /s /c "echo "quoted""', '"quoted"\r\n', 0),
    ('cmd.exe /d /s /c "echo a&exit 9"', 'a\r\n', 9),
    ('nosuch 2>&1', "'nosuch' is not recognized as an internal or external command,\r\n"
     'operable program or batch file.\r\n', 1),
    ('cmd /v:on /c nosuch 2>nul & cmd /v:on /c "nosuch 2>nul & echo !ERRORLEVEL!"', '9009\r\n', 1),
    ('cmd /c exit 9009', '', 9009),
    ('C:\\none\\x.exe 2>&1', 'The system cannot find the path specified.\r\n', 1),
    ('C:\\Windows\\none.exe 2>&1', "'C:\\Windows\\none.exe' is not recognized as an internal or "
     'external command,\r\noperable program or batch file.\r\n', 1),
    ('echo b|findstr b', 'b\r\n', 0),
    ('echo b|findstr c', '', 1),
    ('echo Text|find /i "tex"', 'Text\r\n', 0),
    ('hostname', 'WIN-STANDIN\r\n', 0),
    ('whoami', 'win-standin\\builder\r\n', 0),
    ('chcp 65001', 'Active code page: 65001\r\n', 0),
    ('reg query HKLM\\SOFTWARE\\None 2>&1', 'ERROR: The system was unable to find the specified '
     'registry key or value.\r\n', 1),
    ('reg add HKLM\\SOFTWARE\\T /v N /t REG_DWORD /d 7 /f', 'The operation completed '
     'successfully.\r\n', 0),
    ('reg add HKLM\\SOFTWARE\\T /v N /t REG_DWORD /d 7 /f>nul&reg query HKLM\\SOFTWARE\\T /v N',
     '\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\T\r\n    N    REG_DWORD    0x7\r\n\r\n', 0),
    ('reg delete HKLM\\SOFTWARE\\None /f 2>&1', 'ERROR: The system was unable to find the '
     'specified registry key or value.\r\n', 1),
    ('taskkill /f /im none.exe 2>&1', 'ERROR: The process "none.exe" not found.\r\n', 128),
    ('sc query None', '[SC] EnumQueryServicesStatus:OpenService FAILED 1060:\r\n\r\nThe specified '
     'service does not exist as an installed service.\r\n\r\n', 1060),
    ('net stop none 2>&1', 'The service name is invalid.\r\n\r\nMore help is available by typing '
     'NET HELPMSG 2185.\r\n\r\n', 2),
    ('net user none 2>&1', 'The user name could not be found.\r\n\r\nMore help is available by '
     'typing NET HELPMSG 2221.\r\n\r\n', 2),
    ('echo one 1>o.txt 2>e.txt <nul&type o.txt', 'one   \r\n', 0),
    ('echo a | more', 'a \r\n', 0),
    ('dir /b C:\\Users', 'builder\r\nDefault\r\nPublic\r\n', 0),
    ('dir C:\\none 2>&1', 'File Not Found\r\n', 1),
)


class CmdTest(unittest.TestCase):
    """Command lines."""

    def setUp(self):
        self.machine = Machine()
        self.addCleanup(self.machine.close)

    def test_lines(self):
        for line, out, code in LINES:
            with self.subTest(line):
                done = self.machine.cmd(line)
                self.assertEqual((out, code), (done.out, done.code), done.err)

    def test_too_long(self):
        done = self.machine.cmd('echo ' + 'x' * 8190)
        self.assertEqual(('', 1), (done.out, done.code))
        self.assertEqual('The command line is too long.\r\n', done.err)

    def test_certutil_there_and_back(self):
        self.machine.write('C:\\a.bin', bytes(range(256)))
        done = self.machine.cmd('certutil -encode C:\\a.bin C:\\a.b64 & '
                                'certutil -f -decode C:\\a.b64 C:\\b.bin')
        self.assertEqual(0, done.code)
        self.assertEqual(bytes(range(256)), self.machine.read('C:\\b.bin'))
        self.assertEqual(80, self.machine.cmd('certutil -decode C:\\a.b64 C:\\b.bin').code
                         & 0xFFFF)
        self.machine.write('C:\\bad.b64', 'not base64!')
        self.assertEqual(13, self.machine.cmd('certutil -decode C:\\bad.b64 C:\\c.bin').code
                         & 0xFFFF)
        self.assertEqual(2 - 2**31 + 0x70000,
                         self.machine.cmd('certutil -decode C:\\no.b64 C:\\c.bin').code)

    def test_batch_file(self):
        self.machine.write('C:\\b.cmd', NL.join((
            '@echo off', 'setlocal', 'set X=%~1', 'if "%X%"=="stop" goto end',
            'call :sub one "two words"', 'echo %~dp0 %X% %2', 'exit /b 4',
            ':sub', 'echo sub %1 %~2', 'exit /b 0', ':end', 'echo end', '')))
        done = self.machine.cmd('C:\\b.cmd go there')
        self.assertEqual('sub one two words\r\nC:\\ go there\r\n', done.out)
        self.assertEqual(4, done.code)
        self.assertEqual('end\r\n', self.machine.cmd('call C:\\b.cmd stop').out)

    def test_batch_without_call_does_not_come_back(self):
        self.machine.write('C:\\one.cmd', '@echo off\r\nC:\\two.cmd\r\necho never\r\n')
        self.machine.write('C:\\two.cmd', '@echo two\r\n')
        self.assertEqual('two\r\n', self.machine.cmd('C:\\one.cmd').out)

    def test_batch_echoes_its_lines(self):
        self.machine.write('C:\\e.cmd', 'echo hi\r\n')
        done = self.machine.cmd('cd C:\\ & C:\\e.cmd')
        self.assertEqual('\r\nC:\\>echo hi\r\nhi\r\n', done.out)

    def test_exit_code_of_32_bits(self):
        file = os.path.join(self.machine.root, 'code')
        subprocess.run([sys.executable, '-m', 'standin.cmdexe', 'exit 1115'], check=False,
                       env={**os.environ, 'STANDIN_EXITCODE': file, 'PYTHONPATH': os.pathsep.join(
                           sys.path)}, stdin=subprocess.DEVNULL)
        with open(file, encoding='ascii') as stream:
            self.assertEqual('1115', stream.read())

    def test_oem_code_page(self):
        from standin.windows import session
        made = session.Session()
        made.codepage = 437
        self.assertEqual('cp437', made.encoding)
        read, write = os.pipe()
        session.write(write, 'ä\n', made.encoding)
        self.assertEqual(b'\x84\r\n', os.read(read, 10))


class ShutdownTest(unittest.TestCase):
    """shutdown.exe, with its codes."""

    def setUp(self):
        self.machine = Machine()
        self.addCleanup(self.machine.close)

    def test_codes(self):
        for line, code, words in (
                ('shutdown /a', 1116, 'no shutdown was in progress.(1116)'),
                ('shutdown /r /f /t 60 /c "test"', 0, ''),
                ('shutdown /r /t 5', 1190, 'has already been scheduled.(1190)'),
                ('shutdown /a', 0, ''),
                ('shutdown /r /t 0', 0, ''),
                ('shutdown /r /f /t 60', 1115, 'A system shutdown is in progress.(1115)'),
                ('shutdown /a', 1115, 'A system shutdown is in progress.(1115)')):
            done = self.machine.cmd(line)
            self.assertEqual(code, done.code, line)
            self.assertIn(words, done.err)

    def test_boot_ends_it(self):
        from standin.windows import power
        self.machine.cmd('shutdown /r /t 0')
        self.assertEqual('restart', power.pending()['kind'])
        before = power.boot_time()
        power.booted()
        self.assertIsNone(power.pending())
        self.assertGreater(power.boot_time(), before)

    def test_needs_rights(self):
        self.assertEqual(5, self.machine.cmd('shutdown /r /t 0', elevated=False).code)


if __name__ == '__main__':
    unittest.main()

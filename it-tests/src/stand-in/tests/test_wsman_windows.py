"""The emulated Windows behind the service: command lines, standard input, jobs, restarts."""

import os
import re

from tests.client import Client
from tests.service import ServiceTest
from tests.test_wsman_restart import ServiceProcess
from tests.test_wsman_shell import eventually

PING = "powershell -NoProfile -Command \"Start-Sleep -Seconds 60\""


class WindowsTest(ServiceTest):
    """cmd.exe, forked off the process that has all imported."""

    def setUp(self):
        super().setUp()
        self.use_emulated_windows()

    def test_exit_codes_of_32_bits(self):
        for code in (0, 1, 259, 3010, 3221225786):
            self.assertEqual(code, self.client.run(f"exit {code}")[2])

    def test_quotes_around_the_whole_line_are_those_of_cmd(self):
        self.assertEqual((b"a \r\nb\r\n", b"", 0), self.client.run('"echo a & echo b"'))
        self.assertEqual((b'a "b"\r\n', b"", 0), self.client.run('echo a "b"'))

    def test_an_unknown_program_is_1(self):
        self.assertEqual(1, self.client.run("no-such-program")[2])

    def test_the_shell_of_a_user(self):
        shell = self.client.create(
            '<rsp:WorkingDirectory>C:\\Windows</rsp:WorkingDirectory><rsp:Environment>'
            '<rsp:Variable Name="COLOUR">red</rsp:Variable></rsp:Environment>')
        command = self.client.command(shell, "echo %USERNAME% %COLOUR% %CD%")
        self.assertEqual((b"builder red C:\\Windows\r\n", b"", 0), self.client.outcome(shell, command))

    def test_commands_follow_one_another_in_one_shell(self):
        shell = self.client.create()
        for line, expected in (("echo a> C:\\Windows\\Temp\\x.txt", b""), ("type C:\\Windows\\Temp\\x.txt", b"a\r\n")):
            self.assertEqual((expected, b"", 0), self.client.outcome(shell, self.client.command(shell, line)))

    def test_a_line_of_standard_input_is_read_before_its_end(self):
        shell = self.client.create()
        command = self.client.command(
            shell, 'powershell -NoProfile -Command "$x = [Console]::In.ReadLine(); \\"got $x\\""')
        self.client.send(shell, command, b"a secret\r\n", end=False)
        self.assertEqual((b"got a secret\r\n", b"", 0), self.client.outcome(shell, command))

    def test_a_terminated_command_leaves_no_process(self):
        shell = self.client.create()
        command = self.client.command(shell, PING)
        self.assertTrue(eventually(lambda: self.processes(shell)))
        self.client.signal(shell, command)
        self.assertTrue(eventually(lambda: not self.processes(shell)), self.processes(shell))

    def test_what_a_shell_started_in_the_background_dies_with_it(self):
        shell = self.client.create()
        command = self.client.command(shell, f"start /b {PING}")
        self.assertEqual(0, self.client.outcome(shell, command)[2])
        self.assertTrue(self.processes(shell))
        self.client.delete(shell)
        self.assertTrue(eventually(lambda: not self.processes(shell)), self.processes(shell))

    def processes(self, shell):
        """The process numbers of the emulated Windows, by its own account."""
        other = self.new_client()
        listing = other.run("tasklist /fo csv /nh")[0].decode()
        found = re.findall(r'"powershell\.exe","(\d+)"', listing)
        return [number for number in found if os.path.exists(f"/proc/{number}")]


class WindowsRestartTest(ServiceProcess):
    """shutdown.exe restarts what plays the machine."""

    PROGRAM = None

    def test_a_restart_shows_in_the_boot_time(self):
        port = self.start("--down-seconds", "1")
        client = Client(port)
        shell = client.create()
        line = ('powershell -NoProfile -Command "(Get-CimInstance Win32_OperatingSystem)'
                '.LastBootUpTime.ToUniversalTime().ToString(\'o\')"')
        before = client.outcome(shell, client.command(shell, line))
        self.assertEqual((b"", 0), before[1:])
        self.assertEqual(0, client.outcome(shell, client.command(shell, "shutdown /r /f /t 1"))[2])
        again = client.outcome(shell, client.command(shell, "shutdown /r /f /t 60"))
        self.assertIn(again[2], (1115, 1190))
        self.assertTrue(eventually(lambda: not self.open(port)))
        self.assertTrue(eventually(lambda: self.open(port)))
        client = Client(port)
        after = client.outcome(shell := client.create(), client.command(shell, line))
        self.assertEqual((b"", 0), after[1:])
        self.assertGreater(after[0], before[0])

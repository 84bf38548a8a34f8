"""Shells and commands, as a client meets them."""

import base64
import os
import time

from tests.client import RSP, S, SHELL
from tests.service import ServiceTest


def alive(pid):
    """Whether a process runs and is no zombie."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def eventually(condition, limit=5):
    """Waits for a condition; whether it came."""
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


class ShellTest(ServiceTest):
    """What commands do."""

    def test_output_and_exit_code(self):
        self.assertEqual((b"hello there\r\n", b"", 0), self.client.run("echo hello there"))

    def test_error_output_and_exit_code_of_32_bits(self):
        self.assertEqual((b"", b"no such thing\r\n", 3221225786),
                         self.client.run("fail 3221225786 no such thing"))
        self.assertEqual((b"", b"x\r\n", 4294967295), self.client.run("fail -1 x"))

    def test_arguments_are_joined_by_one_blank_each(self):
        shell = self.client.create()
        command = self.client.command(shell, "echo", ["a  b", '"c d"', "e"])
        self.assertEqual(b'a  b "c d" e\r\n', self.client.outcome(shell, command)[0])

    def test_the_shell_tells_its_commands_who_and_where(self):
        shell = self.client.create(
            "<rsp:WorkingDirectory>C:\\Windows</rsp:WorkingDirectory><rsp:Environment>"
            '<rsp:Variable Name="A">1 2</rsp:Variable></rsp:Environment>')
        told = {name: self.client.outcome(shell, self.client.command(shell, "env " + name))[0].strip()
                for name in ("STANDIN_USER", "STANDIN_CWD", "STANDIN_ENVIRONMENT", "STANDIN_REMOTE",
                             "STANDIN_CODEPAGE", "STANDIN_SKIP_CMD_SHELL", "STANDIN_ROOT")}
        self.assertEqual({
            "STANDIN_USER": b"builder", "STANDIN_CWD": b"C:\\Windows",
            "STANDIN_ENVIRONMENT": b'{"A": "1 2"}', "STANDIN_REMOTE": b"1",
            "STANDIN_CODEPAGE": b"65001", "STANDIN_SKIP_CMD_SHELL": b"0",
            "STANDIN_ROOT": self.root.encode(),
        }, told)
        skipped = self.client.command(shell, "env STANDIN_SKIP_CMD_SHELL",
                                      options={"WINRS_SKIP_CMD_SHELL": "TRUE"})
        self.assertEqual(b"1\n", self.client.outcome(shell, skipped)[0])

    def test_output_comes_while_the_command_runs(self):
        shell = self.client.create()
        command = self.client.command(shell, "slowly 0.7")
        answer = self.client.receive(shell, command)
        body = answer.xml.find(f"{S}Body/{RSP}ReceiveResponse")
        self.assertEqual(SHELL + "CommandState/Running", body.find(f"{RSP}CommandState").get("State"))
        first = base64.b64decode(body.findtext(f"{RSP}Stream"))
        self.assertEqual(b"0", first[:1])
        self.assertEqual(b"0\n1\n2\n", first + self.client.outcome(shell, command)[0])

    def test_silence_is_a_fault_of_time_and_no_more(self):
        shell = self.client.create()
        command = self.client.command(shell, "sleep 1.5")
        started = time.monotonic()
        answer = self.client.receive(shell, command, timeout="PT0.5S")
        self.assertTrue(0.4 < time.monotonic() - started < 1.4)
        self.assertEqual(500, answer.status)
        self.assertEqual(("s:Receiver", "w:TimedOut", 2150858793), answer.fault())
        self.assertEqual((b"", b"", 0), self.client.outcome(shell, command))

    def test_the_service_waits_no_longer_than_its_own_limit(self):
        self.settings.limits.max_timeout_ms = 300
        shell = self.client.create()
        command = self.client.command(shell, "sleep 20")
        started = time.monotonic()
        self.assertEqual(2150858793, self.client.receive(shell, command).fault()[2])
        self.assertLess(time.monotonic() - started, 5)

    def test_standard_input(self):
        shell = self.client.create()
        command = self.client.command(shell, "cat")
        self.assertEqual(200, self.client.send(shell, command, b"some ", end=False).status)
        self.assertEqual(200, self.client.send(shell, command, b"text").status)
        self.assertEqual((b"SOME TEXT", b"", 0), self.client.outcome(shell, command))

    def test_a_flood_comes_in_envelopes_of_the_size_asked_for(self):
        shell = self.client.create()
        command = self.client.command(shell, "flood 1000000")
        answer = self.client.receive(shell, command, size="16384")
        self.assertLessEqual(len(answer.body), 16384)
        rest, _, code = self.client.outcome(shell, command, size="100000")
        self.assertEqual(0, code)
        self.assertGreater(len(rest), 900_000)

    def test_ctrl_c_ends_the_command_and_its_result_can_be_fetched(self):
        shell = self.client.create()
        command = self.client.command(shell, "sleep 60")
        self.assertEqual(200, self.client.signal(shell, command, "ctrl_c").status)
        self.assertEqual((b"", b"", 0xC000013A), self.client.outcome(shell, command))

    def test_terminate_forgets_the_command(self):
        shell = self.client.create()
        command = self.client.command(shell, "sleep 60")
        self.assertEqual(200, self.client.signal(shell, command).status)
        self.assertEqual(("s:Sender", "w:InvalidParameter", 87),
                         self.client.receive(shell, command).fault())
        self.assertEqual((b"still here\r\n", b"", 0),
                         self.client.outcome(shell, self.client.command(shell, "echo still here")))

    def test_what_a_shell_started_dies_with_it_but_not_what_a_service_did(self):
        shell = self.client.create()
        child = int(self.client.outcome(shell, self.client.command(shell, "child"))[0])
        service = int(self.client.outcome(shell, self.client.command(shell, "service"))[0])
        self.addCleanup(os.kill, service, 9)
        self.assertTrue(alive(child), "goes on when its command has ended")
        self.assertEqual(200, self.client.delete(shell).status)
        self.assertTrue(eventually(lambda: not alive(child)))
        self.assertTrue(alive(service))

    def test_cmd_takes_8191_characters(self):
        self.assertEqual((b"x" * 8186 + b"\r\n", b"", 0), self.client.run("echo " + "x" * 8186))
        self.assertEqual((b"", b"The command line is too long.\r\n", 1),
                         self.client.run("echo " + "x" * 8187))
        longer = self.client.run("echo " + "x" * 8187, options={"WINRS_SKIP_CMD_SHELL": "TRUE"})
        self.assertEqual(0, longer[2], "the limit is that of cmd.exe")

    def test_an_idle_shell_goes(self):
        shell = self.client.create("<rsp:IdleTimeOut>PT0.300S</rsp:IdleTimeOut>")
        self.assertTrue(eventually(
            lambda: not self.service.shells._shells))
        self.assertEqual(2150858843, self.client.delete(shell).fault()[2])

    def test_another_users_shell_is_not_found(self):
        shell = self.client.create()
        self.settings.check = lambda user, password: user
        other = self.new_client("somebody", "else")
        self.assertEqual(2150858843, other.delete(shell).fault()[2])

    def test_ids_of_the_clients_choice(self):
        body = ('<rsp:Shell ShellId="AAAAAAAA-0000-4000-8000-000000000001"><rsp:InputStreams>stdin</rsp:InputStreams>'
                "<rsp:OutputStreams>stdout</rsp:OutputStreams></rsp:Shell>")
        answer = self.client.call("http://schemas.xmlsoap.org/ws/2004/09/transfer/Create", body)
        self.assertIn(b"AAAAAAAA-0000-4000-8000-000000000001", answer.body)

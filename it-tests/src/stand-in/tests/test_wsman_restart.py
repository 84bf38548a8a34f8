"""The service as a process of its own, and the restart of a machine that it plays."""

import json
import os
import subprocess
import sys
import tempfile
import time
import unittest

from tests.client import Client
from tests.service import certificate
from tests.test_wsman_shell import alive, eventually

_HERE = os.path.dirname(os.path.abspath(__file__))
# The service with the small program in place of cmd.exe.
_START = (
    "import sys; from standin.wsman import __main__ as main, jobs; "
    "jobs.PROGRAM = [sys.executable, {program!r}]; sys.exit(main.main())"
)


class ServiceProcess(unittest.TestCase):
    """`python3 -m standin.wsman` as other tests start it."""

    # In place of cmd.exe; None for the emulated one.
    PROGRAM = os.path.join(_HERE, "small_cmd.py")

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="standin-test-")
        self.addCleanup(folder.cleanup)
        self.root = folder.name
        self.password_file = os.path.join(self.root, "password")
        with open(os.open(self.password_file, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write("Secret-12345\n")

    def start(self, *options):
        """Starts the service; gives its port."""
        cert, key = certificate()
        port_file = os.path.join(self.root, "port")
        how = ["-c", _START.format(program=self.PROGRAM)] if self.PROGRAM else ["-m", "standin.wsman"]
        self.process = subprocess.Popen(
            [sys.executable, *how, "--root", self.root, "--port", "0",
             "--port-file", port_file, "--user", "builder", "--password-file", self.password_file,
             "--certificate", cert, "--key", key, *options],
            env=dict(os.environ, PYTHONPATH=os.path.dirname(_HERE)), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.addCleanup(self.stop)
        eventually(lambda: os.path.exists(port_file) or self.process.poll() is not None, 10)
        self.assertTrue(os.path.exists(port_file), "no port in time")
        with open(port_file, encoding="ascii") as file:
            return int(file.read())

    def stop(self):
        """Ends the service, if it has not ended."""
        self.process.terminate()
        self.said = self.process.communicate(timeout=10)

    def open(self, port):
        """Whether the service answers."""
        client = Client(port)
        try:
            return client.create_answer().status == 200
        except OSError:
            return False
        finally:
            client.close()


class RestartTest(ServiceProcess):
    """What others rely on, and restarts."""

    def test_says_nothing_and_ends_on_request(self):
        self.assertTrue(self.open(self.start()))
        self.stop()
        self.assertEqual((0, (b"", b"")), (self.process.returncode, self.said))

    def test_refuses_a_password_that_others_can_read(self):
        os.chmod(self.password_file, 0o644)
        with self.assertRaises(AssertionError):
            self.start()
        self.stop()
        self.assertIn(b"mode 0600", self.said[1])

    def test_a_restart_ends_every_process_and_comes_back_on_the_same_port(self):
        port = self.start("--down-seconds", "1")
        client = Client(port)
        shell = client.create()
        service = int(client.outcome(shell, client.command(shell, "service"))[0])
        client.command(shell, "restart")
        self.assertTrue(eventually(lambda: not alive(service)), "processes die with the machine")
        self.assertFalse(self.open(port))
        self.assertTrue(eventually(lambda: self.open(port)))
        self.assertFalse(os.path.exists(os.path.join(self.root, "state", "reboot.json")))
        self.assertEqual(2150858843, Client(port).delete(shell).fault()[2], "shells are gone")

    def test_a_shutdown_ends_the_service(self):
        port = self.start()
        client = Client(port)
        client.command(client.create(), "restart shutdown")
        self.assertEqual(0, self.process.wait(10))

    def test_may_answer_for_a_while_before_the_restart(self):
        misbehave = os.path.join(self.root, "misbehave.json")
        with open(misbehave, "w", encoding="utf-8") as file:
            json.dump({"answerBeforeRestart": 2}, file)
        port = self.start("--down-seconds", "1", "--misbehave", misbehave)
        client = Client(port)
        client.command(client.create(), "restart")
        time.sleep(0.8)
        self.assertTrue(self.open(port), "still answers")
        self.assertTrue(eventually(lambda: not self.open(port)))
        self.assertTrue(eventually(lambda: self.open(port)))

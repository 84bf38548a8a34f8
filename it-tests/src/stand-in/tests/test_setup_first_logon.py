"""The whole way: the medium of the hypervisor module, its first-logon.ps1, and WinRM as that opens it."""

import os
import ssl
import tempfile
import threading
import unittest
from unittest import mock

from standin.setup import firstboot, seal, winrm
from standin.windows import power, registry, store
from standin.wsman import jobs
from standin.wsman.misbehave import Misbehaviour
from standin.wsman.server import Service
from tests import seed
from tests.client import Client
from tests.service import certificate


class FirstLogonTest(unittest.TestCase):
    """Without a VM: drive D: is a folder, COM1 a file."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="standin-test-")
        self.addCleanup(folder.cleanup)
        self.root = folder.name
        self.serial = os.path.join(self.root, "com1")
        environment = mock.patch.dict(os.environ, {"STANDIN_ROOT": self.root, "STANDIN_SERIAL": self.serial})
        environment.start()
        self.addCleanup(environment.stop)
        self.addCleanup(jobs.end_all, self.root)
        seal.main()
        self.said = []

    def boot(self, **values):
        """A start of the guest with a medium in its drive."""
        os.makedirs(os.path.join(self.root, "D"), exist_ok=True)
        seed.write(os.path.join(self.root, "D"), **values)
        power.booted()
        firstboot.run(self.said.append)

    def serve(self, test, *login):
        """Serves WinRM as it is configured, on another port, for a test of a client."""
        settings = winrm.settings()
        settings.host, settings.port = "127.0.0.1", 0
        # The rule is for the port that the service has in the guest.
        settings.reachable = lambda: any(winrm._lets_in(rule, 5986) for rule in (store.read("firewall") or {}).values())
        service = Service(self.root, lambda: settings, Misbehaviour())
        thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        client = Client(service.server_address[1], *login)
        try:
            test(client)
        finally:
            client.close()
            service.stop()
            thread.join(5)

    def test_winrm_is_open_to_the_build_and_again_after_sysprep(self):
        self.assertIsNone(winrm.start_mark(), "nothing is open before the first logon")
        self.boot(user="builder", password="Secret-12345x")
        self.assertEqual(["specialize with D:\\Unattend.xml",
                          "oobeSystem with C:\\Windows\\Panther\\Unattend.xml", "builder logs on"], self.said)
        self.assertEqual("image-engine: WinRM is open", self.text())
        self.assertIsNotNone(winrm.start_mark())
        self.assertEqual("0", registry.value(firstboot.WINLOGON, "AutoAdminLogon"))
        self.assertNotIn("DefaultPassword", registry.values(firstboot.WINLOGON))
        self.serve(self.look, "builder", "Secret-12345x")

        self.serve(self.generalize, "builder", "Secret-12345x")
        self.assertEqual("IMAGE_STATE_GENERALIZE_RESEAL_TO_OOBE", firstboot.image_state())
        os.unlink(self.serial)
        self.boot(computer="ie-test-02", user="second", password="Other-Secret-2")
        self.assertEqual("image-engine: WinRM is open", self.text())
        self.serve(lambda client: self.assertEqual(
            (b"ie-test-02\\second\r\n", b"", 0), client.run("whoami")), "second", "Other-Secret-2")

    def text(self):
        """What came out of COM1."""
        with open(self.serial, encoding="ascii") as file:
            return file.read().strip()

    def look(self, client):
        """The certificate is the one on the medium, and its limits are those that were set."""
        self.assertEqual((b"ie-test-01\\builder\r\n", b"", 0), client.run("whoami"))
        shown = ssl.DER_cert_to_PEM_cert(client.connection.sock.getpeercert(binary_form=True))
        with open(certificate()[0], encoding="ascii") as file:
            self.assertEqual(file.read().split(), shown.split())
        self.assertEqual(7_200_000, winrm.settings().limits.max_timeout_ms)

    def generalize(self, client):
        """What a build does at its end, in short."""
        removed = client.run('powershell -NoProfile -Command "Remove-NetFirewallRule -Name ImageEngineWinRM"')
        self.assertEqual((b"", b"", 0), removed)
        result = client.run("C:\\Windows\\System32\\Sysprep\\sysprep.exe /oobe /generalize /quiet /quit")
        self.assertEqual(0, result[2], result)

    def test_a_local_administrator_is_none_over_the_network_without_the_policy(self):
        self.boot(user="builder", password="Secret-12345x")
        registry.remove_value(winrm.POLICIES, "LocalAccountTokenFilterPolicy")
        self.serve(lambda client: self.assertEqual(
            ("s:Sender", "w:AccessDenied", 5), client.create_answer().fault()), "builder", "Secret-12345x")
        self.serve(lambda client: self.assertEqual(
            200, client.create_answer().status), "Administrator", seed.ADMINISTRATOR_PASSWORD)

    def test_the_firewall_lets_nobody_in_without_a_rule(self):
        self.boot(user="builder", password="Secret-12345x")

        def look(client):
            self.assertEqual(200, client.create_answer().status)
            client.run('powershell -NoProfile -Command "Remove-NetFirewallRule -Name ImageEngineWinRM"')
            self.assertEqual(200, client.create_answer().status, "this connection was there before")
            other = Client(client.connection.port, "builder", "Secret-12345x")
            with self.assertRaises(OSError):
                other.create_answer()

        self.serve(look, "builder", "Secret-12345x")

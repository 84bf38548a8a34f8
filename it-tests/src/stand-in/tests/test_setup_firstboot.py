"""From a generalized image to the first logon, with the answer file of the hypervisor module."""

import importlib.util
import os
import tempfile
import unittest
from unittest import mock

from tests import seed

HAVE = importlib.util.find_spec("standin.windows") is not None


@unittest.skipUnless(HAVE, "the emulated Windows is not there")
class FirstBootTest(unittest.TestCase):
    """Passes and the first logon; command lines are only noted."""

    def setUp(self):
        from standin.setup import firstboot, programs, seal
        from standin.windows import registry, users
        self.firstboot, self.registry, self.users = firstboot, registry, users
        folder = tempfile.TemporaryDirectory(prefix="standin-test-")
        self.addCleanup(folder.cleanup)
        self.root = folder.name
        environment = mock.patch.dict(os.environ, {"STANDIN_ROOT": self.root})
        environment.start()
        self.addCleanup(environment.stop)
        seal.main()
        self.said, self.ran, self.codes = [], [], {}
        run = mock.patch.object(programs, "run", self.run_program)
        run.start()
        self.addCleanup(run.stop)

    def run_program(self, line, user):
        """In place of cmd.exe."""
        self.ran.append((user, line))
        return self.codes.get(user, 0), ""

    def insert(self, text=None, names=("Unattend.xml", "Autounattend.xml")):
        """Puts a medium into drive D:."""
        os.makedirs(os.path.join(self.root, "D"), exist_ok=True)
        for name in names:
            with open(os.path.join(self.root, "D", name), "w", encoding="utf-8") as file:
                file.write(text or seed.answers())

    def boot(self):
        """One start of the guest."""
        if self.firstboot.pending():
            self.firstboot.run(self.said.append)

    def stuck(self):
        """A start that does not get anywhere; gives the words for it."""
        with self.assertRaises(self.firstboot.Stuck) as raised:
            self.boot()
        return str(raised.exception)

    def state(self):
        """The state of the image, as the registry has it."""
        return self.firstboot.image_state()

    def test_from_generalized_to_the_first_logon(self):
        self.assertEqual("IMAGE_STATE_GENERALIZE_RESEAL_TO_OOBE", self.state())
        before = self.users.sid("Administrator")
        self.insert()
        self.boot()
        self.assertEqual("IMAGE_STATE_COMPLETE", self.state())
        self.assertTrue(self.users.check(seed.USER, seed.PASSWORD))
        self.assertTrue(self.users.is_administrator(seed.USER))
        self.assertNotEqual(before, self.users.sid("Administrator"), "another machine")
        self.assertEqual([
            ("SYSTEM", "reg add HKLM\\SYSTEM\\CurrentControlSet\\Control\\Network\\NewNetworkWindowOff /f"),
            (seed.USER, "cmd.exe /c for %d in (D E F G H I) do @if exist %d:\\first-logon.ps1 powershell.exe "
             "-NoProfile -NonInteractive -ExecutionPolicy Bypass -File %d:\\first-logon.ps1"),
            (seed.USER, "shutdown.exe /l"),
        ], self.ran)
        self.assertTrue(self.users.check("Administrator", seed.ADMINISTRATOR_PASSWORD))
        name = self.registry.value(
            "HKLM\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName", "ComputerName")
        self.assertEqual(seed.COMPUTER.upper(), name)
        # What first-logon.ps1 is to take back; Windows adds one to LogonCount.
        self.assertEqual(
            {"AutoAdminLogon": "1", "AutoLogonCount": 1, "DefaultUserName": seed.USER, "DefaultPassword": seed.PASSWORD},
            self.registry.values(self.firstboot.WINLOGON))
        self.assertTrue(os.path.isdir(os.path.join(self.root, "C", "Users", seed.USER, "Documents")))

    def test_no_file_of_the_guest_has_the_password(self):
        self.insert()
        self.boot()
        self.registry.remove_value(self.firstboot.WINLOGON, "DefaultPassword")
        for folder, _, names in os.walk(self.root):
            for name in names:
                if os.path.basename(folder) != "D":
                    with open(os.path.join(folder, name), "rb") as file:
                        self.assertNotIn(b"wort-17", file.read(), os.path.join(folder, name))
        self.assertTrue(os.path.exists(os.path.join(self.root, "C", "Windows", "Panther", "unattend.xml")))

    def test_a_second_start_needs_no_answers(self):
        self.insert()
        self.boot()
        self.ran.clear()
        self.boot()
        self.assertEqual(([], "IMAGE_STATE_COMPLETE"), (self.ran, self.state()))

    def test_a_second_image_is_set_up_anew(self):
        self.insert()
        self.boot()
        from standin.setup import seal
        seal.main()
        self.insert(seed.answers(computer="ie-test-02", user="second", password="Other-Secret-2"))
        self.boot()
        self.assertTrue(self.users.check("second", "Other-Secret-2"))
        self.assertTrue(self.users.exists(seed.USER), "accounts stay, as in Windows")
        self.assertEqual(6, len(self.ran))

    def test_without_a_medium_a_person_is_waited_for(self):
        self.assertIn("OOBE waits for a person: there is no answer file", self.stuck())
        self.assertEqual([], self.ran)
        self.assertTrue(self.registry.value(
            "HKLM\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName", "ComputerName").startswith("WIN-"))

    def test_the_name_for_other_passes_does(self):
        self.insert(names=("Autounattend.xml",))
        self.boot()
        self.assertEqual("IMAGE_STATE_COMPLETE", self.state())

    def test_an_invalid_file_is_refused_at_every_start(self):
        self.insert(seed.answers().replace("ProtectYourPC", "ProtectMyPC"))
        for _ in range(2):
            # The copy that the pass before has left comes first, as in Windows.
            self.assertIn("could not parse or process unattend answer file "
                          "[C:\\Windows\\Panther\\Unattend.xml] for pass [oobeSystem]", self.stuck())
        self.assertEqual("IMAGE_STATE_SPECIALIZE_RESEAL_TO_OOBE", self.state())
        self.assertFalse(self.users.exists(seed.USER))

    def test_a_command_of_specialize_that_fails_stops_setup(self):
        self.codes["SYSTEM"] = 2
        self.insert()
        self.assertIn("specialize: exit code 2 of reg add", self.stuck())
        self.assertEqual("IMAGE_STATE_GENERALIZE_RESEAL_TO_OOBE", self.state())

    def test_pages_that_are_not_answered(self):
        cases = {
            "licence terms": ("<HideEULAPage>true", "<HideEULAPage>false"),
            "privacy settings": ("<ProtectYourPC>3</ProtectYourPC>", ""),
            "password of the administrator": (seed.ADMINISTRATOR_PASSWORD, "administrator"),
            "region and keyboard": ("<UserLocale>en-US</UserLocale>", ""),
        }
        for page, (old, new) in cases.items():
            with self.subTest(page):
                self.setUp()
                self.insert(seed.answers().replace(old, new))
                self.assertEqual(f"OOBE waits for a person at: {page}", self.stuck())

    def test_a_password_against_the_policy(self):
        for secret in ("all-small-letters", "Builder-and-more1"):
            self.setUp()
            self.insert(seed.answers(password=secret))
            self.assertEqual("OOBE waits for a person at: password of builder", self.stuck())

    def test_logs_on_once_more_unless_told_not_to(self):
        self.insert()
        self.boot()
        self.firstboot.auto_logon(self.said.append)
        self.assertEqual(f"{seed.USER} logs on", self.said[-1])
        self.assertEqual({"AutoAdminLogon": "0", "DefaultUserName": seed.USER},
                         self.registry.values(self.firstboot.WINLOGON))
        self.said.clear()
        self.firstboot.auto_logon(self.said.append)
        self.assertEqual([], self.said)

    def test_nobody_logs_on_with_a_wrong_password(self):
        text = seed.answers()
        place = text.index("<AutoLogon>")
        self.insert(text[:place] + text[place:].replace("wort-17", "wort-18"))
        self.boot()
        self.assertEqual(["SYSTEM"], [user for user, _ in self.ran])
        self.assertIn("nobody logs on, so FirstLogonCommands wait", self.said)

"""The answer file that the hypervisor module writes, and how answer files are refused."""

import unittest
import xml.dom.minidom
import xml.sax

from standin.setup.answers import MASKED, Answers, InvalidAnswers, each, password, text
from tests import seed

SHELL = "Microsoft-Windows-Shell-Setup"


class OurAnswerFileTest(unittest.TestCase):
    """What the engine gives a real Windows."""

    def setUp(self):
        self.answers = Answers("D:\\Unattend.xml", seed.answers().encode())

    def test_is_xml_to_another_parser_as_well(self):
        data = seed.answers().encode()
        xml.sax.parseString(data, xml.sax.ContentHandler())
        document = xml.dom.minidom.parseString(data)
        self.assertEqual("utf-8", document.encoding)
        self.assertEqual("urn:schemas-microsoft-com:unattend", document.documentElement.namespaceURI)

    def test_holds_what_the_published_structure_allows(self):
        for name in ("specialize", "oobeSystem"):
            self.assertTrue(self.answers.has_pass(name))
            self.assertEqual([], self.answers.mistakes(name))

    def test_values_arrive_as_they_were(self):
        shell = self.answers.component("oobeSystem", SHELL)
        account = each(shell, "UserAccounts/LocalAccounts/LocalAccount")[0]
        self.assertEqual(seed.PASSWORD, password(each(account, "Password")[0]))
        self.assertEqual(seed.PASSWORD, password(each(shell, "AutoLogon/Password")[0]))
        self.assertEqual((seed.USER, seed.USER, "1"), (
            text(account, "Name"), text(shell, "AutoLogon/Username"), text(shell, "AutoLogon/LogonCount")))
        specialize = self.answers.component("specialize", SHELL)
        self.assertEqual(seed.COMPUTER, text(specialize, "ComputerName"))

    def test_no_secret_stays_in_the_copy_that_windows_keeps(self):
        for passes in (("specialize", "oobeSystem"), ("oobeSystem",)):
            kept = self.answers.processed(*passes)
            self.assertNotIn(seed.escape(seed.PASSWORD).encode(), kept)
            self.assertNotIn(b"wort-17", kept)
            self.assertEqual(3, kept.count(MASKED.encode()))
        again = Answers("C:\\Windows\\Panther\\unattend.xml", self.answers.processed("specialize", "oobeSystem"))
        self.assertFalse(again.has_pass("specialize") or again.has_pass("oobeSystem"))
        self.assertIn(b"wort-17", self.answers.processed("specialize"), "still needed by OOBE")

    def test_a_place_holder_left_in_place_is_refused(self):
        left = Answers("D:\\Unattend.xml", seed.resource("unattend.xml").encode())
        self.assertEqual(
            ["Microsoft-Windows-Shell-Setup/ComputerName has a value that is not allowed"],
            left.mistakes("specialize"))


class RefusedTest(unittest.TestCase):
    """One change each, and what is said of it."""

    def test_mistakes(self):
        good = seed.answers()
        cases = [
            ('pass="oobeSystem"', 'pass="oobesystem"', "specialize", "there is no pass oobesystem"),
            ('pass="oobeSystem"', 'pass="specialize"', "specialize", "the pass specialize is there twice"),
            ("Microsoft-Windows-Deployment", "Microsoft-Windows-Deploy", "specialize",
             "there is no component Microsoft-Windows-Deploy in the pass specialize"),
            ('versionScope="nonSxS"', 'versionScope="SxS"', "specialize",
             "component Microsoft-Windows-Shell-Setup: versionScope is SxS"),
            ('processorArchitecture="amd64"', "", "oobeSystem",
             "component Microsoft-Windows-International-Core: processorArchitecture is None"),
            ("HideEULAPage", "HideEulaPage", "oobeSystem",
             "Microsoft-Windows-Shell-Setup/OOBE has no setting HideEulaPage"),
            ("<ProtectYourPC>3", "<ProtectYourPC>4", "oobeSystem",
             "Microsoft-Windows-Shell-Setup/OOBE/ProtectYourPC has a value that is not allowed"),
            ('<SynchronousCommand wcm:action="add">', "<SynchronousCommand>", "oobeSystem",
             'Microsoft-Windows-Shell-Setup/FirstLogonCommands/SynchronousCommand wants wcm:action="add"'),
            ("<TimeZone>UTC</TimeZone>", "<TimeZone>UTC</TimeZone><TimeZone>UTC</TimeZone>", "specialize",
             "Microsoft-Windows-Shell-Setup has TimeZone twice"),
            (seed.COMPUTER, "a-name-of-16-chars", "specialize",
             "Microsoft-Windows-Shell-Setup/ComputerName has a value that is not allowed"),
            (seed.COMPUTER, "1234", "specialize",
             "Microsoft-Windows-Shell-Setup/ComputerName has a value that is not allowed"),
            ("<Path>reg add", "<Path>" + "x" * 260, "specialize",
             "Microsoft-Windows-Deployment/RunSynchronous/RunSynchronousCommand/Path is longer than 259 characters"),
            ("<ComputerName>", "<OOBE/><ComputerName>", "specialize",
             "Microsoft-Windows-Shell-Setup/OOBE does not belong into the pass specialize"),
        ]
        for old, new, name, expected in cases:
            with self.subTest(expected):
                self.assertIn(old, good)
                changed = Answers("D:\\Unattend.xml", good.replace(old, new).encode())
                self.assertIn(expected, changed.mistakes(name))
                with self.assertRaises(InvalidAnswers) as raised:
                    changed.require(name)
                self.assertTrue(str(raised.exception).startswith(
                    f"Windows could not parse or process unattend answer file [D:\\Unattend.xml] for pass [{name}]"))
                self.assertNotIn(seed.PASSWORD, str(raised.exception))

    def test_no_answer_file_at_all(self):
        for data in ("", "<unattend>", "<unattend/>", seed.answers().replace("urn:", "urn:x-")):
            with self.assertRaises(InvalidAnswers):
                Answers("D:\\Unattend.xml", data.encode())

    def test_a_password_that_is_not_plain_text(self):
        import base64
        hidden = base64.b64encode("Secret-1Password".encode("utf-16-le")).decode()
        changed = seed.answers(password="Secret-1").replace("<Value>Secret-1<", f"<Value>{hidden}<").replace(
            "<PlainText>true", "<PlainText>false")
        shell = Answers("D:\\Unattend.xml", changed.encode()).component("oobeSystem", SHELL)
        self.assertEqual("Secret-1", password(each(shell, "AutoLogon/Password")[0]))

"""The service as another's client sees it: pywinrm, Debian's package python3-winrm."""

import base64
import importlib.util
import unittest
import warnings

from tests.service import ServiceTest

HAVE = importlib.util.find_spec("winrm") is not None
HAVE_POWERSHELL = importlib.util.find_spec("standin.powershell") is not None
# Records of progress are CLIXML on standard error, which run_ps of Debian's version trips over.
QUIET = "$ProgressPreference = 'SilentlyContinue'; "


@unittest.skipUnless(HAVE, "python3-winrm is not installed")
class PywinrmTest(ServiceTest):
    """Commands through pywinrm."""

    def setUp(self):
        super().setUp()
        warnings.simplefilter("ignore")

    def session(self, password="Secret-12345"):
        """A session with short timeouts, so that a command of seconds meets some."""
        import winrm
        return winrm.Session(
            f"https://127.0.0.1:{self.port}/wsman", auth=("builder", password), transport="basic",
            ca_trust_path=self.settings.certificate, operation_timeout_sec=1, read_timeout_sec=20)

    def test_output(self):
        result = self.session().run_cmd("echo", ["some", "words"])
        self.assertEqual((0, b"some words\r\n", b""), (result.status_code, result.std_out, result.std_err))

    def test_exit_code_and_error_output(self):
        result = self.session().run_cmd("fail 3010 restart me")
        self.assertEqual((3010, b"", b"restart me\r\n"),
                         (result.status_code, result.std_out, result.std_err))

    def test_a_silent_command_goes_on_over_faults_of_time(self):
        result = self.session().run_cmd("slowly 1.5")
        self.assertEqual((0, b"0\n1\n2\n"), (result.status_code, result.std_out))

    def test_wrong_password(self):
        from winrm.exceptions import InvalidCredentialsError
        with self.assertRaises(InvalidCredentialsError):
            self.session("wrong").run_cmd("echo")

    def test_a_dead_shell_and_a_fault(self):
        from winrm.exceptions import WinRMError
        protocol = self.session().protocol
        shell = protocol.open_shell(codepage=65001, env_vars={"A": "B"}, idle_timeout="PT60S")
        command = protocol.run_command(shell, "env STANDIN_ENVIRONMENT")
        self.assertEqual((b'{"A": "B"}\n', b"", 0), protocol.get_command_output(shell, command))
        protocol.cleanup_command(shell, command)
        protocol.close_shell(shell)
        with self.assertRaisesRegex(WinRMError, "'wsmanfault_code': '2150858843'.*'w:InvalidSelectors'"):
            protocol.run_command(shell, "echo")


@unittest.skipUnless(HAVE, "python3-winrm is not installed")
@unittest.skipUnless(HAVE_POWERSHELL, "the emulated PowerShell is not there")
class PywinrmWindowsTest(ServiceTest):
    """cmd.exe and PowerShell behind the service."""

    def setUp(self):
        super().setUp()
        warnings.simplefilter("ignore")
        self.use_emulated_windows()
        import winrm
        self.session = winrm.Session(
            f"https://127.0.0.1:{self.port}/wsman", auth=("builder", "Secret-12345"), transport="basic",
            ca_trust_path=self.settings.certificate, operation_timeout_sec=2, read_timeout_sec=40)

    def test_cmd(self):
        result = self.session.run_cmd("echo %USERNAME% & ver & exit /b 42")
        self.assertEqual(42, result.status_code)
        self.assertIn(b"builder", result.std_out)
        self.assertIn(b"Microsoft Windows [Version 10.", result.std_out)
        unknown = self.session.run_cmd("no-such-program")
        self.assertEqual(1, unknown.status_code)
        self.assertIn(b"is not recognized as an internal or external command", unknown.std_err)

    def test_powershell(self):
        result = self.session.run_ps(QUIET + "$x = 6 * 7; Write-Output \"x is $x\"; exit 7")
        self.assertEqual((7, b"x is 42\r\n", b""),
                         (result.status_code, result.std_out, result.std_err))

    def test_a_terminating_error_comes_as_clixml_that_pywinrm_reads(self):
        encoded = base64.b64encode("throw 'this is wrong'".encode("utf-16-le")).decode()
        result = self.session.run_cmd("powershell -encodedcommand " + encoded)
        self.assertEqual(1, result.status_code)
        # run_ps of Debian's version would take the bytes for text, and fail.
        error = result.std_err.decode()
        self.assertTrue(error.startswith("#< CLIXML\r\n"), error)
        read = self.session._clean_error_msg(error)
        self.assertIn("this is wrong", read)
        self.assertNotIn("CLIXML", read)
        self.assertNotIn("<Objs", read)

    def test_a_long_command_over_faults_of_time(self):
        result = self.session.run_ps(QUIET + "Start-Sleep -Seconds 5; 'done'")
        self.assertEqual((0, b"done\r\n"), (result.status_code, result.std_out))

"""The engine's own scripts: each is read by the parser, and the first logon is run."""
import glob
import os
import unittest

from tests.machine import Machine

from standin.powershell.parser import parse
from standin.powershell.scanner import ParseError

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.abspath(os.path.join(HERE, '..', '..', '..', '..'))


def scripts():
    """Every .ps1 file that is shipped."""
    return sorted(glob.glob(os.path.join(REPOSITORY, '*/src/main/resources/**/*.ps1'),
                            recursive=True))


class EngineScriptsTest(unittest.TestCase):
    """Files in the repository."""

    def test_there_are_some(self):
        self.assertTrue(scripts(), 'no scripts under ' + REPOSITORY)

    def test_each_is_read(self):
        for path in scripts():
            with self.subTest(os.path.relpath(path, REPOSITORY)):
                with open(path, 'rb') as file:
                    data = file.read()
                self.assertTrue(data.isascii(), 'only ASCII has one meaning in Windows PowerShell')
                tree = parse(data.decode('ascii'), path)
                self.assertTrue(tree.finish.statements)

    def test_mistakes_are_seen(self):
        for text in ('if (', '"open', '@{ a = ', 'foreach ($x of 1) { }', '1 +', 'a && b',
                     'function { }', 'try { 1 }', '$x = ', '{', ')', '@"\nopen'):
            with self.subTest(text), self.assertRaises(ParseError):
                parse(text)


class RunTest(unittest.TestCase):
    """Some of them, run; the engine's own tests run the others over WinRM."""

    def setUp(self):
        self.machine = Machine()
        self.addCleanup(self.machine.close)

    def run_script(self, name, arguments=''):
        """Runs a script of the repository; skips when it is not there."""
        path = next((p for p in scripts() if os.path.basename(p) == name), None)
        if path is None:
            self.skipTest('there is no ' + name)
        with open(path, 'rb') as file:
            self.machine.write('C:\\' + name, file.read())
        return self.machine.cmd('powershell.exe -NoProfile -NonInteractive -ExecutionPolicy '
                                'Bypass -File C:\\%s %s' % (name, arguments))

    def test_state(self):
        from standin.windows import power
        power.booted(1700000000)
        done = self.run_script('state.ps1')
        self.assertEqual((0, ''), (done.code, done.err))
        self.assertIn('boot 133444736000000000', done.lines)
        self.assertIn('image IMAGE_STATE_COMPLETE', done.lines)

    def test_generalize(self):
        self.machine.misbehave(sysprepSeconds=0.2)
        done = self.run_script('generalize.ps1')
        self.assertEqual((0, ''), (done.code, done.err))
        self.assertIn('Image state: IMAGE_STATE_GENERALIZE_RESEAL_TO_OOBE', done.lines)

    def test_generalize_fails_with_the_log(self):
        self.machine.misbehave(sysprepSeconds=0.2, sysprepUndeployable=True)
        done = self.run_script('generalize.ps1')
        self.assertEqual(1, done.code)
        self.assertIn('setuperr.log', done.err)
        self.assertIn('not provisioned for all users', done.err)

    def test_generalize_does_not_wait_for_ever(self):
        self.machine.misbehave(sysprepSeconds=0.2, sysprepStuck=True)
        done = self.run_script('generalize.ps1', '-SysprepSeconds 2')
        self.assertEqual(1, done.code)
        self.assertIn('within 2 s', done.err)


if __name__ == '__main__':
    unittest.main()

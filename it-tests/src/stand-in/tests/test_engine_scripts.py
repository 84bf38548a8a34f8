"""The engine's own scripts: each is read by the parser, and the first logon is run."""
import glob
import os
import unittest

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


if __name__ == '__main__':
    unittest.main()

"""CD-ROMs: their drive letters, and the answer file on them."""

import glob
import os
import subprocess

from standin.windows import paths

from .answers import Answers, InvalidAnswers

_LETTERS = "DEFGHIJKLMNOPQRSTUVWXYZ"


def mount(root: str) -> None:
    """Gives each CD-ROM with a medium a letter, from D on. Windows reads Joliet, not Rock Ridge."""
    letters = iter(_LETTERS)
    for device in sorted(glob.glob("/dev/sr[0-9]*")):
        folder = os.path.join(root, next(letters))
        os.makedirs(folder, exist_ok=True)
        if os.path.ismount(folder):
            continue
        done = subprocess.run(
            ["mount", "-t", "iso9660", "-o", "ro,norock,iocharset=utf8", device, folder],
            capture_output=True, check=False)
        if done.returncode:
            # An empty drive. Without a medium, a letter leads nowhere.
            os.rmdir(folder)


def find(name: str) -> "Answers | None":
    """The answer file that counts for a pass: the first in Windows Setup's order that has it.

    Raises InvalidAnswers if a file is no XML at all.
    """
    places = ["C:\\Windows\\Panther\\Unattend\\Unattend.xml", "C:\\Windows\\Panther\\Unattend.xml"]
    for letter in paths.drives():
        if letter != "C":
            places += [f"{letter}:\\Unattend.xml", f"{letter}:\\Autounattend.xml"]
    places += ["C:\\Windows\\System32\\Sysprep\\Unattend.xml", "C:\\Unattend.xml"]
    for place in places:
        file = paths.host(place)
        if not os.path.isfile(file):
            continue
        with open(file, "rb") as stream:
            answers = Answers(place, stream.read())
        if answers.has_pass(name):
            return answers
    return None


__all__ = ["InvalidAnswers", "find", "mount"]

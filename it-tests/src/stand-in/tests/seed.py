"""The answer file and first-logon.ps1 of the hypervisor module, with values of a test."""

import os
import subprocess

from tests.service import certificate

HERE = os.path.dirname(os.path.abspath(__file__))
RESOURCES = os.path.join(HERE, "..", "..", "..", "..", "hypervisor", "src", "main", "resources", "org",
                         "imageengine", "hypervisor")
COMPUTER = "ie-test-01"
USER = "builder"
PASSWORD = "Pa<&>'\"wort-17"
ADMINISTRATOR_PASSWORD = "Nobody-knows-wort-17"


def resource(name):
    """A file of the module."""
    with open(os.path.join(RESOURCES, name), encoding="utf-8") as file:
        return file.read()


def escape(text):
    """As DomainXml.escape does."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&apos;")):
        text = text.replace(character, entity)
    return text


def answers(computer=COMPUTER, user=USER, password=PASSWORD):
    """The answer file, as WindowsSeed makes it."""
    text = resource("unattend.xml")
    for name, value in (("COMPUTER_NAME", computer), ("USER_NAME", user), ("PASSWORD", password),
                        ("ADMINISTRATOR_PASSWORD", ADMINISTRATOR_PASSWORD)):
        text = text.replace(f"@{name}@", escape(value))
    return text


def pfx(folder, secret):
    """Writes winrm.pfx, packed with the old algorithms as RunCertificate does; gives its path."""
    cert, key = certificate()
    file = os.path.join(folder, "winrm.pfx")
    subprocess.run(
        ["openssl", "pkcs12", "-export", "-legacy", "-in", cert, "-inkey", key, "-out", file,
         "-passout", "stdin"], input=secret.encode(), check=True, capture_output=True)
    return file


def write(folder, **values):
    """All files of the medium."""
    for name in ("Autounattend.xml", "Unattend.xml"):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(answers(**values))
    with open(os.path.join(folder, "first-logon.ps1"), "w", encoding="ascii") as file:
        file.write(resource("first-logon.ps1"))
    with open(os.path.join(folder, "winrm.txt"), "w", encoding="ascii") as file:
        file.write("Aa1Bb2Cc3Dd4")
    pfx(folder, "Aa1Bb2Cc3Dd4")

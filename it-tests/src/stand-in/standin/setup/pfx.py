"""PKCS #12 files, opened with the openssl program."""

import hashlib
import os
import ssl
import subprocess
import tempfile


class WrongPassword(Exception):
    """The network password of Windows: the file's own."""


def open_pfx(path: str, password: str) -> "tuple[str, str]":
    """The thumbprint, and certificate and key in PEM. Old files have algorithms that want -legacy."""
    with tempfile.TemporaryDirectory() as folder:
        # Not among the arguments, where every process could read it.
        secret = os.path.join(folder, "password")
        with open(os.open(secret, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(password + "\n")
        said = ""
        for options in (["-legacy"], []):
            done = subprocess.run(
                ["openssl", "pkcs12", *options, "-in", path, "-nodes", "-passin", f"file:{secret}"],
                capture_output=True, text=True, check=False)
            if done.returncode == 0:
                return thumbprint(done.stdout), _blocks(done.stdout)
            said += done.stderr
    if "invalid password" in said.lower() or "mac verify" in said.lower():
        raise WrongPassword(path)
    raise ValueError(f"{path} is no PKCS #12 file")


def thumbprint(pem: str) -> str:
    """As Windows shows it: the SHA-1 of the certificate, in capitals."""
    block = next(block for block in _split(pem) if "BEGIN CERTIFICATE" in block)
    return hashlib.sha1(ssl.PEM_cert_to_DER_cert(block)).hexdigest().upper()


def _blocks(text: str) -> str:
    return "".join(_split(text))


def _split(text: str) -> list:
    blocks, current = [], None
    for line in text.splitlines():
        if line.startswith("-----BEGIN "):
            current = []
        if current is not None:
            current.append(line + "\n")
        if line.startswith("-----END ") and current is not None:
            blocks.append("".join(current))
            current = None
    return blocks

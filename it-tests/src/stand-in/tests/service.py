"""A service for the time of a test, in this process, with a small program in place of cmd.exe."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import unittest

from standin.wsman import jobs
from standin.wsman.misbehave import Misbehaviour
from standin.wsman.server import Service
from standin.wsman.settings import OneUser
from tests.client import Client

_HERE = os.path.dirname(os.path.abspath(__file__))
_made = {}


def certificate():
    """The files of a certificate and its key; the same for all tests of a run."""
    if not _made:
        folder = tempfile.TemporaryDirectory(prefix="standin-certificate-")
        _made["folder"] = folder
        _made["files"] = [os.path.join(folder.name, name) for name in ("cert.pem", "key.pem")]
        cert, key = _made["files"]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=image-build",
             "-addext", "subjectAltName=IP:127.0.0.1"],
            check=True, capture_output=True)
    return _made["files"]


class ServiceTest(unittest.TestCase):
    """Each test has a service, a client, and a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="standin-test-")
        self.addCleanup(folder.cleanup)
        self.root = folder.name
        os.makedirs(os.path.join(self.root, "state"))
        self.wishes = os.path.join(self.root, "state", "misbehave.json")
        cert, key = certificate()
        self.settings = OneUser(port=0, certificate=cert, key=key, user="builder",
                                password="Secret-12345", machine="STANDIN-1")
        program = jobs.PROGRAM
        jobs.PROGRAM = [sys.executable, os.path.join(_HERE, "small_cmd.py")]
        self.addCleanup(setattr, jobs, "PROGRAM", program)
        self.service = Service(self.root, lambda: self.settings, Misbehaviour(self.wishes))
        self.port = self.service.server_address[1]
        thread = threading.Thread(target=self.service.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        self.addCleanup(thread.join, 5)
        self.addCleanup(self.service.stop)
        self.client = self.new_client()

    def new_client(self, *arguments):
        """Another client of the same service."""
        client = Client(self.port, *arguments)
        self.addCleanup(client.close)
        return client

    def use_emulated_windows(self):
        """The emulated Windows runs commands from now on, in the folder of this test."""
        jobs.PROGRAM = "standin.cmdexe"
        from standin.windows import layout, users
        os.environ["STANDIN_ROOT"] = self.root
        self.addCleanup(os.environ.pop, "STANDIN_ROOT")
        layout.ensure()
        users.create("builder", "Secret-12345", [users.ADMINISTRATORS])
        users.make_profile("builder")

    def wish(self, **wishes):
        """Asks for misbehaviour."""
        with open(self.wishes, "w", encoding="utf-8") as file:
            json.dump(wishes, file)

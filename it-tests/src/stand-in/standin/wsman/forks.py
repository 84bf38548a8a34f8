"""Processes forked by a zygote, with as much of Popen's manner as a command wants."""

import os
import socket
import subprocess
import sys
import threading

from . import zygote

_lock = threading.Lock()
_running = {}


class Forked:
    """One process; its streams are pipes."""

    def __init__(self, module: str, line: str, environment: dict, folder: str):
        stdin, self.stdin = _pipe("wb")
        self.stdout, stdout = _pipe("rb")
        self.stderr, stderr = _pipe("rb")
        self._status, status = _pipe("r")
        request = {"module": module, "line": line, "environment": environment, "folder": folder}
        try:
            _send(request, [stdin, stdout, stderr, status])
        finally:
            for descriptor in (stdin, stdout, stderr, status):
                os.close(descriptor)
        self.pid = int(self._status.readline() or 0)
        if not self.pid:
            raise OSError("the zygote has ended")

    def wait(self) -> int:
        """The status, as Popen gives it; when the zygote went first, as of one that was killed."""
        with self._status:
            return int(self._status.readline() or -9)


def _pipe(mode: str):
    """A pipe: the end for the other process as a descriptor, ours as a file, in their order."""
    read, write = os.pipe()
    if mode == "wb":
        return read, os.fdopen(write, mode)
    return os.fdopen(read, mode), write


def _send(request: dict, descriptors) -> None:
    with _lock:
        for attempt in (1, 2):
            channel = _running.get("channel") or _start()
            try:
                zygote.send(channel, request, descriptors)
                return
            except OSError:
                # It died with the machine that it played a part of.
                channel.close()
                _running.clear()
                if attempt == 2:
                    raise


def warm_up() -> None:
    """Starts the zygote, so that the first command need not wait for it."""
    with _lock:
        if "channel" not in _running:
            _start()


def _start() -> socket.socket:
    ours, theirs = socket.socketpair()
    environment = dict(os.environ)
    environment[zygote.MARK] = "1"
    process = subprocess.Popen(
        [sys.executable, "-m", "standin.wsman.zygote", str(theirs.fileno())],
        env=environment, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], start_new_session=True)
    theirs.close()
    # Reaps it, whenever it ends.
    threading.Thread(target=process.wait, daemon=True).start()
    _running["channel"] = ours
    return ours

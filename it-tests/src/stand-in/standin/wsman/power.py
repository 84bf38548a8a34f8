"""Restarts without a VM: the listener goes away, and comes back after a while."""

import json
import os
import threading
import time

from . import jobs
from .server import Service

_POLL = 0.1


def pending(root: str) -> "dict | None":
    """What state/reboot.json asks for; None while there is none, or half a one."""
    try:
        with open(os.path.join(root, "state", "reboot.json"), encoding="utf-8") as file:
            wish = json.load(file)
        return wish if isinstance(wish, dict) and float(wish["at"]) >= 0 else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget(root: str) -> None:
    """The restart has happened."""
    try:
        os.unlink(os.path.join(root, "state", "reboot.json"))
    except FileNotFoundError:
        pass


def serve_once(service: Service, leave) -> None:
    """Serves until `leave()` is true; then everything of the service is gone."""
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": _POLL}, daemon=True)
    thread.start()
    try:
        while not leave() and thread.is_alive():
            time.sleep(_POLL)
    finally:
        service.stop()
        thread.join(5)


class Machine:
    """A service that is restarted when the emulated Windows is."""

    def __init__(self, root, settings, misbehaviour, booted, down_seconds, stop: threading.Event):
        self._root = root
        self._settings = settings
        self._misbehaviour = misbehaviour
        self._booted = booted
        self._down_seconds = down_seconds
        self._stop = stop

    def run(self, ready) -> None:
        """Runs until the event to stop, or a shutdown. `ready` is told the port, once."""
        told = False
        while True:
            forget(self._root)
            self._booted()
            service = Service(self._root, self._settings, self._misbehaviour)
            # A port of the system's choice stays the same over restarts.
            self._settings().port = service.server_address[1]
            if not told:
                ready(service.server_address[1])
                told = True
            serve_once(service, lambda: self._stop.is_set() or self._due() is not None)
            wish = None if self._stop.is_set() else self._due()
            jobs.end_all(self._root)
            if wish is None or wish.get("kind") == "shutdown":
                return
            if self._stop.wait(self._down_seconds):
                return

    def _due(self) -> "dict | None":
        wish = pending(self._root)
        # Windows goes on answering for a while before it goes down.
        late = self._misbehaviour.number("answerBeforeRestart")
        return wish if wish and time.time() >= float(wish["at"]) + late else None

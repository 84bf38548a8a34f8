"""Misbehaviour on demand: a JSON file that is read at each request, its counters counting down."""

import json
import os
import threading


class Misbehaviour:
    """Files of wishes; a later file wins. None of them needs to exist."""

    def __init__(self, *paths: str):
        self._paths = [path for path in paths if path]
        self._lock = threading.Lock()

    def number(self, name: str) -> float:
        """A wish that is a number: seconds, say. 0 when there is none."""
        value = self._wishes().get(name, 0)
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0.0

    def wished(self, name: str) -> bool:
        """Whether a wish is there and not false or zero."""
        return bool(self._wishes().get(name))

    def take(self, name: str) -> bool:
        """Counts a counter down; whether there was anything left of it."""
        with self._lock:
            for path in reversed(self._paths):
                wishes = _read(path)
                left = wishes.get(name, 0)
                if isinstance(left, int) and not isinstance(left, bool) and left > 0:
                    wishes[name] = left - 1
                    _write(path, wishes)
                    return True
        return False

    def _wishes(self) -> dict:
        with self._lock:
            together = {}
            for path in self._paths:
                together.update(_read(path))
            return together


def _read(path: str) -> dict:
    try:
        with open(path, encoding="utf-8-sig") as file:
            value = json.load(file)
    except (OSError, ValueError):
        # Not there, or a test is just writing it.
        return {}
    return value if isinstance(value, dict) else {}


def _write(path: str, wishes: dict) -> None:
    aside = f"{path}.{os.getpid()}.tmp"
    with open(aside, "w", encoding="utf-8") as file:
        json.dump(wishes, file)
    os.replace(aside, path)

"""Command lines that Setup runs."""

import os
import time

from standin.windows import paths
from standin.wsman.command import Command

LIMIT_SECONDS = 600
_STREAMS = ("stdout", "stderr")


def run(line: str, user: str) -> "tuple[int, str]":
    """Runs a command line as a user at the console; its exit code, and what it wrote."""
    environment = {name: value for name, value in os.environ.items() if name != "STANDIN_REMOTE"}
    environment.update(STANDIN_ROOT=paths.root(), STANDIN_USER=user, STANDIN_ELEVATED="1", STANDIN_REMOTE="0",
                       STANDIN_SKIP_CMD_SHELL="1")
    command = Command("setup", _STREAMS)
    command.run(line, environment, paths.root())
    command.send(b"", True)
    said = b""
    deadline = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < deadline:
        fetched = command.fetch(_STREAMS, 1, 1 << 20)
        if fetched is None:
            continue
        parts, finished = fetched
        said += b"".join(data for _, data, _ in parts)
        if finished:
            return command.exit_code, said.decode("utf-8", "replace")
    command.close()
    return 1, f"did not end within {LIMIT_SECONDS} s"

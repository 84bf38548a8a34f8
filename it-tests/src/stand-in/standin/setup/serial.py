"""The first serial port: what the stand-in says of itself, apart from what its programs write."""

import os

PORT = "/dev/ttyS0"


def say(text: str) -> None:
    """One line; without a port, to standard error."""
    line = f"stand-in: {text}\r\n".encode()
    try:
        port = os.open(os.environ.get("STANDIN_SERIAL") or PORT, os.O_WRONLY | os.O_NOCTTY)
    except OSError:
        os.write(2, line)
        return
    try:
        os.write(port, line)
    finally:
        os.close(port)

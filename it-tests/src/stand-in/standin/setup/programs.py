"""Command lines that Setup runs."""

import os
import subprocess
import sys
import tempfile

LIMIT_SECONDS = 600


def run(line: str, user: str) -> "tuple[int, str]":
    """Runs a command line as a user at the console; its exit code, and what it wrote."""
    handle, exit_file = tempfile.mkstemp(prefix="standin-exit-")
    os.close(handle)
    environment = {name: value for name, value in os.environ.items()
                   if name != "STANDIN_REMOTE"}
    environment.update(STANDIN_USER=user, STANDIN_ELEVATED="1", STANDIN_REMOTE="0",
                       STANDIN_SKIP_CMD_SHELL="1", STANDIN_EXITCODE=exit_file)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "standin.cmdexe", line], env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=LIMIT_SECONDS, check=False)
        with open(exit_file, encoding="ascii") as file:
            code = file.read().strip()
        return int(code or done.returncode), done.stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        return 1, f"did not end within {LIMIT_SECONDS} s"
    finally:
        os.unlink(exit_file)

"""Processes of a shell: started in a session of their own, ended all together.

Windows puts what a WinRM shell starts into a job object: when the shell goes, so do they all,
unless a service (Task Scheduler, WMI) started them. Here the job is a POSIX session, together with
marks in the environment, so that no process of another is met; who starts a process for another
service makes a new session for it (setsid).
"""

import os
import signal
import subprocess
import time

from . import forks, zygote

JOB = "STANDIN_JOB"
COMMAND = "STANDIN_COMMAND"
# What runs a command line: a module, or with tests of the service alone the beginning of an argv.
PROGRAM = "standin.cmdexe"


def warm_up() -> None:
    """Makes the first command as fast as the others."""
    if isinstance(PROGRAM, str):
        forks.warm_up()


def start(line: str, environment: dict, folder: str):
    """Starts a command line; its streams are pipes, its session is its own."""
    if isinstance(PROGRAM, str):
        return forks.Forked(PROGRAM, line, environment, folder)
    return subprocess.Popen(
        [*PROGRAM, line],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment, cwd=folder, start_new_session=True,
    )


def end(mark: str, value: str, sessions) -> None:
    """Kills every process of these sessions that carries the mark, until there are none."""
    # A fork of the zygote has the zygote's environment, to those that look from outside.
    _kill_all(lambda session, environment: session in sessions
              and (environment.get(mark) == value or environment.get(zygote.MARK) == "1"))


def end_all(root: str) -> None:
    """Kills all emulated processes of a root, whoever started them: the machine goes down."""
    _kill_all(lambda _, environment: environment.get("STANDIN_ROOT") == root
              and ("STANDIN_USER" in environment or environment.get(zygote.MARK) == "1"))


def _kill_all(wanted) -> None:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        # Again, since a process may have started another between the look and the kill.
        members = _members(wanted)
        if not members:
            return
        for pid in members:
            try:
                os.kill(pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass
        time.sleep(0.02)


def _members(wanted) -> list:
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit() or int(name) == os.getpid():
            continue
        try:
            with open(f"/proc/{name}/environ", "rb") as file:
                data = file.read()
            if b"STANDIN_ROOT=" not in data:
                continue
            with open(f"/proc/{name}/stat", "rb") as file:
                state, _, _, session = file.read().rpartition(b")")[2].split()[:4]
        except OSError:
            continue
        environment = dict(
            entry.decode("utf-8", "replace").partition("=")[::2] for entry in data.split(b"\0")
        )
        if state not in (b"Z", b"X") and wanted(int(session), environment):
            found.append(int(name))
    return found

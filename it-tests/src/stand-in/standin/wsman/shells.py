"""Shells: a user's surroundings for commands, with quotas and an idle time."""

import json
import os
import threading
import time
import uuid

from . import jobs
from .command import Command
from .faults import (Fault, aborted, command_not_found, file_name_too_long, shell_not_found,
                     too_many_processes, too_many_shells)

CMD_LIMIT = 8191
CREATE_PROCESS_LIMIT = 32_767


class Shell:
    """One shell and its commands."""

    def __init__(self, owner, client, input_streams, output_streams, options, environment, folder,
                 idle, shell_id=None):
        self.id = shell_id or str(uuid.uuid4()).upper()
        self.owner = owner
        self.client = client
        self.input_streams = input_streams
        self.output_streams = output_streams
        self.options = options
        self.environment = environment
        self.folder = folder
        self.idle = idle
        self.created = time.monotonic()
        self.used = time.monotonic()
        self.busy = 0
        self.commands = {}
        self.sessions = set()


class Shells:
    """All shells of a service."""

    def __init__(self, root: str, settings, misbehaviour):
        self._root = root
        self._settings = settings
        self._misbehaviour = misbehaviour
        self._shells = {}
        self._lock = threading.Lock()

    def create(self, shell: Shell) -> Shell:
        """Keeps a new shell, if its owner may have one more."""
        limit = self._settings().limits.max_shells_per_user
        with self._lock:
            same = [other for other in self._shells.values() if other.owner == shell.owner]
            if len(same) >= limit:
                raise too_many_shells(limit)
            if shell.id in self._shells:
                raise Fault("s:Sender", "w:AlreadyExists", 2150858843, "The shell already exists.")
            self._shells[shell.id] = shell
        return shell

    def find(self, shell_id: str, owner: str) -> Shell:
        """A shell of this owner; being asked for counts as use."""
        wanted = shell_id.upper().removeprefix("UUID:")
        with self._lock:
            for known, shell in self._shells.items():
                if known.upper() == wanted and shell.owner == owner:
                    shell.used = time.monotonic()
                    return shell
        raise shell_not_found(shell_id)

    def start(self, shell: Shell, line: str, skip_cmd: bool, command_id=None) -> Command:
        """Starts a command line in a shell."""
        limit = self._settings().limits.max_processes_per_shell
        running = [command for command in shell.commands.values() if not command.done]
        if len(running) >= limit:
            raise too_many_processes(limit)
        silent = self._misbehaviour.number("silentSeconds")
        command = Command(command_id or str(uuid.uuid4()).upper(), shell.output_streams,
                          time.monotonic() + silent if silent else 0.0)
        if skip_cmd and len(line) > CREATE_PROCESS_LIMIT:
            raise file_name_too_long()
        shell.commands[command.id] = command
        if not skip_cmd and len(line) > CMD_LIMIT:
            command.finish(1, b"The command line is too long.\r\n")
        else:
            command.run(line, self._environment(shell, skip_cmd), self._root)
            shell.sessions.add(command.session)
        return command

    def _environment(self, shell: Shell, skip_cmd: bool) -> dict:
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("STANDIN_")}
        environment.update(
            STANDIN_ROOT=self._root,
            STANDIN_USER=shell.owner,
            STANDIN_ELEVATED="1",
            STANDIN_REMOTE="1",
            STANDIN_CODEPAGE=shell.options.get("WINRS_CODEPAGE") or "437",
            STANDIN_ENVIRONMENT=json.dumps(shell.environment),
            STANDIN_SKIP_CMD_SHELL="1" if skip_cmd else "0",
        )
        if shell.folder:
            environment["STANDIN_CWD"] = shell.folder
        for name in ("STANDIN_MISBEHAVE", "STANDIN_SERIAL"):
            if os.environ.get(name):
                environment[name] = os.environ[name]
        environment[jobs.JOB] = shell.id
        return environment

    @staticmethod
    def command(shell: Shell, command_id: str) -> Command:
        """A command that was started and not yet signalled to go."""
        for known, command in shell.commands.items():
            if known.upper() == command_id.strip().upper():
                return command
        raise command_not_found()

    def receive(self, shell: Shell, command: Command, names, timeout: float, room: int):
        """Output of a command; None when there was none in time."""
        shell.busy += 1
        try:
            return command.fetch(names, timeout, room)
        except LookupError as error:
            raise aborted() from error
        finally:
            shell.busy -= 1
            shell.used = time.monotonic()

    @staticmethod
    def forget(shell: Shell, command: Command) -> None:
        """Ends a command and drops it."""
        command.close()
        shell.commands.pop(command.id, None)

    def delete(self, shell: Shell) -> None:
        """Ends a shell with all that it started."""
        with self._lock:
            self._shells.pop(shell.id, None)
        for command in list(shell.commands.values()):
            command.close()
        jobs.end(jobs.JOB, shell.id, shell.sessions)

    def delete_all(self) -> None:
        """The service stops."""
        for shell in list(self._shells.values()):
            self.delete(shell)

    def reap(self) -> None:
        """Deletes shells that nobody has used for their idle time."""
        now = time.monotonic()
        for shell in list(self._shells.values()):
            if not shell.busy and now - shell.used > shell.idle:
                self.delete(shell)

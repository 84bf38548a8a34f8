"""One command in a shell: its process, and the output that waits to be fetched."""

import os
import tempfile
import threading
import time

from . import jobs

# A program that nobody listens to stops at a full pipe, on Windows as here.
_BUFFER = 256 * 1024
CTRL_C_EXIT = 0xC000013A


class Stream:
    """Bytes of one output stream."""

    def __init__(self, name: str):
        self.name = name
        self.data = bytearray()
        self.ended = False
        self.end_told = False


class Command:
    """Runs from its start to its end; then its output and exit code are there to be fetched."""

    def __init__(self, command_id: str, streams, silent_until: float = 0.0):
        self.id = command_id
        self.streams = {name: Stream(name) for name in streams}
        self.exit_code = None
        self.gone = False
        self._changed = threading.Condition()
        self._silent_until = silent_until
        self._process = None
        self._exit_file = None
        self._stopped_with = None
        self.started = time.monotonic()

    def run(self, line: str, environment: dict, folder: str) -> None:
        """Starts the process and the threads that read from it."""
        handle, self._exit_file = tempfile.mkstemp(prefix="standin-exit-")
        os.close(handle)
        environment = dict(environment, STANDIN_EXITCODE=self._exit_file)
        environment[jobs.COMMAND] = self.id
        self._process = jobs.start(line, environment, folder)
        readers = []
        for name, pipe in (("stdout", self._process.stdout), ("stderr", self._process.stderr)):
            reader = threading.Thread(target=self._pump, args=(name, pipe), daemon=True)
            reader.start()
            readers.append(reader)
        threading.Thread(target=self._await, args=(readers,), daemon=True).start()

    def finish(self, exit_code: int, stderr: bytes) -> None:
        """A command that ended before it began."""
        with self._changed:
            if "stderr" in self.streams:
                self.streams["stderr"].data += stderr
            self._end(exit_code)

    def _pump(self, name: str, pipe) -> None:
        stream = self.streams.get(name)
        while True:
            data = os.read(pipe.fileno(), 32 * 1024)
            if not data:
                return
            if stream is None:
                continue
            with self._changed:
                while len(stream.data) > _BUFFER and not self.gone:
                    self._changed.wait(1)
                stream.data += data
                self._changed.notify_all()

    def _await(self, readers) -> None:
        status = self._process.wait()
        # Grandchildren may hold the pipes open for ever; the command has ended all the same.
        deadline = time.monotonic() + 0.5
        for reader in readers:
            while reader.is_alive() and not self.gone:
                reader.join(0.05)
                with self._changed:
                    full = any(len(s.data) > _BUFFER for s in self.streams.values())
                # Not while it waits for room.
                if time.monotonic() > deadline and not full:
                    break
        code = self._read_exit_code(status)
        with self._changed:
            self._end(code)

    def _end(self, exit_code: int) -> None:
        self.exit_code = exit_code & 0xFFFFFFFF
        for stream in self.streams.values():
            stream.ended = True
        self._changed.notify_all()

    def _read_exit_code(self, status: int) -> int:
        try:
            with open(self._exit_file, encoding="ascii") as file:
                text = file.read().strip()
            os.unlink(self._exit_file)
        except OSError:
            text = ""
        if self._stopped_with is not None:
            return self._stopped_with
        if text.lstrip("-").isdigit():
            return int(text)
        # Killed: as TerminateProcess by the end of a job.
        return status if status >= 0 else 1

    @property
    def done(self) -> bool:
        """Whether the process has ended."""
        return self.exit_code is not None

    def send(self, data: bytes, end: bool) -> None:
        """Standard input; quietly into the void once the program is gone."""
        pipe = self._process.stdin if self._process else None
        if pipe is None or pipe.closed:
            return
        try:
            if data:
                pipe.write(data)
                pipe.flush()
            if end:
                pipe.close()
        except (BrokenPipeError, OSError):
            pass

    def fetch(self, names, timeout: float, room: int):
        """Waits for output or the end.

        Returns a list of (stream name, data, ended) and whether the command is done; None when
        there was nothing in time. Raises LookupError when the command goes away meanwhile.
        """
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                if self.gone:
                    raise LookupError(self.id)
                now = time.monotonic()
                if now >= self._silent_until and (self.done or self._has_data(names)):
                    return self._take(names, room)
                if now >= deadline:
                    return None
                until = max(self._silent_until, now + 0.01) if self._silent_until > now else deadline
                self._changed.wait(max(0.01, min(until, deadline) - now))

    def _has_data(self, names) -> bool:
        return any(self.streams[name].data for name in names)

    def _take(self, names, room: int):
        parts = []
        for name in names:
            stream = self.streams[name]
            data = bytes(stream.data[: max(0, room)])
            del stream.data[: len(data)]
            room -= len(data)
            if data:
                parts.append((name, data, False))
        self._changed.notify_all()
        finished = self.done and not any(stream.data for stream in self.streams.values())
        if finished:
            for name in names:
                if not self.streams[name].end_told:
                    self.streams[name].end_told = True
                    parts.append((name, b"", True))
        return parts, finished

    def stop(self, exit_code: int) -> None:
        """Ends the process and its children; the command stays, to be fetched from."""
        if not self.done:
            self._stopped_with = exit_code
        self._end_processes()

    def _end_processes(self) -> None:
        if self._process:
            jobs.end(jobs.COMMAND, self.id, {self._process.pid})

    @property
    def session(self) -> "int | None":
        """The session of its processes."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """Ends everything; whoever waits is told."""
        with self._changed:
            self.gone = True
            self._changed.notify_all()
        self._end_processes()
        if self._process and self._process.stdin and not self._process.stdin.closed:
            try:
                self._process.stdin.close()
            except OSError:
                pass

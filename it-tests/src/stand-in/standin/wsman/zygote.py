"""A process that has everything imported, and forks a command line's process on request.

Starting Python and importing an interpreter takes a second where a guest's CPU is emulated; a fork
takes some milliseconds. `python3 -m standin.wsman.zygote FD` serves requests on a socket until its
other end is closed.
"""

import array
import importlib
import json
import os
import pkgutil
import random
import runpy
import select
import signal
import socket
import sys

# Marks the zygote and its forks in /proc/PID/environ, which shows what a process was started with.
MARK = "STANDIN_ZYGOTE"
PACKAGES = ("standin.windows", "standin.cmdexe", "standin.powershell")
_DESCRIPTORS = 4


def send(channel: socket.socket, request: dict, descriptors) -> None:
    """Sends a request with the descriptors for standard streams and the status."""
    data = json.dumps(request).encode()
    channel.sendmsg([len(data).to_bytes(4, "big")],
                    [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))])
    channel.sendall(data)


def _receive(channel):
    head, ancillary, _, _ = channel.recvmsg(4, socket.CMSG_SPACE(4 * _DESCRIPTORS))
    if not head:
        return None
    descriptors = array.array("i")
    for level, kind, data in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            descriptors.frombytes(data[: len(data) - len(data) % descriptors.itemsize])
    left = int.from_bytes(head, "big")
    data = b""
    while len(data) < left:
        part = channel.recv(left - len(data))
        if not part:
            return None
        data += part
    return json.loads(data), list(descriptors)


def _import_all() -> None:
    for name in PACKAGES:
        try:
            package = importlib.import_module(name)
        except ImportError:
            continue
        for module in pkgutil.walk_packages(package.__path__, name + "."):
            if not module.name.endswith("__main__"):
                try:
                    importlib.import_module(module.name)
                except ImportError:
                    # It will fail where it is used, and be seen there.
                    continue


def _run(request, descriptors) -> None:
    """In the fork: becomes the process that was asked for."""
    os.setsid()
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    for target, descriptor in enumerate(descriptors[:3]):
        os.dup2(descriptor, target)
    os.closerange(3, max(descriptors) + 16)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    random.seed()
    sys.argv = [request["module"], request["line"]]
    runpy.run_module(request["module"], run_name="__main__")


def _fork(request, descriptors, channel) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        channel.close()
        _run(request, descriptors)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # whatever it is, this process ends here
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code & 0xFF)


def main() -> None:
    """Serves until the other end goes."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    _import_all()
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_read, False)
    os.set_blocking(wake_write, False)
    signal.set_wakeup_fd(wake_write)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    waiting = {}
    while True:
        ready, _, _ = select.select([channel, wake_read], [], [])
        if wake_read in ready:
            os.read(wake_read, 4096)
        _reap(waiting)
        if channel in ready:
            received = _receive(channel)
            if received is None:
                return
            request, descriptors = received
            pid = _fork(request, descriptors, channel)
            for descriptor in descriptors[:3]:
                os.close(descriptor)
            waiting[pid] = descriptors[3]
            os.write(descriptors[3], f"{pid}\n".encode())


def _reap(waiting) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        descriptor = waiting.pop(pid, None)
        if descriptor is not None:
            try:
                os.write(descriptor, f"{os.waitstatus_to_exitcode(status)}\n".encode())
            except OSError:
                pass
            os.close(descriptor)


if __name__ == "__main__":
    main()

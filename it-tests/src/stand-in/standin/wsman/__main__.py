"""The service for tests without a VM; in the guest, standin.setup starts it."""

import argparse
import os
import signal
import sys
import threading
import time

from standin.windows import layout, users
from standin.windows import power as windows_power

from .misbehave import Misbehaviour
from .power import Machine
from .settings import OneUser, read_secret


def main() -> int:
    """Runs until SIGTERM, or a shutdown of the emulated Windows."""
    parser = argparse.ArgumentParser(prog="python3 -m standin.wsman", description=__doc__)
    parser.add_argument("--root", required=True, help="folder of drives and state")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5986, help="0: any")
    parser.add_argument("--port-file", help="gets the port once it is open")
    parser.add_argument("--user", required=True)
    parser.add_argument("--password-file", required=True)
    parser.add_argument("--certificate", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--misbehave", help="JSON file of misbehaviours")
    parser.add_argument("--down-seconds", type=float, default=2.0, help="how long a restart takes")
    parser.add_argument("--max-timeout-ms", type=int, default=7_200_000)
    arguments = parser.parse_args()

    root = os.path.abspath(arguments.root)
    os.makedirs(os.path.join(root, "state"), exist_ok=True)
    os.environ["STANDIN_ROOT"] = root
    if arguments.misbehave:
        os.environ["STANDIN_MISBEHAVE"] = os.path.abspath(arguments.misbehave)
    settings = OneUser(
        port=arguments.port, certificate=arguments.certificate, key=arguments.key,
        host=arguments.host, user=arguments.user, password=read_secret(arguments.password_file),
    )
    settings.limits.max_timeout_ms = arguments.max_timeout_ms
    misbehaviour = Misbehaviour(
        os.path.join(root, "state", "misbehave.json"),
        os.path.join(root, "C", "standin", "misbehave.json"),
        os.environ.get("STANDIN_MISBEHAVE"),
    )
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    def ready(port: int) -> None:
        if arguments.port_file:
            aside = arguments.port_file + ".tmp"
            with open(aside, "w", encoding="ascii") as file:
                file.write(f"{port}\n")
            os.replace(aside, arguments.port_file)

    _prepare(settings)
    machine = Machine(root, lambda: settings, misbehaviour, _booted,
                      arguments.down_seconds, stop)
    machine.run(ready)
    return 0


def _prepare(settings: OneUser) -> None:
    """A drive C:, and the account, for what runs as it without the network."""
    layout.ensure()
    users.create(settings.user, settings.password, [users.ADMINISTRATORS])
    users.make_profile(settings.user)


def _booted() -> None:
    """Tells the emulated Windows that it has just started."""
    try:
        windows_power.booted(time.time())
    except ImportError:
        # Parts of the emulated Windows are still to come.
        windows_power.store.remove("reboot")


if __name__ == "__main__":
    sys.exit(main())

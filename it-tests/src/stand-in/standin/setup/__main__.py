"""What the guest runs from its start to its end: first boot where it is due, then WinRM."""

import os
import signal
import subprocess
import sys
import threading
import time

from standin.windows import layout, paths
from standin.windows import power as windows_power
from standin.wsman import jobs, power
from standin.wsman.misbehave import Misbehaviour
from standin.wsman.server import Service

from . import firstboot, media, serial, winrm

_POLL = 0.2


def main() -> int:
    """Runs until systemd ends it."""
    root = paths.root()
    os.environ["STANDIN_ROOT"] = root
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    misbehaviour = Misbehaviour(os.path.join(root, "state", "misbehave.json"),
                                os.path.join(root, "C", "standin", "misbehave.json"))
    # It imports while this waits for CD-ROMs.
    jobs.warm_up()
    layout.ensure()
    media.mount(root)
    windows_power.booted(time.time())
    threading.Thread(target=_watch_power, args=(root, misbehaviour), daemon=True).start()
    if firstboot.pending():
        try:
            firstboot.run(serial.say)
        except firstboot.Stuck as reason:
            serial.say(str(reason))
            # With no service open, until somebody presses the power button.
            stop.wait()
            return 0
    else:
        firstboot.auto_logon(serial.say)
    _serve(root, misbehaviour, stop)
    return 0


def _serve(root, misbehaviour, stop) -> None:
    """Serves WinRM as it is configured; anew whenever its service was started anew."""
    while not stop.is_set():
        start = winrm.start_mark()
        if start is None:
            stop.wait(_POLL)
            continue
        try:
            service = Service(root, winrm.settings, misbehaviour)
        except OSError as error:
            serial.say(f"WinRM cannot listen: {error}")
            stop.wait(5)
            continue
        power.serve_once(service, lambda: stop.is_set() or winrm.start_mark() != start)


def _watch_power(root, misbehaviour) -> None:
    """Restarts or ends the VM when the emulated Windows does."""
    while True:
        wish = power.pending(root)
        late = misbehaviour.number("answerBeforeRestart") if wish else 0
        if wish and time.time() >= float(wish["at"]) + late:
            verb = "poweroff" if wish.get("kind") == "shutdown" else "reboot"
            subprocess.run(["systemctl", "--no-block", verb], check=False)
            return
        time.sleep(_POLL)


if __name__ == "__main__":
    sys.exit(main())

"""In place of cmd.exe, for tests of the service alone: `python3 small_cmd.py LINE`."""

import os
import subprocess
import sys
import time


def main(line: str) -> int:
    """A few words, each for one thing that a program may do."""
    word, _, rest = line.partition(" ")
    if word == "echo":
        print(rest, end="\r\n")
    elif word == "fail":
        code, _, text = rest.partition(" ")
        sys.stderr.write(text + "\r\n")
        return int(code)
    elif word == "sleep":
        time.sleep(float(rest))
    elif word == "slowly":
        for number in range(3):
            print(number, flush=True)
            time.sleep(float(rest))
    elif word == "cat":
        sys.stdout.write(sys.stdin.read().upper())
    elif word == "flood":
        sys.stdout.write("x" * int(rest))
    elif word == "child":
        # Goes on when this one has ended, and keeps the pipe open.
        child = subprocess.Popen([sys.executable, __file__, "sleep 60"])
        print(child.pid, flush=True)
    elif word == "service":
        child = subprocess.Popen([sys.executable, __file__, "sleep 60"], start_new_session=True,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        print(child.pid, flush=True)
    elif word == "env":
        print(os.environ.get(rest, ""))
    elif word == "restart":
        path = os.path.join(os.environ["STANDIN_ROOT"], "state", "reboot.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write('{"at": %f, "kind": "%s"}' % (time.time(), rest or "restart"))
    else:
        sys.stderr.write(f"'{word}' is not recognized\r\n")
        return 9009
    return 0


if __name__ == "__main__":
    status = main(sys.argv[1])
    sys.stdout.flush()
    if "STANDIN_EXITCODE" in os.environ:
        with open(os.environ["STANDIN_EXITCODE"], "w", encoding="ascii") as output:
            output.write(str(status))
    sys.exit(status & 0xFF)

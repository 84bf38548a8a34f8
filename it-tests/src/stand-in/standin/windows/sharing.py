"""Files in use: one that a running process writes its output into cannot be removed.

Only when it was asked for (filesInUse in what it is to do wrong), as a look at every process costs
time, and as what a test leaves in the background would bear on the next one.
"""
import os

from standin.windows import processes


def outputs():
    """The files on this machine that are the standard output or error of another process."""
    found = set()
    for entry in processes.running():
        if entry['pid'] == os.getpid():
            continue
        for number in (1, 2):
            try:
                target = os.readlink('/proc/%d/fd/%d' % (entry['pid'], number))
            except OSError:
                continue
            if target.startswith('/') and not target.startswith('/dev/'):
                found.add(target)
    return found


def used(host_path):
    """The first file in use at or below a path, None when there is none."""
    from standin.windows import misbehave
    files = outputs() if misbehave.on('filesInUse') else None
    if not files:
        return None
    real = os.path.realpath(host_path)
    return next((f for f in sorted(files) if f == real or f.startswith(real + '/')), None)

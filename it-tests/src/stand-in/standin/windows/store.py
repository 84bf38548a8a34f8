"""JSON files under state/: one lock for each, written aside and renamed into place."""
import contextlib
import os

from standin.windows import paths


def folder():
    """Where the state is kept."""
    return os.path.join(paths.root(), 'state')


def path(name):
    """The file of one part of the state."""
    return os.path.join(folder(), name + '.json')


def read(name, default=None):
    """The value of a part of the state; the default when there is none yet."""
    import json
    try:
        with open(path(name), encoding='utf-8') as file:
            return json.load(file)
    except (FileNotFoundError, NotADirectoryError):
        return default() if callable(default) else default


def write(name, value, mode=0o644):
    """Puts a value in place whole."""
    import json
    os.makedirs(folder(), exist_ok=True)
    aside = '%s.%d.tmp' % (path(name), os.getpid())
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with open(descriptor, 'w', encoding='utf-8') as file:
        json.dump(value, file, indent=1)
    os.replace(aside, path(name))


def remove(name):
    """Forgets a part of the state."""
    with contextlib.suppress(FileNotFoundError):
        os.remove(path(name))


@contextlib.contextmanager
def changing(name, default, mode=0o644):
    """Holds the lock of a part of the state, hands out its value, writes it back on success."""
    import fcntl
    os.makedirs(folder(), exist_ok=True)
    with open(os.path.join(folder(), '.' + name + '.lock'), 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        value = read(name)
        if value is None:
            value = default() if callable(default) else default
        yield value
        write(name, value, mode)

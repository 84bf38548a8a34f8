"""Windows paths onto the folders that stand for drives, without regard to case."""
import os
import time

INVALID = '<>"|?*'


def root():
    """The folder that holds the drives and the state."""
    return os.environ.get('STANDIN_ROOT') or '/windows'


def drives():
    """Letters of the drives there are."""
    try:
        names = os.listdir(root())
    except OSError:
        return []
    return sorted(n.upper() for n in names if len(n) == 1 and n.isalpha())


def full(path, cwd='C:\\'):
    """The absolute Windows path: drive, backslashes, no '.' or '..', no trailing separator."""
    path = path.replace('/', '\\')
    for prefix in ('\\\\?\\', '\\\\.\\'):
        if path.startswith(prefix):
            path = path[len(prefix):]
    if len(path) >= 2 and path[1] == ':' and path[0].isalpha():
        drive, rest = path[0].upper(), path[2:]
        if not rest.startswith('\\'):
            base = cwd[2:] if cwd[:1].upper() == drive else '\\'
            rest = base.rstrip('\\') + '\\' + rest
    elif path.startswith('\\'):
        drive, rest = cwd[:1].upper(), path
    else:
        drive, rest = cwd[:1].upper(), cwd[2:].rstrip('\\') + '\\' + path
    parts = []
    for part in rest.split('\\'):
        if part in ('', '.'):
            continue
        if part == '..':
            if parts:
                parts.pop()
            continue
        parts.append(part.rstrip(' .') or part)
    return drive + ':\\' + '\\'.join(parts)


def host(path, cwd='C:\\'):
    """The path on this machine. Names that exist are met without regard to case."""
    path = full(path, cwd)
    here = os.path.join(root(), path[0])
    for part in path[3:].split('\\'):
        if part:
            here = _child(here, part)
    return here


def _child(folder, name):
    direct = folder + '/' + name
    if os.path.lexists(direct):
        return direct
    wanted = name.lower()
    try:
        for other in os.listdir(folder):
            if other.lower() == wanted:
                return folder + '/' + other
    except OSError:
        pass
    if '~' in name:
        short = _short(folder, wanted)
        if short:
            return short
    return direct


def _short(folder, wanted):
    """PROGRA~1 and its like."""
    stem, _, number = wanted.partition('~')
    if not number.isdigit() or len(stem) > 6:
        return None
    try:
        matches = sorted(o for o in os.listdir(folder)
                         if o.lower().replace(' ', '').startswith(stem) and len(o) > 8)
    except OSError:
        return None
    index = int(number) - 1
    return folder + '/' + matches[index] if index < len(matches) else None


def true_case(path, cwd='C:\\'):
    """The absolute Windows path, in the case of the names on the disk."""
    return windows(host(path, cwd)) or full(path, cwd)


def windows(host_path):
    """The Windows path of a path on this machine, or None when it is on no drive."""
    base = root().rstrip('/') + '/'
    if not host_path.startswith(base):
        return None
    rest = host_path[len(base):]
    if len(rest) < 1 or (len(rest) > 1 and rest[1] != '/'):
        return None
    return rest[0].upper() + ':\\' + rest[2:].replace('/', '\\')


def has_drive(path):
    """Whether the drive of an absolute Windows path exists."""
    return os.path.isdir(os.path.join(root(), path[:1].upper()))


def valid_name(path):
    """Whether Windows would take the path as a name."""
    rest = path[2:] if path[1:2] == ':' else path
    return not any(c in INVALID or c == ':' or ord(c) < 32 for c in rest)


def pattern(text):
    """A regular expression for a name with * and ?, in cmd.exe's way."""
    import re
    if text.endswith('*.*'):
        text = text[:-2]
    out = ''
    for c in text:
        out += '.*' if c == '*' else '.' if c == '?' else re.escape(c)
    return re.compile(out + r'\Z', re.IGNORECASE | re.DOTALL)


def glob(path, cwd='C:\\'):
    """Windows paths that match; wildcards in the last name only, as in cmd.exe."""
    whole = full(path, cwd)
    folder, _, name = whole.rpartition('\\')
    if '*' not in name and '?' not in name:
        return [true_case(whole)] if os.path.lexists(host(whole)) else []
    if len(folder) == 2:
        folder += '\\'
    where = host(folder)
    matcher = pattern(name)
    try:
        names = sorted(os.listdir(where), key=str.lower)
    except OSError:
        return []
    base = true_case(folder)
    return [join(base, n) for n in names if matcher.match(n)]


def join(folder, name):
    """Folder and name with one backslash between them."""
    return folder + name if folder.endswith('\\') else folder + '\\' + name


def stamp(host_path):
    """The time of last change, as local time."""
    return time.localtime(os.stat(host_path).st_mtime)

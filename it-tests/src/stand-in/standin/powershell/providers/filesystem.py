"""The file system provider."""
import os

from standin.powershell import operators, values
from standin.powershell.records import NetError
from standin.windows import errors, paths

NAME = 'FileSystem'
ENCODINGS = {
    'ascii': ('ascii', b''), 'ansi': ('cp1252', b''), 'default': ('cp1252', b''),
    'oem': ('cp437', b''), 'utf8': ('utf-8', b'\xef\xbb\xbf'),
    'utf8bom': ('utf-8', b'\xef\xbb\xbf'), 'utf8nobom': ('utf-8', b''),
    'unicode': ('utf-16-le', b'\xff\xfe'), 'utf-8': ('utf-8', b''),
    'bigendianunicode': ('utf-16-be', b'\xfe\xff'), 'utf7': ('utf-7', b''),
    'utf32': ('utf-32-le', b'\xff\xfe\x00\x00'), 'string': ('utf-16-le', b'\xff\xfe'),
    'unknown': ('utf-16-le', b'\xff\xfe'),
}


def exists(interpreter, path):
    """Whether there is such a file or folder."""
    return os.path.lexists(paths.host(path))


def is_container(interpreter, path):
    """Whether it is a folder."""
    return os.path.isdir(paths.host(path))


def get(interpreter, path):
    """The FileInfo or DirectoryInfo."""
    from standin.powershell.dotnet.io import info
    return info(paths.true_case(path)) if exists(interpreter, path) else None


def children(interpreter, path):
    """Paths of what is in a folder."""
    base = paths.true_case(path)
    return [paths.join(base, n) for n in sorted(os.listdir(paths.host(path)), key=str.lower)]


def glob(interpreter, pattern):
    """Paths that match, wildcards in any part."""
    drive, parts = pattern[:3], [p for p in pattern[3:].split('\\') if p]
    found = [drive]
    for part in parts:
        next_ = []
        for folder in found:
            if any(c in part for c in '*?['):
                matcher = operators.wildcard(part)
                try:
                    names = sorted(os.listdir(paths.host(folder)), key=str.lower)
                except OSError:
                    continue
                next_ += [paths.join(folder, n) for n in names if matcher.match(n)]
            else:
                one = paths.join(folder, part.replace('`', ''))
                if os.path.lexists(paths.host(one)):
                    next_.append(paths.true_case(one))
        found = next_
    return found


def data(path):
    """The bytes of a file; a NetError with .NET's words when it cannot be read."""
    from standin.powershell.dotnet.io import io_error
    try:
        with open(paths.host(path), 'rb') as file:
            return file.read()
    except OSError as problem:
        raise io_error(problem, path) from problem


def decode(content, encoding=None):
    """Text of bytes: by their mark, else by the encoding, else ANSI."""
    for mark, name in ((b'\xef\xbb\xbf', 'utf-8'), (b'\xff\xfe\x00\x00', 'utf-32-le'),
                       (b'\xff\xfe', 'utf-16-le'), (b'\xfe\xff', 'utf-16-be')):
        if content.startswith(mark):
            return content[len(mark):].decode(name, 'replace')
    return content.decode(codec(encoding) if encoding else 'cp1252', 'replace')


def codec(encoding):
    """Python's name of an encoding."""
    name = getattr(encoding, 'codec', None)
    if name:
        return name
    return ENCODINGS.get(values.text(encoding).lower(), ('utf-8', b''))[0]


def read_text(path):
    """A script's text: ANSI unless it has a mark."""
    return decode(data(path))


def lines(interpreter, path, encoding=None):
    """The lines of a file."""
    return split_lines(decode(data(paths.full(path, interpreter.session.cwd)), encoding))


def split_lines(text):
    """Lines as Get-Content gives them."""
    import re
    found = re.split('\r\n|\n|\r', text)
    if found and found[-1] == '':
        found.pop()
    return found


class TextFile:
    """A file that text is written into."""

    def __init__(self, stream, codec_name, mark):
        self.stream = stream
        self.codec = codec_name
        if mark:
            stream.write(mark)

    def write(self, text):
        """Text as it is."""
        self.stream.write(text.encode(self.codec, 'replace'))

    def write_bytes(self, content):
        """Bytes as they are."""
        self.stream.write(content)

    def flush(self):
        """Others can see it now."""
        self.stream.flush()

    def close(self):
        """The end."""
        self.stream.close()


def open_for_writing(interpreter, name, encoding, append):
    """Opens a file for text; NetError when it cannot be."""
    from standin.powershell.dotnet.io import io_error
    if name.lower() in ('nul', '$null'):
        return TextFile(open(os.devnull, 'wb'), 'utf-8', b'')
    full = paths.full(name, interpreter.session.cwd)
    host = paths.host(full)
    codec_name, mark = ENCODINGS.get(values.text(encoding).lower(), ('utf-16-le', b'\xff\xfe'))
    if append and os.path.exists(host) and os.path.getsize(host):
        mark = b''
    try:
        return TextFile(open(host, 'ab' if append else 'wb'), codec_name, mark)
    except OSError as problem:
        problem = io_error(problem, full)
        from standin.powershell.records import error
        raise error(problem.exception.Message, 'FileOpenFailure', 'OpenError',
                    kind=problem.exception.net_type) from None


def new(interpreter, path, kind, value, force):
    """New-Item: the new thing; NetError when it cannot be made."""
    from standin.powershell.dotnet.io import info, io_error
    host = paths.host(path)
    if not paths.has_drive(path):
        raise NetError("Cannot find drive. A drive with the name '%s' does not exist." % path[0],
                       'System.Management.Automation.DriveNotFoundException')
    kind = (kind or 'file').lower()
    try:
        if kind in ('directory', 'dir', 'container'):
            if os.path.isdir(host) and not force:
                raise NetError('An item with the specified name %s already exists.' % path,
                               'System.IO.IOException')
            os.makedirs(host, exist_ok=True)
        elif kind in ('symboliclink', 'junction', 'hardlink'):
            os.symlink(paths.host(values.text(value), interpreter.session.cwd), host)
        else:
            if os.path.exists(host) and not force:
                raise NetError("The file '%s' already exists." % path, 'System.IO.IOException')
            if force:
                os.makedirs(os.path.dirname(host), exist_ok=True)
            with open(host, 'wb') as file:
                if value is not None:
                    file.write(values.text(value).encode('utf-8'))
    except OSError as problem:
        raise io_error(problem, path) from problem
    return info(paths.true_case(path))


def remove(interpreter, path, recurse, force):
    """Remove-Item."""
    import shutil
    from standin.powershell.dotnet.io import io_error
    from standin.windows import sharing
    host = paths.host(path)
    used = sharing.used(host)
    if used:
        raise NetError('Cannot remove item %s: The process cannot access the file \'%s\' because '
                       'it is being used by another process.' % (
                           paths.windows(used), used.rpartition('/')[2]),
                       'System.IO.IOException', -2147024864)
    try:
        if os.path.isdir(host) and not os.path.islink(host):
            shutil.rmtree(host)
        else:
            if not os.access(host, os.W_OK) and not force and not os.path.islink(host):
                raise NetError('Cannot remove item %s: You do not have sufficient access rights '
                               'to perform this operation.' % path, 'System.IO.IOException')
            os.remove(host)
    except OSError as problem:
        raise io_error(problem, path) from problem


def set_item(interpreter, path, value):
    """Set-Item has no meaning for files."""
    raise NetError('Provider operation stopped because the provider does not support this '
                   'operation.', 'System.Management.Automation.PSNotSupportedException')


def show(path):
    """The path in messages."""
    return path


def leaf(path):
    """The last part."""
    return path.rstrip('\\').rpartition('\\')[2]


def problem_text(code):
    """Windows' words for a code."""
    return errors.text(code)

"""System.IO: files, folders, paths."""
import errno
import os
import shutil

from standin.powershell import values
from standin.powershell.records import NetError
from standin.powershell.values import NetObject, Nothing, text
from standin.windows import paths


def here():
    """The current directory of the process."""
    from standin.powershell.interpreter import current
    return current[0].session.cwd if current[0] else 'C:\\'


def full(path):
    """The absolute path; refuses empty ones and bad signs."""
    path = text(path)
    if not path.strip():
        raise NetError('The path is not of a legal form.', 'System.ArgumentException')
    if any(c in '<>"|\0' for c in path):
        raise NetError('Illegal characters in path.', 'System.ArgumentException')
    return paths.full(path, here())


def host(path):
    """The path on this machine."""
    return paths.host(full(path))


def io_error(problem, path=None):
    """A NetError with .NET's words for a POSIX error."""
    path = path or paths.windows(str(problem.filename or '')) or text(problem.filename or '')
    if problem.errno == errno.ENOENT:
        folder = paths.host(path.rpartition('\\')[0] + '\\') if ':' in path else ''
        if folder and not os.path.isdir(folder):
            return NetError("Could not find a part of the path '%s'." % path,
                            'System.IO.DirectoryNotFoundException')
        return NetError("Could not find file '%s'." % path, 'System.IO.FileNotFoundException')
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EISDIR):
        return NetError("Access to the path '%s' is denied." % path,
                        'System.UnauthorizedAccessException')
    if problem.errno == errno.ENOTEMPTY:
        return NetError('The directory is not empty.\r\n', 'System.IO.IOException', -2147024751)
    if problem.errno == errno.EEXIST:
        return NetError("The file '%s' already exists." % path, 'System.IO.IOException',
                        -2147024816)
    if problem.errno == errno.ENOSPC:
        return NetError('There is not enough space on the disk.\r\n', 'System.IO.IOException',
                        -2147024784)
    if problem.errno == errno.ENOTDIR:
        return NetError('The directory name is invalid.\r\n', 'System.IO.IOException', -2147024629)
    return NetError('%s : %s' % (problem.strerror, path), 'System.IO.IOException')


def info(path):
    """FileInfo or DirectoryInfo of a path."""
    from standin.powershell.dotnet.fileinfo import DirectoryInfo, FileInfo
    path = text(path)
    return DirectoryInfo(path) if os.path.isdir(paths.host(path)) else FileInfo(path)


def _encoding(encoding):
    from standin.powershell.dotnet.text import Encoding
    return encoding if encoding is not None else Encoding.utf8(False)


def _no_folder(path):
    if not os.path.isdir(os.path.dirname(host(path))):
        raise NetError("Could not find a part of the path '%s'." % full(path),
                       'System.IO.DirectoryNotFoundException')


class File(NetObject):
    """System.IO.File."""

    @staticmethod
    def Exists(path):  # noqa: N802
        path = text(path)
        return bool(path.strip()) and not any(c in path for c in '<>"|') and os.path.isfile(
            paths.host(paths.full(path, here())))

    @staticmethod
    def ReadAllText(path, encoding=None):  # noqa: N802
        from standin.powershell.providers.filesystem import decode
        return decode(File._read(path), encoding or 'utf-8')

    @staticmethod
    def _read(path):
        try:
            with open(host(path), 'rb') as file:
                return file.read()
        except OSError as problem:
            raise io_error(problem, full(path)) from problem

    @staticmethod
    def _write(path, data, mode='wb'):
        _no_folder(path)
        try:
            with open(host(path), mode) as file:
                file.write(data)
        except OSError as problem:
            raise io_error(problem, full(path)) from problem
        return Nothing

    @staticmethod
    def ReadAllLines(path, encoding=None):  # noqa: N802
        from standin.powershell.providers.filesystem import split_lines
        made = values.TypedArray(split_lines(File.ReadAllText(path, encoding)))
        made.net_type = 'System.String[]'
        return made

    ReadLines = ReadAllLines

    @staticmethod
    def ReadAllBytes(path):  # noqa: N802
        return bytearray(File._read(path))

    @staticmethod
    def WriteAllText(path, content, encoding=None):  # noqa: N802
        return File._write(path, _encoding(encoding).encode_with_mark(text(content)))

    @staticmethod
    def AppendAllText(path, content, encoding=None):  # noqa: N802
        return File._write(path, _encoding(encoding).encode(text(content)), 'ab')

    @staticmethod
    def WriteAllLines(path, lines, encoding=None):  # noqa: N802
        content = ''.join(text(l) + '\r\n' for l in values.as_list(lines))
        return File._write(path, _encoding(encoding).encode_with_mark(content))

    @staticmethod
    def AppendAllLines(path, lines, encoding=None):  # noqa: N802
        content = ''.join(text(l) + '\r\n' for l in values.as_list(lines))
        return File._write(path, _encoding(encoding).encode(content), 'ab')

    @staticmethod
    def WriteAllBytes(path, data):  # noqa: N802
        if data is None:
            raise NetError('Value cannot be null.\r\nParameter name: bytes',
                           'System.ArgumentNullException')
        return File._write(path, bytes(int(b) for b in data))

    @staticmethod
    def Delete(path):  # noqa: N802
        from standin.windows import sharing
        if sharing.used(host(path)):
            raise NetError("The process cannot access the file '%s' because it is being used by "
                           'another process.' % full(path), 'System.IO.IOException', -2147024864)
        try:
            os.remove(host(path))
        except FileNotFoundError:
            if not os.path.isdir(os.path.dirname(host(path))):
                raise NetError("Could not find a part of the path '%s'." % full(path),
                               'System.IO.DirectoryNotFoundException') from None
        except OSError as problem:
            raise io_error(problem, full(path)) from problem
        return Nothing

    @staticmethod
    def Move(source, target):  # noqa: N802
        if os.path.exists(host(target)):
            raise NetError('Cannot create a file when that file already exists.\r\n',
                           'System.IO.IOException', -2147024713)
        if not os.path.isfile(host(source)):
            raise NetError("Could not find file '%s'." % full(source),
                           'System.IO.FileNotFoundException')
        _no_folder(target)
        shutil.move(host(source), host(target))
        return Nothing

    @staticmethod
    def Copy(source, target, overwrite=False):  # noqa: N802
        if os.path.exists(host(target)) and not overwrite:
            raise NetError("The file '%s' already exists." % full(target),
                           'System.IO.IOException', -2147024816)
        if not os.path.isfile(host(source)):
            raise NetError("Could not find file '%s'." % full(source),
                           'System.IO.FileNotFoundException')
        _no_folder(target)
        shutil.copyfile(host(source), host(target))
        return Nothing

    @staticmethod
    def Replace(source, target, backup=None, *rest):  # noqa: N802
        if backup:
            shutil.copyfile(host(target), host(backup))
        os.replace(host(source), host(target))
        return Nothing

    @staticmethod
    def Open(path, mode=None, access=None, share=None):  # noqa: N802
        from standin.powershell.dotnet.streams import FileStream
        return FileStream.New(path, mode, access, share)

    @staticmethod
    def OpenRead(path):  # noqa: N802
        return File.Open(path, 'Open', 'Read')

    @staticmethod
    def OpenWrite(path):  # noqa: N802
        return File.Open(path, 'OpenOrCreate', 'Write')

    @staticmethod
    def Create(path, *options):  # noqa: N802
        return File.Open(path, 'Create', 'ReadWrite')

    @staticmethod
    def OpenText(path):  # noqa: N802
        from standin.powershell.dotnet.streams import StreamReader
        return StreamReader.New(path)

    @staticmethod
    def CreateText(path):  # noqa: N802
        from standin.powershell.dotnet.streams import StreamWriter
        return StreamWriter.New(path)

    @staticmethod
    def AppendText(path):  # noqa: N802
        from standin.powershell.dotnet.streams import StreamWriter
        return StreamWriter.New(path, True)

    @staticmethod
    def GetAttributes(path):  # noqa: N802
        return info(full(path)).Attributes

    @staticmethod
    def SetAttributes(path, attributes):  # noqa: N802
        return Nothing

    @staticmethod
    def GetLastWriteTime(path):  # noqa: N802
        return info(full(path)).LastWriteTime

    @staticmethod
    def GetLastWriteTimeUtc(path):  # noqa: N802
        return info(full(path)).LastWriteTimeUtc

    @staticmethod
    def SetLastWriteTime(path, when):  # noqa: N802
        os.utime(host(path), (when.epoch(), when.epoch()))
        return Nothing


class Directory(NetObject):
    """System.IO.Directory."""

    @staticmethod
    def Exists(path):  # noqa: N802
        path = text(path)
        return bool(path.strip()) and os.path.isdir(paths.host(paths.full(path, here())))

    @staticmethod
    def CreateDirectory(path):  # noqa: N802
        try:
            os.makedirs(host(path), exist_ok=True)
        except OSError as problem:
            raise io_error(problem, full(path)) from problem
        return info(full(path))

    @staticmethod
    def Delete(path, recursive=False):  # noqa: N802
        try:
            if recursive:
                shutil.rmtree(host(path))
            else:
                os.rmdir(host(path))
        except FileNotFoundError:
            raise NetError("Could not find a part of the path '%s'." % full(path),
                           'System.IO.DirectoryNotFoundException') from None
        except OSError as problem:
            raise io_error(problem, full(path)) from problem
        return Nothing

    @staticmethod
    def _entries(path, pattern, option, keep):
        matcher = paths.pattern(text(pattern))
        base = full(path)
        if not os.path.isdir(host(path)):
            raise NetError("Could not find a part of the path '%s'." % base,
                           'System.IO.DirectoryNotFoundException')
        out = values.TypedArray()
        out.net_type = 'System.String[]'
        for folder, folders, files in os.walk(host(path)):
            for name in sorted((folders if 'd' in keep else []) + (files if 'f' in keep else [])):
                if matcher.match(name):
                    out.append(paths.windows(os.path.join(folder, name)))
            if not text(option).lower().startswith('all'):
                break
        return out

    @staticmethod
    def GetFiles(path, pattern='*', option='TopDirectoryOnly'):  # noqa: N802
        return Directory._entries(path, pattern, option, 'f')

    @staticmethod
    def GetDirectories(path, pattern='*', option='TopDirectoryOnly'):  # noqa: N802
        return Directory._entries(path, pattern, option, 'd')

    @staticmethod
    def GetFileSystemEntries(path, pattern='*', option='TopDirectoryOnly'):  # noqa: N802
        return Directory._entries(path, pattern, option, 'df')

    EnumerateFiles = GetFiles
    EnumerateDirectories = GetDirectories

    @staticmethod
    def GetCurrentDirectory():  # noqa: N802
        return here()

    @staticmethod
    def SetCurrentDirectory(path):  # noqa: N802
        return Nothing

    @staticmethod
    def Move(source, target):  # noqa: N802
        shutil.move(host(source), host(target))
        return Nothing

    @staticmethod
    def GetParent(path):  # noqa: N802
        return info(full(path).rpartition('\\')[0] + '\\')


class Path(NetObject):
    """System.IO.Path."""

    DirectorySeparatorChar = values.Char('\\')
    PathSeparator = values.Char(';')

    @staticmethod
    def Combine(*parts):  # noqa: N802
        if len(parts) == 1 and isinstance(parts[0], list):
            parts = parts[0]
        out = ''
        for part in parts:
            if part is None:
                raise NetError('Value cannot be null.\r\nParameter name: path',
                               'System.ArgumentNullException')
            part = text(part)
            if not part:
                continue
            if part[1:2] == ':' or part[:1] in '\\/':
                out = part
            else:
                out = out + part if not out or out[-1] in '\\/:' else out + '\\' + part
        return out

    @staticmethod
    def GetFullPath(path):  # noqa: N802
        whole = full(path)
        return whole + '\\' if text(path)[-1:] in ('\\', '/') and whole[-1:] != '\\' else whole

    @staticmethod
    def GetFileName(path):  # noqa: N802
        return None if path is None else text(path).replace('/', '\\').rpartition('\\')[2]

    @staticmethod
    def GetDirectoryName(path):  # noqa: N802
        path = text(path).replace('/', '\\')
        if not path.strip():
            raise NetError('The path is not of a legal form.', 'System.ArgumentException')
        head, sign, _ = path.rpartition('\\')
        if path[1:2] == ':' and len(path.rstrip('\\')) <= 2:
            return None
        if len(head) == 2 and head[1] == ':':
            return head + '\\'
        return head if sign else ''

    @staticmethod
    def GetPathRoot(path):  # noqa: N802
        path = text(path).replace('/', '\\')
        if path[1:2] == ':':
            return path[:3] if path[2:3] == '\\' else path[:2]
        return '\\' if path.startswith('\\') else ''

    @staticmethod
    def GetExtension(path):  # noqa: N802
        name = Path.GetFileName(path)
        dot = name.rfind('.')
        return name[dot:] if dot >= 0 and dot < len(name) - 1 else ''

    @staticmethod
    def GetFileNameWithoutExtension(path):  # noqa: N802
        name = Path.GetFileName(path)
        return name[:name.rfind('.')] if '.' in name else name

    @staticmethod
    def ChangeExtension(path, extension):  # noqa: N802
        path = text(path)
        dot = path.rfind('.')
        base = path[:dot] if dot > path.rfind('\\') else path
        return base if extension is None else base + '.' + text(extension).lstrip('.')

    @staticmethod
    def HasExtension(path):  # noqa: N802
        return Path.GetExtension(path) != ''

    @staticmethod
    def IsPathRooted(path):  # noqa: N802
        path = text(path)
        return path[1:2] == ':' or path[:1] in ('\\', '/')

    @staticmethod
    def GetTempPath():  # noqa: N802
        from standin.powershell.interpreter import current
        return current[0].session.env.get('TEMP', 'C:\\Windows\\Temp').rstrip('\\') + '\\'

    @staticmethod
    def GetTempFileName():  # noqa: N802
        import secrets
        path = Path.GetTempPath() + 'tmp' + secrets.token_hex(2).upper() + '.tmp'
        File._write(path, b'')
        return path

    @staticmethod
    def GetRandomFileName():  # noqa: N802
        import secrets
        return secrets.token_hex(4) + '.' + secrets.token_hex(2)[:3]

    @staticmethod
    def GetInvalidFileNameChars():  # noqa: N802
        return [values.Char(c) for c in '"<>|\0:*?\\/']

    @staticmethod
    def GetInvalidPathChars():  # noqa: N802
        return [values.Char(c) for c in '"<>|\0']

"""System.IO: streams, readers, writers."""
import os

from standin.powershell import values
from standin.powershell.dotnet import io
from standin.powershell.records import NetError
from standin.powershell.values import NetObject, Nothing, text


class Stream(NetObject):
    """What streams have in common: a Python file."""

    net_bases = ('System.IO.Stream',)
    file = None
    name = ''

    def Read(self, buffer, offset=0, count=None):  # noqa: N802
        count = len(buffer) - offset if count is None else int(count)
        if offset + count > len(buffer):
            raise NetError('Offset and length were out of bounds for the array or count is '
                           'greater than the number of elements from index to the end of the '
                           'source collection.', 'System.ArgumentException')
        data = self.file.read(count)
        buffer[offset:offset + len(data)] = data
        return len(data)

    def ReadByte(self):  # noqa: N802
        data = self.file.read(1)
        return data[0] if data else -1

    def Write(self, buffer, offset=0, count=None):  # noqa: N802
        count = len(buffer) - offset if count is None else int(count)
        self.file.write(bytes(int(b) for b in buffer[offset:offset + count]))
        return Nothing

    def WriteByte(self, value):  # noqa: N802
        self.file.write(bytes([int(value)]))
        return Nothing

    @property
    def Position(self):  # noqa: N802
        return values.Long(self.file.tell())

    @Position.setter
    def Position(self, value):  # noqa: N802
        if int(value) < 0:
            raise NetError('Non-negative number required.\r\nParameter name: value',
                           'System.ArgumentOutOfRangeException')
        self.file.seek(int(value))

    @property
    def Length(self):  # noqa: N802
        at = self.file.tell()
        size = self.file.seek(0, 2)
        self.file.seek(at)
        return values.Long(size)

    def Seek(self, offset, origin):  # noqa: N802
        whence = {'begin': 0, 'current': 1, 'end': 2}.get(text(origin).lower(), 0)
        return values.Long(self.file.seek(int(offset), whence))

    def SetLength(self, size):  # noqa: N802
        self.file.truncate(int(size))
        return Nothing

    def CopyTo(self, other):  # noqa: N802
        import shutil
        shutil.copyfileobj(self.file, other.file)
        return Nothing

    def Flush(self, *options):  # noqa: N802
        self.file.flush()
        return Nothing

    def Close(self):  # noqa: N802
        self.file.close()
        return Nothing

    Dispose = Close


class FileStream(Stream):
    """System.IO.FileStream."""

    net_type = 'System.IO.FileStream'

    @classmethod
    def New(cls, path, mode=None, access=None, share=None, *rest):  # noqa: N802
        made = cls()
        made.name = io.full(path)
        name = text(mode if mode is not None else 'OpenOrCreate').lower()
        wanted = text(access).lower() if access is not None else (
            'write' if name == 'append' else 'readwrite')
        host = io.host(path)
        reading = 'rb' if wanted == 'read' else 'r+b'
        exists = os.path.exists(host)
        if name in ('open', 'truncate') and not exists:
            raise io.io_error(FileNotFoundError(2, 'missing', host), made.name)
        if name == 'createnew' and exists:
            raise io.io_error(FileExistsError(17, 'exists', host), made.name)
        how = {'create': 'w+b', 'createnew': 'w+b', 'truncate': 'w+b', 'append': 'ab'}.get(
            name, reading if exists or wanted == 'read' else 'w+b')
        try:
            made.file = open(host, how, buffering=0 if wanted != 'read' else -1)
        except OSError as problem:
            raise io.io_error(problem, made.name) from problem
        return made

    @property
    def Name(self):  # noqa: N802
        return self.name

    @property
    def CanRead(self):  # noqa: N802
        return self.file.readable()


class MemoryStream(Stream):
    """System.IO.MemoryStream."""

    net_type = 'System.IO.MemoryStream'

    @classmethod
    def New(cls, data=b'', *rest):  # noqa: N802
        from io import BytesIO
        made = cls()
        made.file = BytesIO(bytes(int(b) for b in data) if not isinstance(data, int) else b'')
        return made

    def ToArray(self):  # noqa: N802
        return bytearray(self.file.getvalue())


class StreamReader(NetObject):
    """System.IO.StreamReader."""

    net_type = 'System.IO.StreamReader'

    def __init__(self, content):
        self.content = content
        self.at = 0

    @classmethod
    def New(cls, source, encoding=None, *rest):  # noqa: N802
        from standin.powershell.providers.filesystem import decode
        if not hasattr(encoding, 'codec'):
            encoding = 'utf-8'
        data = source.file.read() if isinstance(source, Stream) else io.File._read(source)
        return cls(decode(bytes(data), encoding))

    def ReadLine(self):  # noqa: N802
        if self.at >= len(self.content):
            return None
        end = self.content.find('\n', self.at)
        end = len(self.content) if end < 0 else end
        line = self.content[self.at:end].rstrip('\r')
        self.at = end + 1
        return line

    def ReadToEnd(self):  # noqa: N802
        rest, self.at = self.content[self.at:], len(self.content)
        return rest

    def Read(self):  # noqa: N802
        if self.at >= len(self.content):
            return -1
        self.at += 1
        return ord(self.content[self.at - 1])

    def Peek(self):  # noqa: N802
        return ord(self.content[self.at]) if self.at < len(self.content) else -1

    @property
    def EndOfStream(self):  # noqa: N802
        return self.at >= len(self.content)

    def Close(self):  # noqa: N802
        return Nothing

    Dispose = Close


class StringReader(StreamReader):
    """System.IO.StringReader."""

    net_type = 'System.IO.StringReader'

    @classmethod
    def New(cls, content):  # noqa: N802
        return cls(text(content))


class StreamWriter(NetObject):
    """System.IO.StreamWriter."""

    net_type = 'System.IO.StreamWriter'

    def __init__(self, file, encoding):
        self.file = file
        self.encoding = encoding
        self.AutoFlush = False
        self.NewLine = '\r\n'

    @classmethod
    def New(cls, target, *options):  # noqa: N802
        from standin.powershell.dotnet.text import Encoding
        append = any(o is True for o in options)
        encoding = next((o for o in options if hasattr(o, 'codec')), None) or Encoding.utf8(False)
        if isinstance(target, Stream):
            return cls(target.file, encoding)
        io._no_folder(target)
        try:
            file = open(io.host(target), 'ab' if append else 'wb')
        except OSError as problem:
            raise io.io_error(problem, io.full(target)) from problem
        if not append or file.tell() == 0:
            file.write(encoding.mark)
        return cls(file, encoding)

    def Write(self, value='', *arguments):  # noqa: N802
        if arguments:
            from standin.powershell.formats import composite
            value = composite(text(value), list(arguments))
        if isinstance(value, list):
            value = ''.join(text(v) for v in value)
        self.file.write(self.encoding.encode(text(value)))
        return Nothing

    def WriteLine(self, value='', *arguments):  # noqa: N802
        self.Write(value, *arguments)
        self.file.write(self.encoding.encode(self.NewLine))
        return Nothing

    def Flush(self):  # noqa: N802
        self.file.flush()
        return Nothing

    def Close(self):  # noqa: N802
        self.file.close()
        return Nothing

    Dispose = Close


class StringWriter(NetObject):
    """System.IO.StringWriter."""

    net_type = 'System.IO.StringWriter'

    def __init__(self):
        self.parts = []

    @classmethod
    def New(cls, *options):  # noqa: N802
        return cls()

    def Write(self, value):  # noqa: N802
        self.parts.append(text(value))
        return Nothing

    def WriteLine(self, value=''):  # noqa: N802
        self.parts.append(text(value) + '\r\n')
        return Nothing

    def net_text(self):
        return ''.join(self.parts)

    def Close(self):  # noqa: N802
        return Nothing

    Dispose = Close


class GzipStream(Stream):
    """System.IO.Compression.GzipStream."""

    net_type = 'System.IO.Compression.GZipStream'

    @classmethod
    def New(cls, inner, mode, *rest):  # noqa: N802
        import gzip
        made = cls()
        made.file = gzip.GzipFile(fileobj=inner.file,
                                  mode='wb' if text(mode).lower() == 'compress' else 'rb')
        return made


class ZipFile(NetObject):
    """System.IO.Compression.ZipFile."""

    @staticmethod
    def ExtractToDirectory(source, target, *rest):  # noqa: N802
        import zipfile
        with zipfile.ZipFile(io.host(source)) as archive:
            archive.extractall(io.host(target))
        return Nothing

    @staticmethod
    def CreateFromDirectory(source, target, *rest):  # noqa: N802
        import shutil
        base = io.host(target)
        made = shutil.make_archive(base + '.tmp', 'zip', io.host(source))
        os.replace(made, base)
        return Nothing

"""System.Console."""
import os

from standin.powershell.members import StaticProperty
from standin.powershell.records import NetError
from standin.powershell.values import NetObject, Nothing, text
from standin.windows.session import write as write_text


def _interpreter():
    from standin.powershell.interpreter import current
    return current[0]


def _format(arguments):
    if len(arguments) > 1:
        from standin.powershell.formats import composite
        return composite(text(arguments[0]), list(arguments[1:]))
    if arguments and isinstance(arguments[0], list):
        return ''.join(text(a) for a in arguments[0])
    return text(arguments[0]) if arguments else ''


class _Writer(NetObject):
    """[Console]::Out and [Console]::Error: straight to the descriptor."""

    net_type = 'System.IO.TextWriter+SyncTextWriter'

    def __init__(self, descriptor):
        self.descriptor = descriptor

    def Write(self, *arguments):  # noqa: N802
        interpreter = _interpreter()
        interpreter.host.flush()
        write_text(self.descriptor, _format(arguments), interpreter.session.encoding)
        return Nothing

    def WriteLine(self, *arguments):  # noqa: N802
        interpreter = _interpreter()
        interpreter.host.flush()
        write_text(self.descriptor, _format(arguments) + '\n', interpreter.session.encoding)
        return Nothing

    def Flush(self):  # noqa: N802
        return Nothing


class _Reader(NetObject):
    """[Console]::In."""

    net_type = 'System.IO.TextReader+SyncTextReader'

    def ReadLine(self):  # noqa: N802
        data = b''
        while not data.endswith(b'\n'):
            piece = os.read(0, 1)
            if not piece:
                break
            data += piece
        if not data:
            return None
        return data.decode(_interpreter().session.encoding, 'replace').rstrip('\r\n')

    def ReadToEnd(self):  # noqa: N802
        data = b''
        while True:
            piece = os.read(0, 1 << 16)
            if not piece:
                return data.decode(_interpreter().session.encoding, 'replace')
            data += piece


class Console(NetObject):
    """The console."""

    Out = StaticProperty(lambda: _Writer(1))
    Error = StaticProperty(lambda: _Writer(2))
    In = StaticProperty(_Reader)
    IsOutputRedirected = True
    IsErrorRedirected = True
    IsInputRedirected = True
    WindowWidth = 80
    BufferWidth = 80

    @staticmethod
    def WriteLine(*arguments):  # noqa: N802
        return _Writer(1).WriteLine(*arguments)

    @staticmethod
    def Write(*arguments):  # noqa: N802
        return _Writer(1).Write(*arguments)

    @staticmethod
    def ReadLine():  # noqa: N802
        return _Reader().ReadLine()

    @staticmethod
    def Beep(*arguments):  # noqa: N802
        return Nothing

    @staticmethod
    def _encoding():
        from standin.powershell.dotnet.text import Encoding
        return Encoding.GetEncoding(_interpreter().session.codepage)

    OutputEncoding = StaticProperty(lambda: Console._encoding())
    InputEncoding = StaticProperty(lambda: Console._encoding())

    @staticmethod
    def set_outputencoding(value):
        """[Console]::OutputEncoding = ..."""
        page = getattr(value, 'page', None)
        if page is None:
            raise NetError('Value cannot be null.\r\nParameter name: value',
                           'System.ArgumentNullException')
        _interpreter().host.flush()
        _interpreter().session.codepage = page
        return Nothing

    @staticmethod
    def set_inputencoding(value):
        """[Console]::InputEncoding = ..."""
        return Nothing

    @staticmethod
    def OpenStandardOutput():  # noqa: N802
        from standin.powershell.dotnet.streams import Stream
        made = Stream()
        made.file = open(1, 'wb', buffering=0, closefd=False)
        return made

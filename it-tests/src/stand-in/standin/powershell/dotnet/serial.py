"""System.IO.Ports.SerialPort: COM1 is the guest's first serial port."""
import os

from standin.powershell.records import NetError
from standin.powershell.values import NetObject, Nothing, text


def device(name):
    """The device or file that stands for a port."""
    told = os.environ.get('STANDIN_SERIAL')
    if name.upper() == 'COM1':
        return told or '/dev/ttyS0'
    return None


class SerialPort(NetObject):
    """A serial port."""

    net_type = 'System.IO.Ports.SerialPort'

    def __init__(self, name='COM1'):
        self.PortName = name
        self.BaudRate = 9600
        self.Parity = 'None'
        self.DataBits = 8
        self.StopBits = 'One'
        self.NewLine = '\n'
        self.WriteTimeout = self.ReadTimeout = -1
        self.DtrEnable = self.RtsEnable = False
        self.Handshake = 'None'
        self.descriptor = None

    @classmethod
    def New(cls, name='COM1', baud=9600, *rest):  # noqa: N802
        made = cls(text(name))
        made.BaudRate = baud
        return made

    IsOpen = property(lambda self: self.descriptor is not None)

    @staticmethod
    def GetPortNames():  # noqa: N802
        return ['COM1'] if device('COM1') and os.path.exists(device('COM1')) else []

    def Open(self):  # noqa: N802
        target = device(self.PortName)
        if target is None:
            raise NetError("The port '%s' does not exist." % self.PortName, 'System.IO.IOException')
        try:
            flags = os.O_WRONLY | os.O_APPEND
            if os.environ.get('STANDIN_SERIAL'):
                flags |= os.O_CREAT
            else:
                flags |= os.O_NOCTTY | os.O_NONBLOCK
            self.descriptor = os.open(target, flags, 0o644)
            os.set_blocking(self.descriptor, True)
        except PermissionError:
            raise NetError("Access to the port '%s' is denied." % self.PortName,
                           'System.UnauthorizedAccessException') from None
        except OSError:
            raise NetError("The port '%s' does not exist." % self.PortName,
                           'System.IO.IOException') from None
        return Nothing

    def Write(self, content, *rest):  # noqa: N802
        if self.descriptor is None:
            raise NetError('The port is closed.', 'System.InvalidOperationException')
        data = bytes(content) if isinstance(content, (bytes, bytearray)) else text(
            content).encode('ascii', 'replace')
        while data:
            data = data[os.write(self.descriptor, data):]
        return Nothing

    def WriteLine(self, content):  # noqa: N802
        return self.Write(text(content) + self.NewLine)

    def Close(self):  # noqa: N802
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None
        return Nothing

    Dispose = Close

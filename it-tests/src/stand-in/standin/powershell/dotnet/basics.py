"""Small types of System."""
import math
import random

from standin.powershell import conversion, values
from standin.powershell.members import StaticProperty
from standin.powershell.records import NetError, PsError
from standin.powershell.values import NetObject, Nothing, text


class Convert(NetObject):
    """System.Convert."""

    @staticmethod
    def ToBase64String(data, *options):  # noqa: N802
        import base64
        if data is None:
            raise NetError('Value cannot be null.\r\nParameter name: inArray',
                           'System.ArgumentNullException')
        numbers = [o for o in options if isinstance(o, int)]
        data = bytes(data) if isinstance(data, (bytes, bytearray)) else bytes(
            int(b) for b in values.as_list(data))
        if len(numbers) == 2:
            if numbers[0] < 0 or numbers[1] < 0 or numbers[0] + numbers[1] > len(data):
                raise NetError('Offset and length must refer to a position in the string.\r\n'
                               'Parameter name: offset', 'System.ArgumentOutOfRangeException')
            data = data[numbers[0]:numbers[0] + numbers[1]]
        result = base64.b64encode(data).decode('ascii')
        if any('insert' in text(o).lower() for o in options):
            result = '\r\n'.join(result[i:i + 76] for i in range(0, len(result), 76))
        return result

    @staticmethod
    def FromBase64String(content):  # noqa: N802
        import base64
        import binascii
        if content is None:
            raise NetError('Value cannot be null.\r\nParameter name: s',
                           'System.ArgumentNullException')
        bare = ''.join(text(content).split())
        try:
            return bytearray(base64.b64decode(bare, validate=True))
        except binascii.Error:
            raise NetError('The input is not a valid Base-64 string as it contains a non-base 64 '
                           'character, more than two padding characters, or an illegal character '
                           'among the padding characters. ' if any(
                               not (c.isalnum() or c in '+/=') for c in bare) else
                           'Invalid length for a Base-64 char array or string.',
                           'System.FormatException') from None

    @staticmethod
    def _integer(value, base, kind):
        if base:
            try:
                number = int(text(value), int(base))
            except ValueError:
                raise NetError('Could not find any recognizable digits.',
                               'System.FormatException') from None
            if kind == 'System.Int32' and number >= 2**31:
                number -= 2**32
            return conversion.integer(number, kind)
        if isinstance(value, float):
            value = round(value)
        try:
            return conversion.integer(value, kind)
        except PsError:
            raise NetError('Input string was not in a correct format.',
                           'System.FormatException') from None

    @staticmethod
    def ToInt32(value, base=None):  # noqa: N802
        return Convert._integer(value, base, 'System.Int32')

    @staticmethod
    def ToInt64(value, base=None):  # noqa: N802
        return Convert._integer(value, base, 'System.Int64')

    @staticmethod
    def ToUInt32(value, base=None):  # noqa: N802
        return Convert._integer(value, base, 'System.UInt32')

    @staticmethod
    def ToByte(value, base=None):  # noqa: N802
        return Convert._integer(value, base, 'System.Byte')

    ToInt16 = ToInt32

    @staticmethod
    def ToDouble(value, *rest):  # noqa: N802
        return float(conversion.number(value))

    ToDecimal = ToDouble

    @staticmethod
    def ToString(value, base=None):  # noqa: N802
        if isinstance(base, int) and isinstance(value, int):
            return {2: bin, 8: oct, 16: hex}.get(base, lambda v: '  ' + str(v))(value)[2:] \
                if value >= 0 else format(value & 0xFFFFFFFF, {2: 'b', 8: 'o', 16: 'x'}[base])
        return text(value)

    @staticmethod
    def ToBoolean(value):  # noqa: N802
        if isinstance(value, str):
            from standin.powershell.dotnet.statics import BooleanStatics
            return BooleanStatics.Parse(value)
        return bool(value)

    @staticmethod
    def ToDateTime(value):  # noqa: N802
        from standin.powershell.dotnet.time import DateTime
        return DateTime.from_value(value)

    @staticmethod
    def ToChar(value):  # noqa: N802
        return values.Char(chr(int(value)))


class Math(NetObject):
    """System.Math."""

    PI = math.pi
    E = math.e

    @staticmethod
    def Round(value, digits=0, *mode):  # noqa: N802
        away = any('away' in text(m).lower() for m in mode + ((digits,) if isinstance(
            digits, (str, values.EnumValue)) else ()))
        digits = digits if isinstance(digits, int) else 0
        if away:
            from standin.powershell.formats import rounded
            return float(rounded(float(value), digits))
        return float(round(value, digits))

    Floor = staticmethod(lambda value: float(math.floor(value)))
    Ceiling = staticmethod(lambda value: float(math.ceil(value)))
    Truncate = staticmethod(lambda value: float(math.trunc(value)))
    Abs = staticmethod(lambda value: abs(conversion.number(value)))
    Max = staticmethod(lambda a, b: max(conversion.number(a), conversion.number(b)))
    Min = staticmethod(lambda a, b: min(conversion.number(a), conversion.number(b)))
    Pow = staticmethod(lambda a, b: float(a) ** float(b))
    Sqrt = staticmethod(lambda value: math.sqrt(value))
    Sign = staticmethod(lambda value: (value > 0) - (value < 0))
    Log = staticmethod(lambda value, *base: math.log(value, *base))
    Log10 = staticmethod(math.log10)

    @staticmethod
    def DivRem(a, b, *rest):  # noqa: N802
        return a // b


class Guid(NetObject):
    """System.Guid."""

    net_type = 'System.Guid'

    def __init__(self, value):
        self.value = value

    @classmethod
    def New(cls, value):  # noqa: N802
        return cls.Parse(value)

    @classmethod
    def NewGuid(cls):  # noqa: N802
        import uuid
        return cls(str(uuid.uuid4()))

    @classmethod
    def Parse(cls, value):  # noqa: N802
        import uuid
        try:
            return cls(str(uuid.UUID(text(value))))
        except ValueError:
            raise NetError('Unrecognized Guid format.', 'System.FormatException') from None

    Empty = StaticProperty(lambda: Guid('00000000-0000-0000-0000-000000000000'))
    Guid = property(lambda self: self.value)

    def net_text(self):
        return self.value

    def ToString(self, form='D', *rest):  # noqa: N802
        return {'N': self.value.replace('-', ''), 'B': '{%s}' % self.value}.get(
            text(form).upper(), self.value)

    def __eq__(self, other):
        return isinstance(other, Guid) and other.value == self.value

    def __hash__(self):
        return hash(self.value)


class Random(NetObject):
    """System.Random."""

    def __init__(self, seed=None):
        self.random = random.Random(seed)

    @classmethod
    def New(cls, seed=None):  # noqa: N802
        return cls(seed)

    def Next(self, low=None, high=None):  # noqa: N802
        if low is None:
            return self.random.randrange(2**31 - 1)
        return self.random.randrange(low) if high is None else self.random.randrange(low, high)

    def NextDouble(self):  # noqa: N802
        return self.random.random()

    def NextBytes(self, buffer):  # noqa: N802
        buffer[:] = self.random.randbytes(len(buffer))
        return Nothing


class Gc(NetObject):
    """System.GC."""

    Collect = staticmethod(lambda *a: Nothing)
    WaitForPendingFinalizers = staticmethod(lambda: Nothing)


class BitConverter(NetObject):
    """System.BitConverter."""

    @staticmethod
    def ToString(data, *rest):  # noqa: N802
        return '-'.join('%02X' % int(b) for b in data)

    @staticmethod
    def GetBytes(value):  # noqa: N802
        size = 8 if isinstance(value, values.Long) else 4
        return bytearray(int(value).to_bytes(size, 'little', signed=value < 0))

    @staticmethod
    def ToInt32(data, at=0):  # noqa: N802
        return int.from_bytes(bytes(data[at:at + 4]), 'little', signed=True)

    @staticmethod
    def ToUInt32(data, at=0):  # noqa: N802
        return values.UInt(int.from_bytes(bytes(data[at:at + 4]), 'little'))

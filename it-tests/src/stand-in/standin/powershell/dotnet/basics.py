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


class StringStatics(NetObject):
    """Static members of System.String."""

    Empty = ''

    @staticmethod
    def New(value='', count=None, *rest):  # noqa: N802
        if count is not None and isinstance(count, int) and not rest:
            return text(value) * count
        return ''.join(text(c) for c in values.as_list(value))

    @staticmethod
    def IsNullOrEmpty(value):  # noqa: N802
        return value is None or text(value) == ''

    @staticmethod
    def IsNullOrWhiteSpace(value):  # noqa: N802
        return value is None or text(value).strip() == ''

    @staticmethod
    def Join(separator, *items):  # noqa: N802
        if len(items) == 1:
            items = values.as_list(items[0])
        return text(separator).join(text(i) for i in items)

    @staticmethod
    def Format(pattern, *arguments):  # noqa: N802
        from standin.powershell.formats import composite
        if len(arguments) == 1 and isinstance(arguments[0], list):
            arguments = arguments[0]
        try:
            return composite(text(pattern), list(arguments))
        except PsError as problem:
            raise NetError(problem.record.Exception.Message, 'System.FormatException') from problem

    @staticmethod
    def Concat(*items):  # noqa: N802
        if len(items) == 1:
            items = values.as_list(items[0])
        return ''.join(text(i) for i in items)

    @staticmethod
    def Equals(left, right, *mode):  # noqa: N802
        if any('ignorecase' in text(m).lower() for m in mode):
            return text(left).lower() == text(right).lower()
        return left == right

    @staticmethod
    def Compare(left, right, *mode):  # noqa: N802
        ignore = any(m is True or 'ignorecase' in text(m).lower() for m in mode)
        left, right = text(left), text(right)
        if ignore:
            left, right = left.lower(), right.lower()
        return (left > right) - (left < right)


class CharStatics(NetObject):
    """Static members of System.Char."""

    IsDigit = staticmethod(lambda c: text(c).isdigit())
    IsLetter = staticmethod(lambda c: text(c).isalpha())
    IsLetterOrDigit = staticmethod(lambda c: text(c).isalnum())
    IsWhiteSpace = staticmethod(lambda c: text(c).isspace())
    IsUpper = staticmethod(lambda c: text(c).isupper())
    IsLower = staticmethod(lambda c: text(c).islower())
    ToUpper = staticmethod(lambda c: values.Char(text(c).upper()))
    ToLower = staticmethod(lambda c: values.Char(text(c).lower()))


class Array(NetObject):
    """Static members of System.Array."""

    @staticmethod
    def IndexOf(items, wanted, *rest):  # noqa: N802
        from standin.powershell.methods import _find_index
        return _find_index(items, wanted)

    @staticmethod
    def Reverse(items):  # noqa: N802
        items.reverse()
        return Nothing

    @staticmethod
    def Sort(items, *rest):  # noqa: N802
        import functools
        from standin.powershell.operators import compare
        items.sort(key=functools.cmp_to_key(compare))
        return Nothing

    @staticmethod
    def Copy(source, at, target=None, where=0, count=0):  # noqa: N802
        if not isinstance(at, int):
            source, at, target, where, count = source, 0, at, 0, target
        target[where:where + count] = source[at:at + count]
        return Nothing

    @staticmethod
    def Clear(items, at, count):  # noqa: N802
        for index in range(at, at + count):
            items[index] = 0 if isinstance(items, bytearray) else None
        return Nothing

    @staticmethod
    def CreateInstance(kind, size):  # noqa: N802
        from standin.powershell.members import blank_array
        return blank_array(kind.name + '[]', int(size))

    @staticmethod
    def Exists(items, block):  # noqa: N802
        return any(values.truth(block.call_with(i)) for i in items)

    @staticmethod
    def Find(items, block):  # noqa: N802
        return next((i for i in items if values.truth(block.call_with(i))), None)


def _number_statics(name, low, high):
    full = 'System.' + name

    def parse(value, *rest):
        import re
        content = text(value).strip()
        if any('hex' in text(r).lower() for r in rest):
            return conversion.integer(int(content, 16), full)
        if not re.fullmatch(r'[+-]?\d+', content):
            raise NetError('Input string was not in a correct format.', 'System.FormatException')
        if not low <= int(content) <= high:
            raise NetError('Value was either too large or too small for an %s.' % name,
                           'System.OverflowException')
        return conversion.integer(content, full)

    def try_parse(value, *rest):
        try:
            number = parse(value)
        except NetError:
            number, found = 0, False
        else:
            found = True
        if rest and hasattr(rest[-1], 'assign'):
            rest[-1].assign(number)
        return found
    return type(name + 'Statics', (NetObject,), {
        'MaxValue': high, 'MinValue': low, 'Parse': staticmethod(parse),
        'TryParse': staticmethod(try_parse), '__doc__': 'Static members of %s.' % full})


Int32Statics = _number_statics('Int32', -2**31, 2**31 - 1)
Int64Statics = _number_statics('Int64', -2**63, 2**63 - 1)
UInt32Statics = _number_statics('UInt32', 0, 2**32 - 1)
ByteStatics = _number_statics('Byte', 0, 255)


class DoubleStatics(NetObject):
    """Static members of System.Double."""

    MaxValue = 1.7976931348623157e308
    NaN = float('nan')

    @staticmethod
    def Parse(value, *rest):  # noqa: N802
        try:
            return float(text(value).replace(',', ''))
        except ValueError:
            raise NetError('Input string was not in a correct format.',
                           'System.FormatException') from None


class BooleanStatics(NetObject):
    """Static members of System.Boolean."""

    TrueString = 'True'
    FalseString = 'False'

    @staticmethod
    def Parse(value):  # noqa: N802
        lower = text(value).strip().lower()
        if lower not in ('true', 'false'):
            raise NetError('String was not recognized as a valid Boolean.',
                           'System.FormatException')
        return lower == 'true'


class Version(NetObject):
    """System.Version."""

    net_type = 'System.Version'

    def __init__(self, parts):
        self.parts = parts

    @classmethod
    def New(cls, *parts):  # noqa: N802
        return cls.Parse(parts[0]) if len(parts) == 1 else cls([int(p) for p in parts])

    @classmethod
    def Parse(cls, value):  # noqa: N802
        try:
            parts = [int(p) for p in text(value).split('.')]
        except ValueError:
            raise NetError('Input string was not in a correct format.',
                           'System.FormatException') from None
        if not 2 <= len(parts) <= 4:
            raise NetError('Version string portion was too short or too long.',
                           'System.ArgumentException')
        return cls(parts)

    def _at(self, index):
        return self.parts[index] if index < len(self.parts) else -1

    Major = property(lambda self: self._at(0))
    Minor = property(lambda self: self._at(1))
    Build = property(lambda self: self._at(2))
    Revision = property(lambda self: self._at(3))

    def net_text(self):
        return '.'.join(str(p) for p in self.parts)

    def net_cell(self):
        """In a table."""
        return self.net_text()

    def ToString(self, count=None):  # noqa: N802
        return '.'.join(str(p) for p in self.parts[:count])

    def net_compare(self, other):
        """-1, 0 or 1."""
        other = other if isinstance(other, Version) else Version.Parse(
            text(other) if '.' in text(other) else text(other) + '.0')
        left = self.parts + [-1] * (4 - len(self.parts))
        right = other.parts + [-1] * (4 - len(other.parts))
        return (left > right) - (left < right)

    def __eq__(self, other):
        return isinstance(other, Version) and other.parts == self.parts

    def __hash__(self):
        return hash(tuple(self.parts))


class Uri(NetObject):
    """System.Uri."""

    net_type = 'System.Uri'

    def __init__(self, value):
        from urllib.parse import urlsplit
        self.value = value
        self.split = urlsplit(value)

    @classmethod
    def New(cls, value, *rest):  # noqa: N802
        return cls(text(value))

    OriginalString = property(lambda self: self.value)
    AbsoluteUri = property(lambda self: self.value)
    Scheme = property(lambda self: self.split.scheme)
    Host = property(lambda self: self.split.hostname)
    Port = property(lambda self: self.split.port or {'https': 443}.get(self.split.scheme, 80))
    AbsolutePath = property(lambda self: self.split.path or '/')
    Query = property(lambda self: '?' + self.split.query if self.split.query else '')
    LocalPath = property(lambda self: self.split.path)
    Segments = property(lambda self: [p + '/' for p in self.split.path.split('/')])

    def net_text(self):
        return self.value

    @staticmethod
    def EscapeDataString(value):  # noqa: N802
        from urllib.parse import quote
        return quote(text(value), safe='')

    @staticmethod
    def UnescapeDataString(value):  # noqa: N802
        from urllib.parse import unquote
        return unquote(text(value))


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


class EnumStatics(NetObject):
    """Static members of System.Enum."""

    @staticmethod
    def GetNames(kind):  # noqa: N802
        from standin.powershell import types
        return list(types.ENUMS.get(kind.name, {}))

    @staticmethod
    def Parse(kind, name, *rest):  # noqa: N802
        return conversion.enum(name, kind.name)

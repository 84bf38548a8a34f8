"""Static members of the simple types."""
from standin.powershell import conversion, values
from standin.powershell.records import NetError, PsError
from standin.powershell.values import NetObject, Nothing, text


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


class EnumStatics(NetObject):
    """Static members of System.Enum."""

    @staticmethod
    def GetNames(kind):  # noqa: N802
        from standin.powershell import types
        return list(types.ENUMS.get(kind.name, {}))

    @staticmethod
    def Parse(kind, name, *rest):  # noqa: N802
        return conversion.enum(name, kind.name)

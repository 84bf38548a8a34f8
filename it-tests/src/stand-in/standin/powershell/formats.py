"""-f and ToString(format): .NET's composite formatting."""
import re

from standin.powershell import values
from standin.powershell.records import error

ITEM = re.compile(r'\{\{|\}\}|\{(\d+)(?:,\s*(-?\d+))?(?::([^}]*))?\}|[{}]')


def composite(pattern, arguments):
    """'{0:N1}' -f 1.25"""
    def one_item(match):
        whole = match.group()
        if whole in ('{{', '}}'):
            return whole[0]
        if match.group(1) is None:
            raise error('Error formatting a string: Input string was not in a correct format..',
                        'FormatError', 'InvalidOperation')
        index = int(match.group(1))
        if index >= len(arguments):
            raise error('Error formatting a string: Index (zero based) must be greater than or '
                        'equal to zero and less than the size of the argument list..',
                        'FormatError', 'InvalidOperation')
        text = one(arguments[index], match.group(3) or '')
        width = int(match.group(2) or 0)
        return text.rjust(width) if width >= 0 else text.ljust(-width)
    return ITEM.sub(one_item, pattern)


def one(value, spec):
    """A single value with a format."""
    if value is None:
        return ''
    formatted = getattr(value, 'net_format', None)
    if formatted:
        return formatted(spec)
    if isinstance(value, values.PsObject) and value.base is not None:
        return one(value.base, spec)
    if not spec or isinstance(value, bool) or not isinstance(value, (int, float)):
        return values.text(value)
    match = re.fullmatch(r'([A-Za-z])(\d*)', spec)
    if match:
        return _standard(value, match.group(1), match.group(2))
    return _custom(value, spec)


def rounded(value, digits):
    """Half away from zero, as the formats of .NET Framework do."""
    from decimal import ROUND_HALF_UP, Decimal
    return Decimal(repr(value) if isinstance(value, float) else value).quantize(
        Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _standard(value, letter, digits):
    kind = letter.upper()
    if kind == 'X':
        bits = 64 if not -2**31 <= value < 2**32 or isinstance(value, values.Long) else 32
        text = '%X' % (int(value) & (2**bits - 1))
        text = text.rjust(int(digits or 0), '0')
        return text if letter == 'X' else text.lower()
    if kind == 'D':
        text = str(abs(int(value))).rjust(int(digits or 0), '0')
        return '-' + text if value < 0 else text
    count = int(digits) if digits else 2
    if kind == 'N':
        return '{:,}'.format(rounded(value, count))
    if kind == 'F':
        return str(rounded(value, count))
    if kind == 'P':
        return '{:,} %'.format(rounded(value * 100, count))
    if kind == 'C':
        return ('-$' if value < 0 else '$') + '{:,}'.format(rounded(abs(value), count))
    if kind == 'E':
        mantissa, exponent = ('%.*e' % (int(digits or 6), value)).split('e')
        return '%s%s%s%03d' % (mantissa, letter, exponent[0], int(exponent[1:]))
    if kind == 'B':
        return bin(int(value))[2:].rjust(int(digits or 0), '0')
    return values.number_text(value)


def _custom(value, spec):
    sections = spec.split(';')
    if value < 0 and len(sections) > 1:
        spec, value, sign = sections[1], -value, ''
    else:
        spec, sign = sections[0], '-' if value < 0 else ''
        value = abs(value)
    match = re.search(r'[0#,.]*[0#][0#,.]*', spec)
    if not match:
        return spec
    body = match.group()
    if '%' in spec:
        value *= 100
    whole, _, part = body.partition('.')
    number = rounded(value, len(part))
    left, _, right = str(number).partition('.')
    left = left.rjust(whole.count('0'), '0')
    if whole.count('0') == 0 and left == '0':
        left = ''
    if ',' in whole:
        left = '{:,}'.format(int(left or 0))
    keep = part.rfind('0') + 1
    while len(right) > keep and right.endswith('0'):
        right = right[:-1]
    return spec[:match.start()] + sign + left + ('.' + right if right else '') + spec[match.end():]

"""Operators."""
import re

from standin.powershell import conversion, values
from standin.powershell.records import error
from standin.powershell.values import text, truth


def binary(name, left, right):
    """left -name right, for everything but -and, -or and redirections of meaning."""
    return TABLE[name](left, right)


# -- arithmetic

def _width(*operands):
    """Whether one of them is an Int64 by make, so that the result is one."""
    return any(isinstance(o, (values.Long, values.ULong, values.UInt)) for o in operands)


def _number(value, *operands):
    if isinstance(value, float):
        return value
    if not -2**63 <= value < 2**64:
        return float(value)
    if _width(*operands):
        return values.Long(value)
    if not -2**31 <= value < 2**31 and all(
            isinstance(o, int) and -2**31 <= o < 2**31 for o in operands):
        return float(value)  # Int32 overflows into Double
    return int(value)


def add(left, right):
    """+"""
    if isinstance(left, values.Char):
        left = str(left)
    if isinstance(left, str):
        return str.__add__(str(left), text(right))
    if isinstance(left, (list, bytes, bytearray)) or hasattr(left, 'net_items'):
        return values.elements(left) + values.as_list(right) if right is not None \
            else values.elements(left) + [None]
    if isinstance(left, values.Hash):
        if not isinstance(right, values.Hash):
            raise error('A hash table can only be added to another hash table.',
                        'AddHashTableToNonHashTable', 'InvalidOperation')
        made = left.copy()
        for key, value in right.pairs():
            if key in made:
                raise error("Item has already been added. Key in dictionary: '%s'  Key being "
                            "added: '%s'" % (text(key), text(key)), 'RuntimeException')
            made[key] = value
        return made
    if left is None:
        if right is None:
            return None
        return right if not isinstance(right, (list,)) else list(right)
    special = getattr(left, 'net_add', None)
    if special:
        return special(right)
    if isinstance(left, (values.PsObject, values.NetObject)) and not isinstance(
            left, values.EnumValue):
        raise error("Method invocation failed because [%s] does not contain a method named "
                    "'op_Addition'." % values.type_name(left), 'MethodNotFound',
                    'InvalidOperation', 'op_Addition')
    return _number(conversion.number(left) + conversion.number(right), left, right)


def subtract(left, right):
    """-"""
    special = getattr(left, 'net_subtract', None)
    if special:
        return special(right)
    if isinstance(left, (list, values.Hash, values.PsObject)):
        raise error("Method invocation failed because [%s] does not contain a method named "
                    "'op_Subtraction'." % values.type_name(left), 'MethodNotFound',
                    'InvalidOperation', 'op_Subtraction')
    return _number(conversion.number(left) - conversion.number(right), left, right)


def multiply(left, right):
    """*"""
    if isinstance(left, str):
        return str(left) * conversion.integer(right)
    if isinstance(left, list):
        return list(left) * conversion.integer(right)
    return _number(conversion.number(left) * conversion.number(right), left, right)


def divide(left, right):
    """/"""
    left, right = conversion.number(left), conversion.number(right)
    if right == 0 and not isinstance(left, float) and not isinstance(right, float):
        raise error('Attempted to divide by zero.', 'RuntimeException')
    if right == 0:
        return float('nan') if left == 0 else float('inf') if left > 0 else float('-inf')
    if isinstance(left, int) and isinstance(right, int) and left % right == 0:
        return _number(left // right, left, right)
    return left / right


def remainder(left, right):
    """%"""
    left, right = conversion.number(left), conversion.number(right)
    if right == 0:
        raise error('Attempted to divide by zero.', 'RuntimeException')
    import math
    value = math.fmod(left, right)
    return value if isinstance(left, float) or isinstance(right, float) else _number(
        int(abs(left) % abs(right)) * (1 if left >= 0 else -1), left, right)


def negate(value):
    """Unary minus."""
    return _number(-conversion.number(value), value)


def _bits(function):
    def operate(left, right):
        wide = isinstance(left, (values.Long, values.ULong)) or isinstance(
            right, (values.Long, values.ULong))
        left, right = conversion.number(left), conversion.number(right)
        value = function(int(left), int(right))
        return values.Long(value) if wide else value
    return operate


# -- comparisons

def _is_list(value):
    return isinstance(value, (list, bytes, bytearray)) or hasattr(value, 'net_items')


def _filtering(test):
    """A list on the left gives its members for which the test holds."""
    def operate(left, right):
        if _is_list(left):
            return [item for item in values.elements(left) if test(item, right)]
        return test(left, right)
    return operate


def equal(left, right, case=False):
    """-eq of two single values: the right one becomes of the left one's type."""
    if left is None or right is None:
        return left is None and right is None
    if isinstance(left, str):
        other = text(right)
        return left == other if case else left.lower() == other.lower()
    if isinstance(left, bool):
        return left == truth(right)
    if isinstance(left, values.EnumValue):
        if isinstance(right, str):
            return left.name.lower() == right.strip().lower()
        return left.number == getattr(right, 'number', right)
    if isinstance(left, (int, float)):
        try:
            return left == conversion.number(right)
        except Exception:  # pylint: disable=broad-except
            return False
    special = getattr(left, 'net_compare', None)
    if special:
        try:
            return special(right) == 0
        except Exception:  # pylint: disable=broad-except
            return False
    if isinstance(left, values.PsObject) and left.base is not None:
        return equal(left.base, right, case)
    if isinstance(left, values.PsObject) and isinstance(right, str) and left.text is not None:
        return text(left).lower() == right.lower()
    if isinstance(left, values.TypeRef) and isinstance(right, str):
        return left.name.lower() == right.lower()
    if left is right:
        return True
    try:
        return bool(left == right)
    except Exception:  # pylint: disable=broad-except
        return False


def compare(left, right, case=False):
    """-1, 0 or 1."""
    if left is None or right is None:
        if left is None and right is None:
            return 0
        if isinstance(left, (int, float)) and not isinstance(left, bool):
            return (left > 0) - (left < 0)
        if isinstance(right, (int, float)) and left is None:
            return (0 > right) - (0 < right)
        return -1 if left is None else 1
    if isinstance(left, str):
        left, right = str(left), text(right)
        if not case:
            left, right = left.lower(), right.lower()
        return _collate(left, right)
    special = getattr(left, 'net_compare', None)
    if special:
        return special(right)
    if isinstance(left, (bool, int, float, values.EnumValue)):
        left, right = conversion.number(left), conversion.number(right)
        return (left > right) - (left < right)
    raise error('Cannot compare "%s" because it is not IComparable.' % text(left),
                'NotIcomparable', 'InvalidOperation')


def _collate(left, right):
    """Letters before their capitals, as cultures sort them."""
    if left == right:
        return 0
    keys = [(s.lower(), s.swapcase()) for s in (left, right)]
    return (keys[0] > keys[1]) - (keys[0] < keys[1])


def _ordered(test, case=False):
    return _filtering(lambda left, right: test(compare(left, right, case)))


def wildcard(pattern, ignore=True):
    """A regular expression for * ? [a-z] and backticks."""
    out = ''
    at = 0
    while at < len(pattern):
        c = pattern[at]
        if c == '`' and at + 1 < len(pattern):
            at += 1
            out += re.escape(pattern[at])
        elif c == '*':
            out += '.*'
        elif c == '?':
            out += '.'
        elif c == '[' and ']' in pattern[at + 1:]:
            end = pattern.index(']', at + 1)
            out += '[' + pattern[at + 1:end].replace('\\', '\\\\').replace('^', '\\^') + ']'
            at = end
        else:
            out += re.escape(c)
        at += 1
    return re.compile(out + r'\Z', (re.IGNORECASE if ignore else 0) | re.DOTALL)


def _like(case, wanted=True):
    def test(left, right):
        return bool(wildcard(text(right), not case).match(text(left))) == wanted
    return _filtering(test)


def regex(pattern, case=False, options=0):
    """A .NET pattern for Python."""
    from standin.powershell.dotnet.regex import compiled
    return compiled(text(pattern), (0 if case else re.IGNORECASE) | options)


def replace(left, right, case=False):
    """-replace"""
    if isinstance(right, list):
        pattern = right[0] if right else ''
        new = right[1] if len(right) > 1 else ''
    else:
        pattern, new = right, ''
    from standin.powershell.dotnet.regex import substitute
    matcher = regex(pattern, case)

    def one(item):
        return substitute(matcher, text(item), new)
    return [one(i) for i in values.elements(left)] if _is_list(left) else one(left)


def split(left, right, case=False):
    """-split"""
    limit, options = 0, ''
    pattern = right
    if isinstance(right, list):
        pattern = right[0]
        limit = conversion.integer(right[1]) if len(right) > 1 else 0
        options = text(right[2]).lower() if len(right) > 2 else ''
    out = []
    for item in values.as_list(left):
        value = text(item)
        if getattr(pattern, 'is_script_block', False):
            piece = ''
            for c in value:
                if truth(pattern.call_with(values.Char(c))):
                    out.append(piece)
                    piece = ''
                else:
                    piece += c
            out.append(piece)
            continue
        matcher = re.compile(re.escape(text(pattern)), 0 if case else re.IGNORECASE) \
            if 'simplematch' in options else regex(pattern, case)
        out += _pieces(matcher, value, limit)
    return out


def _pieces(matcher, value, limit):
    out, last = [], 0
    for match in matcher.finditer(value):
        if limit and len(out) >= limit - 1:
            break
        if match.end() == match.start() and (match.start() in (0, len(value))) and not value:
            continue
        out.append(value[last:match.start()])
        out += [g for g in match.groups() if g is not None]
        last = match.end()
    return out + [value[last:]]


def split_blanks(value):
    """Unary -split."""
    out = []
    for item in values.as_list(value):
        out += text(item).split()
    return out


def join(left, right):
    """-join"""
    return text(right).join(text(i) for i in values.as_list(left))


def contains(left, right, case=False):
    """-contains"""
    return any(equal(item, right, case) for item in values.as_list(left)) if left is not None \
        else right is None


def is_type(value, kind):
    """-is"""
    from standin.powershell import types
    if not isinstance(kind, values.TypeRef):
        kind = types.resolve(text(kind))
    return descends(value, kind.name)


def descends(value, name):
    """Whether a value is of a type or of one below it."""
    from standin.powershell import types
    if value is None:
        return False
    own = values.type_name(value)
    short = name.lower()
    names = [n.lower() for n in types.bases(own)]
    names += [n.lower() for n in getattr(value, 'net_bases', ())]
    if isinstance(value, values.PsObject):
        names += [k.lower() for k in value.kinds]
        names += ['system.management.automation.psobject',
                  'system.management.automation.pscustomobject']
    if isinstance(value, list):
        names += ['system.collections.ienumerable', 'system.collections.ilist']
        if not isinstance(value, values.ArrayList):
            names += ['system.array', 'system.object[]']
    if isinstance(value, values.Hash):
        names += ['system.collections.idictionary', 'system.collections.ienumerable']
    if isinstance(value, (int, float)) or own in ('System.DateTime', 'System.Char'):
        names.append('system.valuetype')
    return short in names


def convert_as(value, kind):
    """-as"""
    from standin.powershell.records import PsError
    name = kind.name if isinstance(kind, values.TypeRef) else text(kind)
    try:
        return conversion.cast(value, name)
    except PsError:
        return None


def format_(left, right):
    """-f"""
    from standin.powershell.formats import composite
    return composite(text(left), list(right) if isinstance(right, list) else [right])


def span(left, right):
    """.."""
    first, last = conversion.integer(left), conversion.integer(right)
    return list(range(first, last + 1)) if first <= last else list(range(first, last - 1, -1))


def _case_pair(table, name, maker):
    table[name] = table['i' + name] = maker(False)
    table['c' + name] = maker(True)


def _table():
    table = {
        '+': add, '-': subtract, '*': multiply, '/': divide, '%': remainder, '..': span,
        'f': format_, 'join': join, 'is': is_type, 'isnot': lambda a, b: not is_type(a, b),
        'as': convert_as, 'xor': lambda a, b: truth(a) != truth(b),
        'band': _bits(lambda a, b: a & b), 'bor': _bits(lambda a, b: a | b),
        'bxor': _bits(lambda a, b: a ^ b), 'shl': _bits(lambda a, b: a << b),
        'shr': _bits(lambda a, b: a >> b),
    }
    pair = _case_pair
    pair(table, 'eq', lambda c: _filtering(lambda a, b: equal(a, b, c)))
    pair(table, 'ne', lambda c: _filtering(lambda a, b: not equal(a, b, c)))
    pair(table, 'gt', lambda c: _ordered(lambda n: n > 0, c))
    pair(table, 'ge', lambda c: _ordered(lambda n: n >= 0, c))
    pair(table, 'lt', lambda c: _ordered(lambda n: n < 0, c))
    pair(table, 'le', lambda c: _ordered(lambda n: n <= 0, c))
    pair(table, 'like', _like)
    pair(table, 'notlike', lambda c: _like(c, False))
    pair(table, 'replace', lambda c: lambda a, b: replace(a, b, c))
    pair(table, 'split', lambda c: lambda a, b: split(a, b, c))
    pair(table, 'contains', lambda c: lambda a, b: contains(a, b, c))
    pair(table, 'notcontains', lambda c: lambda a, b: not contains(a, b, c))
    pair(table, 'in', lambda c: lambda a, b: contains(b, a, c))
    pair(table, 'notin', lambda c: lambda a, b: not contains(b, a, c))
    return table


TABLE = _table()

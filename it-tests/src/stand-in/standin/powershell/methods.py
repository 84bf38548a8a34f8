"""Methods of strings, numbers, lists and tables."""
import re

from standin.powershell import conversion, values
from standin.powershell.records import NetError
from standin.powershell.values import Char, Nothing, text


def find(value, lower):
    """The method as a function of its arguments, None when there is none."""
    if isinstance(value, str):
        found = STRING.get(lower)
    elif isinstance(value, values.ArrayList):
        found = LIST.get(lower) or ARRAY.get(lower)
    elif isinstance(value, (list, bytes, bytearray)):
        found = ARRAY.get(lower)
    elif isinstance(value, values.Hash):
        found = HASH.get(lower)
    elif isinstance(value, values.TypeRef):
        found = TYPE.get(lower)
    else:
        found = None
    found = found or ANY.get(lower)
    return (lambda *a: found(value, *a)) if found else None


def _range(message, name='index'):
    return NetError(message + '\r\nParameter name: ' + name, 'System.ArgumentOutOfRangeException')


def _substring(s, start, length=None):
    start = conversion.integer(start)
    if start < 0 or start > len(s):
        raise _range('startIndex cannot be larger than length of string.', 'startIndex')
    if length is None:
        return s[start:]
    length = conversion.integer(length)
    if length < 0 or start + length > len(s):
        raise _range('Index and length must refer to a location within the string.', 'length')
    return s[start:start + length]


def _ignoring(arguments):
    return any(isinstance(a, bool) and a or 'ignorecase' in text(a).lower() for a in arguments)


def _test(function):
    def method(s, other, *options):
        other = text(other)
        if _ignoring(options):
            return function(s.lower(), other.lower())
        return function(s, other)
    return method


def _index(function):
    def method(s, other, *options):
        if isinstance(other, int) and not isinstance(other, bool):
            other = chr(other)
        start = next((o for o in options if isinstance(o, int) and not isinstance(o, bool)), None)
        haystack, needle = s, text(other)
        if _ignoring([o for o in options if not isinstance(o, int)]):
            haystack, needle = s.lower(), needle.lower()
        if start is None:
            return function(haystack, needle)
        return haystack.find(needle, start) if function is str.find else haystack.rfind(
            needle, 0, start + 1)
    return method


def _strip(function):
    def method(s, *chars):
        flat = ''
        for item in chars:
            flat += ''.join(text(i) for i in values.as_list(item))
        return function(s, flat) if flat else function(s)
    return method


def _split(s, *arguments):
    limit, remove = 0, False
    arguments = list(arguments)
    separators = values.as_list(arguments[0]) if arguments else []
    whole = arguments and values.type_name(arguments[0]) == 'System.String[]' and len(
        arguments) > 1
    for option in arguments[1:]:
        if isinstance(option, int) and not isinstance(option, bool):
            limit = int(option)
        elif 'removeempty' in text(option).lower():
            remove = True
        elif text(option).lower() != 'none':
            separators.append(option)
    if whole or (len(arguments) > 1 and isinstance(arguments[0], list)
                 and any(len(text(x)) > 1 for x in separators)):
        marks = [text(x) for x in separators]
    else:
        marks = [c for x in separators for c in text(x)]
    if not marks:
        pieces = re.split(r'\s', s, maxsplit=max(0, limit - 1))
    else:
        pattern = '|'.join(re.escape(m) for m in sorted(marks, key=len, reverse=True))
        if limit == 1:
            pieces = [s]
        else:
            pieces = re.split(pattern, s, maxsplit=max(0, limit - 1))
    made = values.TypedArray(p for p in pieces if p or not remove)
    made.net_type = 'System.String[]'
    return made


def _replace(s, old, new):
    if text(old) == '':
        raise NetError('String cannot be of zero length.\r\nParameter name: oldValue',
                       'System.ArgumentException')
    return s.replace(text(old), text(new))


def _pad(function):
    def method(s, width, char=' '):
        return function(s, conversion.integer(width), text(char))
    return method


def _to_string(value, *arguments):
    if arguments and arguments[0] is not None and isinstance(value, (int, float)):
        from standin.powershell.formats import one
        return one(value, text(arguments[0]))
    return text(value) if not isinstance(value, list) else values.type_name(value)


def _chars(s, start=0, length=None):
    end = len(s) if length is None else start + length
    made = values.TypedArray(Char(c) for c in s[start:end])
    made.net_type = 'System.Char[]'
    return made


def _insert(s, at, new):
    return s[:at] + text(new) + s[at:]


def _remove(s, start, count=None):
    return s[:start] if count is None else s[:start] + s[start + count:]


def _equals(value, other, *options):
    if isinstance(value, str):
        return isinstance(other, str) and (
            value.lower() == other.lower() if _ignoring(options) else str(value) == str(other))
    return value is other or value == other


def _compare(value, other):
    from standin.powershell.operators import compare
    return compare(value, other, True)


def _get_type(value):
    return values.TypeRef(values.type_name(value))


STRING = {
    'substring': _substring, 'split': _split, 'replace': _replace, 'insert': _insert,
    'remove': _remove,
    'startswith': _test(str.startswith), 'endswith': _test(str.endswith),
    'contains': lambda s, other, *o: text(other) in s,
    'indexof': _index(str.find), 'lastindexof': _index(str.rfind),
    'indexofany': lambda s, chars: min([s.find(text(c)) for c in values.as_list(chars)
                                        if text(c) in s], default=-1),
    'trim': _strip(str.strip), 'trimstart': _strip(str.lstrip), 'trimend': _strip(str.rstrip),
    'toupper': lambda s, *a: s.upper(), 'tolower': lambda s, *a: s.lower(),
    'toupperinvariant': lambda s: s.upper(), 'tolowerinvariant': lambda s: s.lower(),
    'padleft': _pad(lambda s, w, c: s.rjust(w, c)), 'padright': _pad(lambda s, w, c: s.ljust(w, c)),
    'tochararray': _chars, 'chars': lambda s, i: Char(s[i]), 'get_chars': lambda s, i: Char(s[i]),
    'normalize': lambda s: s, 'clone': lambda s: s,
    'getenumerator': lambda s: [Char(c) for c in s],
}


def _find_index(items, wanted):
    for index, item in enumerate(values.elements(items)):
        if item == wanted and type(item) is type(wanted) or item is wanted:
            return index
        if isinstance(item, str) and isinstance(wanted, str) and str(item) == str(wanted):
            return index
    return -1


def _get_value(items, index):
    return items[index]


def _set_value(items, new, index):
    items[index] = new
    return Nothing


def _where(items, block, mode=None, count=0):
    found = [i for i in values.elements(items) if values.truth(block.call_with(i))]
    if mode is not None and text(mode).lower() == 'first':
        found = found[:max(1, count)]
    return values.ArrayList(found)


def _for_each(items, block, *arguments):
    out = values.ArrayList()
    for item in values.elements(items):
        if hasattr(block, 'call_with'):
            out.extend(values.as_list(block.call_with(item)))
        else:
            from standin.powershell import members
            out.append(members.get(item, text(block)))
    return out


ARRAY = {
    'contains': lambda a, item: _find_index(a, item) >= 0,
    'indexof': lambda a, item: _find_index(a, item),
    'getvalue': _get_value, 'get': _get_value, 'setvalue': _set_value, 'set': _set_value,
    'getlength': lambda a, dimension=0: len(a), 'getupperbound': lambda a, d=0: len(a) - 1,
    'getlowerbound': lambda a, d=0: 0, 'clone': lambda a: type(a)(a),
    'getenumerator': lambda a: a, 'where': _where, 'foreach': _for_each,
    'copyto': lambda a, other, at=0: _copy_to(a, other, at),
}


def _copy_to(items, other, at):
    other[at:at + len(items)] = items
    return Nothing


def _add(items, item):
    items.append(item)
    return len(items) - 1 if items.net_type.endswith('.ArrayList') else Nothing


def _quiet(function):
    def method(*arguments):
        function(*arguments)
        return Nothing
    return method


def _remove_item(items, item):
    at = _find_index(items, item)
    if at >= 0:
        del items[at]
    return Nothing if items.net_type.endswith('.ArrayList') else at >= 0


def _to_array(items):
    return list(items)


LIST = {
    'add': _add, 'addrange': _quiet(lambda a, more: a.extend(values.as_list(more))),
    'clear': _quiet(lambda a: a.clear()), 'insert': _quiet(lambda a, at, item: a.insert(at, item)),
    'remove': _remove_item, 'removeat': _quiet(lambda a, at: a.pop(at)),
    'reverse': _quiet(lambda a: a.reverse()),
    'sort': _quiet(lambda a: a.sort(key=lambda v: v if isinstance(v, (int, float)) else text(v))),
    'toarray': _to_array, 'item': _get_value, 'removerange': _quiet(
        lambda a, at, count: a.__delitem__(slice(at, at + count))),
    'exists': lambda a, block: any(values.truth(block.call_with(i)) for i in a),
}


def _hash_add(table, key, value):
    if key in table:
        raise NetError("Item has already been added. Key in dictionary: '%s'  Key being added: "
                       "'%s'" % (text(key), text(key)), 'System.ArgumentException')
    table[key] = value
    return Nothing


def _entries(table):
    return values.ArrayList(entry(k, v) for k, v in table.pairs())


def entry(key, value):
    """A DictionaryEntry."""
    return values.PsObject((('Name', key), ('Key', key), ('Value', value)),
                           'System.Collections.DictionaryEntry')


def _set_item(table, key, value):
    table[key] = value
    return Nothing


HASH = {
    'add': _hash_add, 'remove': _quiet(lambda t, key: t.remove(key)),
    'contains': lambda t, key: key in t, 'containskey': lambda t, key: key in t,
    'containsvalue': lambda t, value: any(_equals(v, value) for v in t.values()),
    'clear': _quiet(lambda t: t.items_.clear()), 'clone': lambda t: t.copy(),
    'getenumerator': _entries, 'item': lambda t, key: t[key], 'get_item': lambda t, key: t[key],
    'set_item': _set_item,
}
ANY = {
    'tostring': _to_string, 'gettype': _get_type, 'equals': _equals,
    'gethashcode': lambda v: hash(text(v)) & 0x7FFFFFFF, 'compareto': _compare,
    'gettypecode': lambda v: values.type_name(v).rpartition('.')[2],
    'dispose': lambda v: Nothing, 'where': lambda v, *a: _where(v if values.is_collection(v) else [v], *a),
    'foreach': lambda v, *a: _for_each(v if values.is_collection(v) else [v], *a),
}
TYPE = {
    'isinstanceoftype': lambda t, v: _is(v, t), 'tostring': lambda t: t.name,
    'getmethods': lambda t: [], 'getfields': lambda t: [], 'getmethod': lambda t, *a: None,
    'getfield': lambda t, *a: None, 'getelementtype': lambda t: values.TypeRef(t.name[:-2]),
    'isassignablefrom': lambda t, o: t.name in __import__(
        'standin.powershell.types', fromlist=['bases']).bases(o.name),
}


def _is(value, kind):
    from standin.powershell.operators import descends
    return descends(value, kind.name)

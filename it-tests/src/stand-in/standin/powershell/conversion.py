"""Casts."""
from standin.powershell import types, values
from standin.powershell.records import error

RANGES = {
    'System.Int32': (-2**31, 2**31 - 1, int), 'System.Int64': (-2**63, 2**63 - 1, values.Long),
    'System.UInt32': (0, 2**32 - 1, values.UInt), 'System.UInt64': (0, 2**64 - 1, values.ULong),
    'System.Int16': (-2**15, 2**15 - 1, values.Short), 'System.UInt16': (0, 2**16 - 1, values.UInt),
    'System.Byte': (0, 255, values.Byte), 'System.SByte': (-128, 127, values.Short),
}


def fail(value, target, why=''):
    """The error for a cast that cannot be."""
    shown = values.text(value)
    if isinstance(value, str) and target in RANGES or target == 'System.Double':
        return error('Cannot convert value "%s" to type "%s". Error: "%s"' % (
            shown, target, why or 'Input string was not in a correct format.'),
            'InvalidCastFromStringToInteger', 'InvalidArgument',
            kind='System.Management.Automation.RuntimeException')
    if why:
        return error('Cannot convert value "%s" to type "%s". Error: "%s"' % (shown, target, why),
                     'InvalidCast', 'InvalidArgument',
                     kind='System.Management.Automation.RuntimeException')
    return error('Cannot convert the "%s" value of type "%s" to type "%s".' % (
        shown, values.type_name(value), target), 'ConvertToFinalInvalidCastException',
        'InvalidArgument', kind='System.Management.Automation.RuntimeException')


def integer(value, target='System.Int32'):
    """A value as a whole number of some width."""
    low, high, kind = RANGES[target]
    number = _integer(value, target)
    if not low <= number <= high:
        raise fail(value, target, 'Value was either too large or too small for an %s.'
                   % target.rpartition('.')[2])
    return kind(number)


def _integer(value, target):
    if value is None:
        return 0
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        if value != value or value in (float('inf'), float('-inf')):
            raise fail(value, target, 'Value was either too large or too small.')
        return round(value)
    if isinstance(value, values.Char):
        return ord(value)
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return 0
        try:
            if text[:2].lower() == '0x':
                number = int(text, 16)
                return number - 2**32 if target == 'System.Int32' and number >= 2**31 else number
            return int(text)
        except ValueError:
            try:
                return round(float(text))
            except ValueError:
                raise fail(value, target) from None
    if isinstance(value, values.EnumValue):
        return value.number
    if values.type_name(value).endswith('SwitchParameter'):
        return int(values.truth(value))
    raise fail(value, target)


def number(value):
    """A value as the number that arithmetic works with."""
    if value is None:
        return 0
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, values.Char):
        return ord(value)
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return 0
        try:
            return int(text, 16) if text[:2].lower() == '0x' else int(text)
        except ValueError:
            pass
        try:
            return float(text)
        except ValueError:
            raise error('Cannot convert value "%s" to type "System.Int32". Error: "Input string '
                        'was not in a correct format."' % value, 'InvalidCastFromStringToInteger',
                        'InvalidArgument') from None
    if isinstance(value, values.EnumValue):
        return value.number
    raise fail(value, 'System.Int32')


def cast(value, name):
    """[name] value."""
    full = types.full_name(name)
    if full is None:
        raise error('Unable to find type [%s].' % name, 'TypeNotFound', 'InvalidOperation', name)
    return to(value, full, name)


def to(value, full, name=''):
    """A value as the type of a full name."""
    if full in RANGES:
        if values.is_collection(value):
            items = values.elements(value)
            if len(items) == 1:
                return integer(items[0], full)
            raise fail(value, full)
        return integer(value, full)
    special = SPECIAL.get(full)
    if special:
        return special(value)
    if full.endswith('[]'):
        return _array(value, full)
    if full in types.ENUMS:
        return enum(value, full)
    if full in ('System.Object', 'System.IntPtr'):
        return value
    if name.lower().startswith('nullable') or '[nullable' in name.lower():
        return value
    return _other(value, full)


def _array(value, full):
    inner = full[:-2]
    if inner == 'System.Byte':
        if isinstance(value, (bytes, bytearray)):
            return bytearray(value)
        return bytearray(integer(v, 'System.Byte') for v in values.as_list(value))
    if value is None:
        return None
    if inner == 'System.Char' and isinstance(value, str):
        items = [values.Char(c) for c in value]
    else:
        items = [to(v, inner) for v in values.as_list(value)]
    made = values.TypedArray(items)
    made.net_type = full
    return made


def enum(value, full):
    """A member of an enumeration, by name, list of names, or number."""
    table = types.ENUMS[full]
    if isinstance(value, values.EnumValue) and value.net_type == full:
        return value
    if isinstance(value, int):
        names = [n for n, v in table.items() if v == value]
        return values.EnumValue(full, names[0] if names else str(int(value)), int(value))
    total, names = 0, []
    for part in ([values.text(v) for v in value] if isinstance(value, list)
                 else values.text(value).split(',')):
        found = next((n for n in table if n.lower() == part.strip().lower()), None)
        if found is None:
            raise error('Cannot convert value "%s" to type "%s". Error: "Unable to match the '
                        'identifier name %s to a valid enumerator name. Specify one of the '
                        'following enumerator names and try again: %s"' % (
                            values.text(value), full, part.strip(), ', '.join(table)),
                        'InvalidCastConstrainedEnumeration', 'InvalidArgument')
        total |= table[found]
        names.append(found)
    return values.EnumValue(full, ', '.join(names), total)


def _double(value):
    if isinstance(value, str) and not isinstance(value, values.Char):
        try:
            return float(value.strip() or 0)
        except ValueError:
            raise fail(value, 'System.Double') from None
    return float(number(value))


def _char(value):
    if isinstance(value, int):
        return values.Char(chr(value))
    text = values.text(value)
    if len(text) != 1:
        raise fail(value, 'System.Char', 'String must be exactly one character long.')
    return values.Char(text)


def _string(value):
    return '' if value is None else values.text(value)


def _hashtable(value):
    if isinstance(value, values.Hash) or value is None:
        return value
    raise fail(value, 'System.Collections.Hashtable')


def _ps_object(value):
    if isinstance(value, values.Hash):
        return values.PsObject(value.pairs())
    return value


def _script_block(value):
    from standin.powershell.dotnet.engine import ScriptBlockStatics
    if isinstance(value, str):
        return ScriptBlockStatics.Create(value)
    return value


def _list(value):
    return values.ArrayList(values.as_list(value))


def _generic_list(value):
    if isinstance(value, values.GenericList):
        return value
    return values.GenericList(values.as_list(value))


def _plain_array(value):
    return values.as_list(value)


def _switch(value):
    return values.truth(value)


def _datetime(value):
    from standin.powershell.dotnet.time import DateTime
    return value if isinstance(value, DateTime) else DateTime.from_value(value)


def _timespan(value):
    from standin.powershell.dotnet.timespan import TimeSpan
    return value if isinstance(value, TimeSpan) else TimeSpan.from_value(value)


def _type(value):
    return value if isinstance(value, values.TypeRef) else types.resolve(values.text(value))


def _other(value, full):
    """Casts that are calls of a constructor."""
    if values.type_name(value) == full or full in getattr(value, 'net_bases', ()):
        return value
    if full == 'System.Exception' and values.type_name(value).endswith('Exception'):
        return value
    if value is None:
        return None
    if isinstance(value, values.PsObject) and full.endswith(('CimInstance', 'ManagementObject')):
        return value
    kind = types.implementation(full)
    if kind is not None:
        if isinstance(value, values.Hash) and hasattr(kind, 'New'):
            made = kind.New()
            for key, item in value.pairs():
                from standin.powershell import members
                members.assign(made, key, item)
            return made
        maker = getattr(kind, 'Parse', None) or getattr(kind, 'New', None)
        if maker and (isinstance(value, (str, int)) or isinstance(value, values.NetObject)
                      and not hasattr(kind, 'Parse') or full.endswith('Principal')):
            try:
                return maker(values.text(value) if maker.__name__ == 'Parse' else value)
            except Exception as problem:
                raise fail(value, full, str(problem)) from problem
    if full.endswith('Exception'):
        from standin.powershell.records import NetException
        return NetException(values.text(value), full)
    if full in types.custom.values() and isinstance(value, values.PsObject):
        return value
    raise fail(value, full)


SPECIAL = {
    'System.String': _string, 'System.Boolean': values.truth, 'System.Char': _char,
    'System.Double': _double, 'System.Single': _double, 'System.Decimal': _double,
    'System.Void': lambda value: values.Nothing, 'System.Array': _plain_array,
    'System.Collections.Hashtable': _hashtable, 'ordered': _hashtable,
    'System.Management.Automation.PSObject': _ps_object,
    'System.Management.Automation.ScriptBlock': _script_block,
    'System.Management.Automation.SwitchParameter': _switch,
    'System.Collections.ArrayList': _list, 'System.Collections.Generic.List': _generic_list,
    'System.DateTime': _datetime, 'System.TimeSpan': _timespan, 'System.Type': _type,
}

"""Properties and methods of values."""
from standin.powershell import types, values
from standin.powershell.records import ErrorRecord, NetError, NetException, PsError, error
from standin.powershell.values import Nothing

MISSING = object()


def get(value, name):
    """value.name; $null when there is no such property."""
    found = lookup(value, name)
    if found is MISSING:
        if values.is_collection(value) and not isinstance(value, (bytes, bytearray)):
            out = []
            for item in values.elements(value):
                one = lookup(item, name)
                if one is not MISSING and one is not None:
                    out += values.as_list(one)
                elif one is None:
                    out.append(None)
            if not out:
                return None
            return out[0] if len(out) == 1 else out
        return None
    return found


def lookup(value, name):
    """A property, or MISSING."""
    lower = str(name).lower()
    if lower in ('psobject',) and value is not None:
        from standin.powershell.dotnet.engine import PsObjectView
        return PsObjectView(value)
    if isinstance(value, values.Hash):
        if name in value:
            return value[name]
        return _hash_property(value, lower)
    if isinstance(value, values.PsObject):
        if lower in value.properties:
            return value.get(lower)
        if value.base is not None:
            return lookup(value.base, name)
        if lower in ('count', 'length'):
            return 1
        return MISSING
    if isinstance(value, values.NetObject):
        return _net_property(value, lower)
    if value is None:
        return 0 if lower in ('count', 'length') else MISSING
    if isinstance(value, (list, bytes, bytearray)):
        if lower in ('count', 'length', 'longlength'):
            return len(value)
        if lower == 'rank':
            return 1
        if lower == 'syncroot':
            return value
        if lower in ('isfixedsize', 'isreadonly'):
            return not isinstance(value, values.ArrayList)
        return MISSING
    if isinstance(value, values.TypeRef):
        return _type_property(value, lower)
    if isinstance(value, str):
        if lower == 'length':
            return len(value)
        return 1 if lower == 'count' else MISSING
    if lower in ('count', 'length'):
        return 1
    if lower == 'value__' or lower == 'value':
        return MISSING
    return MISSING


def _hash_property(value, lower):
    if lower == 'count':
        return len(value)
    if lower == 'keys':
        return values.ArrayList(value.keys())
    if lower == 'values':
        return values.ArrayList(value.values())
    if lower in ('isreadonly', 'isfixedsize', 'issynchronized'):
        return False
    return MISSING if lower != 'syncroot' else value


def _net_property(value, lower):
    extra = getattr(value, 'net_extra', None)
    if extra and lower in extra:
        return extra[lower]
    for name in value.__dict__:
        if name.lower() == lower and (name[0].isupper() or name == 'value__'):
            return value.__dict__[name]
    true = values.member_table(type(value)).get(lower)
    if true is None:
        fallback = getattr(value, 'net_get', None)
        if fallback:
            return fallback(lower)
        return 1 if lower in ('count', 'length') else MISSING
    attribute = getattr(type(value), true)
    if callable(attribute) and not isinstance(attribute, property):
        return getattr(value, true)
    return getattr(value, true)


def _type_property(value, lower):
    full = value.name
    if lower == 'fullname':
        return full
    if lower == 'name':
        return full.rpartition('.')[2]
    if lower == 'namespace':
        return full.rpartition('.')[0]
    if lower == 'basetype':
        above = types.bases(full)
        return values.TypeRef(above[1]) if len(above) > 1 else None
    if lower == 'isarray':
        return full.endswith('[]')
    if lower == 'isenum':
        return full in types.ENUMS
    if lower == 'assembly':
        return values.PsObject({'FullName': 'mscorlib', 'Location': ''})
    return MISSING


def assign(value, name, new):
    """value.name = new"""
    if isinstance(value, values.Hash):
        value[name] = new
        return
    if isinstance(value, values.PsObject):
        if not value.has(name):
            if value.base is not None and lookup(value.base, name) is not MISSING:
                assign(value.base, name, new)
                return
            raise error("The property '%s' cannot be found on this object. Verify that the "
                        "property exists and can be set." % name, 'PropertyNotFound',
                        'InvalidOperation')
        try:
            value.set(name, new)
        except ValueError:
            raise error("'%s' is a ReadOnly property." % name, 'PropertyAssignmentException',
                        'InvalidOperation') from None
        return
    if isinstance(value, values.NetObject):
        lower = str(name).lower()
        for own in value.__dict__:
            if own.lower() == lower and own[0].isupper():
                value.__dict__[own] = new
                return
        true = values.member_table(type(value)).get(lower)
        if true:
            attribute = getattr(type(value), true)
            if isinstance(attribute, property) and attribute.fset is None:
                raise error("'%s' is a ReadOnly property." % true, 'PropertyAssignmentException',
                            'InvalidOperation')
            try:
                setattr(value, true, new)
            except NetError as problem:
                raise set_error(name, problem.exception) from problem
            return
        setter = getattr(value, 'net_set', None)
        if setter and setter(lower, new):
            return
    if isinstance(value, list) and value:
        found = False
        for item in value:
            if lookup(item, name) is not MISSING:
                assign(item, name, new)
                found = True
        if found:
            return
    if value is None:
        raise error("The property '%s' cannot be found on this object. Verify that the property "
                    "exists and can be set." % name, 'PropertyNotFound', 'InvalidOperation')
    raise error("The property '%s' cannot be found on this object. Verify that the property "
                "exists and can be set." % name, 'PropertyNotFound', 'InvalidOperation')


def set_error(name, exception):
    """The error when a property's setter fails."""
    return PsError(ErrorRecord(NetException(
        'Exception setting "%s": "%s"' % (name, exception.Message),
        'System.Management.Automation.SetValueInvocationException', exception.HResult, exception),
        'ExceptionWhenSetting'))


def call_error(name, count, exception):
    """The error that wraps what a method threw."""
    record = ErrorRecord(NetException(
        'Exception calling "%s" with "%d" argument(s): "%s"' % (name, count, exception.Message),
        'System.Management.Automation.MethodInvocationException', inner=exception),
        exception.net_type.rpartition('.')[2], 'NotSpecified')
    return PsError(record)


def invoke(value, name, arguments, place=None):
    """value.name(arguments)"""
    lower = str(name).lower()
    if value is None:
        raise error('You cannot call a method on a null-valued expression.',
                    'InvokeMethodOnNull', 'InvalidOperation')
    function = _method(value, lower)
    if function is None:
        if values.is_collection(value) and not isinstance(value, (bytes, bytearray)):
            items = values.elements(value)
            if items and all(_method(i, lower) for i in items if i is not None):
                out = []
                for item in items:
                    result = invoke(item, name, arguments)
                    if result is not Nothing and result is not None:
                        out += values.as_list(result)
                return out
        raise error("Method invocation failed because [%s] does not contain a method named '%s'."
                    % (values.type_name(value), name), 'MethodNotFound', 'InvalidOperation', name)
    return run(function, name, arguments)


def run(function, name, arguments):
    """Calls a function that stands for a method, and wraps what it throws."""
    try:
        return function(*arguments)
    except NetError as problem:
        raise call_error(name, len(arguments), problem.exception) from problem
    except TypeError as problem:
        import traceback
        depth = len(traceback.extract_tb(problem.__traceback__))
        if depth > 1 and 'argument' not in str(problem):
            raise
        raise error('Cannot find an overload for "%s" and the argument count: "%d".' % (
            name, len(arguments)), 'MethodCountCouldNotFindBest') from problem
    except OSError as problem:
        from standin.powershell.dotnet.io import io_error
        raise call_error(name, len(arguments), io_error(problem).exception) from problem


def _method(value, lower):
    if isinstance(value, values.PsObject):
        found = value.methods.get(lower)
        if found:
            return found
        if value.has(lower) and hasattr(value.get(lower), 'call_with'):
            block = value.get(lower)
            return lambda *a: block.call(list(a), this=value)
        if value.base is not None:
            found = _method(value.base, lower)
            if found:
                return found
    elif isinstance(value, values.NetObject):
        for name, item in value.__dict__.items():
            if name.lower() == lower and name[0].isupper() and callable(item):
                return item
        true = values.member_table(type(value)).get(lower)
        if true and callable(getattr(type(value), true)):
            return getattr(value, true)
        dynamic = getattr(value, 'net_method', None)
        if dynamic:
            found = dynamic(lower)
            if found:
                return found
    from standin.powershell import methods
    return methods.find(value, lower)


def static(kind, name):
    """[kind]::name"""
    full = kind.name
    if full in types.ENUMS:
        for member, number in types.ENUMS[full].items():
            if member.lower() == name.lower():
                return values.EnumValue(full, member, number)
    found = types.implementation(full)
    if found is not None:
        true = values.member_table(found).get(str(name).lower())
        if true:
            item = found.__dict__.get(true)
            if isinstance(item, StaticProperty):
                return item.get()
            return getattr(found, true)
    return None


def static_call(kind, name, arguments):
    """[kind]::name(arguments)"""
    full = kind.name
    lower = str(name).lower()
    found = types.implementation(full)
    if lower == 'new':
        return construct(full, arguments)
    if full in types.ENUMS and lower == 'parse':
        from standin.powershell import conversion
        return conversion.enum(arguments[-1], full)
    if found is not None:
        true = values.member_table(found).get(lower)
        if true and callable(getattr(found, true)):
            return run(getattr(found, true), name, arguments)
    if lower in ('gettype', 'tostring', 'isinstanceoftype', 'getmethod', 'getfield', 'getmethods'):
        return invoke(kind, name, arguments)
    raise error("Method invocation failed because [%s] does not contain a method named '%s'." % (
        full, name), 'MethodNotFound', 'InvalidOperation', name)


def construct(full, arguments):
    """New-Object, [type]::new()."""
    if full.endswith('[]'):
        from standin.powershell import conversion
        return blank_array(full, conversion.integer(arguments[0]) if arguments else 0)
    found = types.implementation(full)
    if found is None and full.endswith('Exception'):
        message = values.text(arguments[0]) if arguments else \
            "Exception of type '%s' was thrown." % full
        inner = arguments[1] if len(arguments) > 1 else None
        return NetException(message, full, inner=inner)
    if found is None or not hasattr(found, 'New'):
        raise error('A constructor was not found. Cannot find an appropriate constructor for type '
                    '%s.' % full, 'ConstructorInvokedThrowException,'
                    'Microsoft.PowerShell.Commands.NewObjectCommand', 'NotSpecified')
    return run(found.New, '.ctor', arguments)


def blank_array(full, size):
    """A new array with the type's empty value in every place."""
    inner = full[:-2]
    if inner == 'System.Byte':
        return bytearray(size)
    empty = {'System.String': None, 'System.Object': None, 'System.Boolean': False,
             'System.Double': 0.0, 'System.Char': values.Char('\0')}.get(inner, 0)
    made = values.TypedArray([empty] * size)
    made.net_type = full
    return made


class StaticProperty:
    """A static property of a class that stands for a .NET type."""

    def __init__(self, function):
        self.function = function

    def get(self):
        """The value now."""
        return self.function()

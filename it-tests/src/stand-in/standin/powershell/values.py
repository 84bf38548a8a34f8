"""What values are: strings, numbers and lists of Python, and the objects of .NET beside them.

$null is None, Object[] a list, a byte array a bytearray, Int32 and Int64 an int (told apart by
size unless made as Int64), Double a float.
"""


class Long(int):
    """System.Int64."""


class UInt(int):
    """System.UInt32."""


class ULong(int):
    """System.UInt64."""


class Byte(int):
    """System.Byte."""


class Short(int):
    """System.Int16."""


class Char(str):
    """System.Char."""


class NetObject:
    """An object of .NET. Its public members begin with a capital letter, as they do there."""

    net_type = 'System.Object'
    net_bases = ()

    def net_text(self):
        """What ToString gives."""
        return self.net_type


def member_table(kind):
    """Lower-case names of a class's public members."""
    table = kind.__dict__.get('_net_members')
    if table is None:
        table = {n.lower(): n for n in dir(kind) if n[0].isupper()}
        kind._net_members = table
    return table


class ArrayList(list):
    """System.Collections.ArrayList, and List[T], Collection[T]."""

    net_type = 'System.Collections.ArrayList'


class GenericList(ArrayList):
    """List[T]: its Add gives nothing."""

    net_type = 'System.Collections.Generic.List`1'


class TypedArray(list):
    """An array of one type, such as String[]."""

    net_type = 'System.Object[]'


class Hash:
    """Hashtable, or OrderedDictionary. Strings as keys are met without regard to case."""

    def __init__(self, pairs=(), ordered=False, net_type=None):
        self.ordered = ordered
        self.items_ = {}
        self.net_type = net_type or ('System.Collections.Specialized.OrderedDictionary' if ordered
                                     else 'System.Collections.Hashtable')
        for key, value in pairs:
            self[key] = value

    @staticmethod
    def _key(key):
        if isinstance(key, str):
            return ('s', key.lower())
        try:
            hash(key)
            return ('v', key)
        except TypeError:
            return ('i', id(key))

    def __setitem__(self, key, value):
        slot = self._key(key)
        old = self.items_.get(slot)
        self.items_[slot] = (old[0] if old else key, value)

    def __getitem__(self, key):
        found = self.items_.get(self._key(key))
        return found[1] if found else None

    def __contains__(self, key):
        return self._key(key) in self.items_

    def __len__(self):
        return len(self.items_)

    def remove(self, key):
        """Removes a key, if it is there."""
        self.items_.pop(self._key(key), None)

    def pairs(self):
        """(key, value) in order of making."""
        return list(self.items_.values())

    def keys(self):
        """The keys."""
        return [k for k, _ in self.items_.values()]

    def values(self):
        """The values."""
        return [v for _, v in self.items_.values()]

    def copy(self):
        """Another table with the same entries."""
        return Hash(self.pairs(), self.ordered, self.net_type)


class PsObject:
    """An object with properties: [pscustomobject], CIM instances, and results of cmdlets.

    A property is a value; `Computed` is one that is found when it is asked for.
    """

    def __init__(self, pairs=(), kind='System.Management.Automation.PSCustomObject', text=None,
                 base=None):
        self.kinds = [kind]
        self.properties = {}
        self.methods = {}
        self.text = text
        self.base = base
        self.view = None
        for name, value in (pairs.items() if isinstance(pairs, dict) else pairs):
            self.set(name, value)

    @property
    def net_type(self):
        """The first of the type names."""
        return self.kinds[0]

    def find(self, name):
        """The property's true name, or None."""
        return self.properties.get(str(name).lower(), (None,))[0]

    def has(self, name):
        """Whether there is such a property."""
        return str(name).lower() in self.properties

    def get(self, name, default=None):
        """The value of a property."""
        found = self.properties.get(str(name).lower())
        if found is None:
            return default
        value = found[1]
        return value.get(self) if isinstance(value, Computed) else value

    def set(self, name, value):
        """Sets a property, or adds it."""
        slot = str(name).lower()
        old = self.properties.get(slot)
        if old and isinstance(old[1], Computed) and not isinstance(value, Computed):
            old[1].set(self, value)
            return
        self.properties[slot] = (old[0] if old else str(name), value)

    def remove(self, name):
        """Takes a property away."""
        self.properties.pop(str(name).lower(), None)

    def names(self):
        """The names of the properties."""
        return [n for n, _ in self.properties.values()]

    def pairs(self):
        """(name, value) of each property."""
        return [(n, self.get(n)) for n in self.names()]

    def method(self, name, function):
        """Adds a method: a function of its arguments."""
        self.methods[name.lower()] = function
        return self


class Computed:
    """A property that is worked out."""

    def __init__(self, getter, setter=None):
        self.getter = getter
        self.setter = setter

    def get(self, owner):
        """The value now."""
        return self.getter(owner)

    def set(self, owner, value):
        """Passes a new value on."""
        if self.setter is None:
            raise ValueError('The property is read-only.')
        self.setter(owner, value)


class Secure(NetObject):
    """A SecureString."""

    net_type = 'System.Security.SecureString'

    def __init__(self, plain=''):
        self.plain = plain

    @property
    def Length(self):  # noqa: N802
        return len(self.plain)

    def AppendChar(self, char):  # noqa: N802
        self.plain += char

    def MakeReadOnly(self):  # noqa: N802
        return Nothing

    def Dispose(self):  # noqa: N802
        return Nothing


class Void:
    """The result of a method that has none: not even $null goes down the pipeline."""


Nothing = Void()


class TypeRef:
    """[Name]: a type, by its full name."""

    def __init__(self, name):
        self.name = name

    def __eq__(self, other):
        return isinstance(other, TypeRef) and other.name.lower() == self.name.lower()

    def __hash__(self):
        return hash(self.name.lower())


class EnumValue(NetObject):
    """A member of an enumeration."""

    def __init__(self, net_type, name, number):
        self.net_type = net_type
        self.name = name
        self.number = number
        self.value__ = number

    def net_text(self):
        return self.name

    def __eq__(self, other):
        if isinstance(other, EnumValue):
            return other.number == self.number and other.net_type == self.net_type
        return NotImplemented

    def __hash__(self):
        return hash((self.net_type, self.number))


INT_NAMES = ((Long, 'System.Int64'), (UInt, 'System.UInt32'), (ULong, 'System.UInt64'),
             (Byte, 'System.Byte'), (Short, 'System.Int16'))


def type_name(value):
    """The full name of a value's type."""
    if value is None:
        return 'null'
    if isinstance(value, bool):
        return 'System.Boolean'
    if isinstance(value, int):
        for kind, name in INT_NAMES:
            if isinstance(value, kind):
                return name
        if -2**31 <= value < 2**31:
            return 'System.Int32'
        return 'System.Int64' if -2**63 <= value < 2**63 else 'System.Double'
    if isinstance(value, Char):
        return 'System.Char'
    if isinstance(value, str):
        return 'System.String'
    if isinstance(value, float):
        return 'System.Double'
    if isinstance(value, (bytes, bytearray)):
        return 'System.Byte[]'
    if isinstance(value, TypeRef):
        return 'System.RuntimeType'
    if isinstance(value, list):
        return getattr(value, 'net_type', 'System.Object[]')
    return getattr(value, 'net_type', type(value).__name__)


def is_collection(value):
    """Whether a pipeline takes the value apart."""
    return isinstance(value, (list, bytes, bytearray)) or hasattr(value, 'net_items')


def elements(value):
    """The members of a value as a pipeline sees them."""
    if isinstance(value, list):
        return list(value)
    if isinstance(value, (bytes, bytearray)):
        return [Byte(b) for b in value]
    if hasattr(value, 'net_items'):
        return list(value.net_items())
    return [value]


def as_list(value):
    """@(value)."""
    if value is None:
        return []
    return elements(value) if is_collection(value) else [value]


def truth(value):
    """Whether a value counts as true."""
    if value is None:
        return False
    if isinstance(value, (bool, int, float)):
        return bool(value)
    if isinstance(value, str):
        return value not in ('', '\0') if isinstance(value, Char) else value != ''
    if isinstance(value, (list, bytes, bytearray)) or hasattr(value, 'net_items'):
        items = elements(value)
        if not items:
            return False
        return truth(items[0]) if len(items) == 1 else True
    if isinstance(value, EnumValue):
        return value.number != 0
    if getattr(value, 'net_type', '') == 'System.Management.Automation.SwitchParameter':
        return bool(value.IsPresent)
    return True


def number_text(value):
    """A number as the invariant culture writes it."""
    if isinstance(value, float):
        if value != value:
            return 'NaN'
        if value in (float('inf'), float('-inf')):
            return 'Infinity' if value > 0 else '-Infinity'
        text = '%.15g' % value
        if float(text) != value:
            text = '%.15g' % value
        if 'e' in text:
            mantissa, exponent = text.split('e')
            number = int(exponent)
            if -5 < number < 15:
                return repr(value)
            return '%sE%s%02d' % (mantissa, '-' if number < 0 else '+', abs(number))
        return text
    return str(int(value))


def text(value, separator=' '):
    """A value in a string."""
    if value is None:
        return ''
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return 'True' if value else 'False'
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, (list, bytes, bytearray)) or hasattr(value, 'net_items'):
        return separator.join(text(v) if not is_collection(v) else type_name(v)
                              for v in elements(value))
    if isinstance(value, TypeRef):
        return value.name
    if isinstance(value, Hash):
        return value.net_type
    if isinstance(value, PsObject):
        if value.text is not None:
            return value.text(value) if callable(value.text) else value.text
        if value.net_type.startswith('System.Management.Automation.PSCustomObject'):
            return '@{%s}' % '; '.join('%s=%s' % (n, text(v)) for n, v in value.pairs())
        return value.net_type
    if isinstance(value, NetObject):
        return value.net_text()
    return str(value)

"""The registry provider."""
from standin.powershell import operators, values
from standin.powershell.records import NetError
from standin.windows import registry

NAME = 'Registry'
TYPES = {'string': 'REG_SZ', 'expandstring': 'REG_EXPAND_SZ', 'binary': 'REG_BINARY',
         'dword': 'REG_DWORD', 'qword': 'REG_QWORD', 'multistring': 'REG_MULTI_SZ',
         'unknown': 'REG_NONE', 'none': 'REG_NONE'}


def key_of(path):
    """HKLM:\\A\\B and HKEY_LOCAL_MACHINE\\A\\B as the registry module has it."""
    path = path.replace('/', '\\')
    drive, colon, rest = path.partition(':')
    if colon:
        return (drive + '\\' + rest.strip('\\')).rstrip('\\')
    return path.strip('\\')


def exists(interpreter, path):
    """Whether there is such a key."""
    try:
        return registry.exists(key_of(path))
    except KeyError:
        return False


def is_container(interpreter, path):
    """Keys are."""
    return exists(interpreter, path)


def get(interpreter, path):
    """The RegistryKey."""
    if not exists(interpreter, path):
        return None
    return RegistryKey(registry.name(key_of(path)), drive_of(path))


def drive_of(path):
    """HKLM of HKLM:\\..."""
    hive = registry.HIVES.get(key_of(path).partition('\\')[0].upper(), 'HKLM')
    return hive.partition('\\')[0]


def children(interpreter, path):
    """Paths of the keys below."""
    base = path.rstrip('\\')
    return [base + '\\' + n for n in registry.children(key_of(path))]


def glob(interpreter, pattern):
    """Paths of keys that match."""
    head, _, rest = pattern.partition('\\')
    found = [head]
    for part in [p for p in rest.split('\\') if p]:
        next_ = []
        for base in found:
            if any(c in part for c in '*?['):
                matcher = operators.wildcard(part)
                next_ += [base + '\\' + n for n in registry.children(key_of(base))
                          if matcher.match(n)]
            elif exists(interpreter, base + '\\' + part):
                next_.append(base + '\\' + part)
        found = next_
    return found


def new(interpreter, path, kind, value, force):
    """New-Item."""
    if not interpreter.session.elevated:
        raise NetError('Requested registry access is not allowed.',
                       'System.Security.SecurityException')
    key = key_of(path)
    if registry.exists(key) and not force:
        raise NetError('A key in this path already exists.', 'System.IO.IOException')
    parent = key.rpartition('\\')[0]
    if not force and not registry.exists(parent):
        raise NetError("The registry key at the specified path does not exist.",
                       'System.ArgumentException')
    if registry.exists(key) and force:
        registry.remove(key)
    registry.create(key)
    if value is not None:
        registry.set_value(key, '', to_data(value, None)[0])
    return get(interpreter, path)


def remove(interpreter, path, recurse, force):
    """Remove-Item."""
    registry.remove(key_of(path))


def set_item(interpreter, path, value):
    """Set-Item: the key's own value."""
    registry.set_value(key_of(path), '', values.text(value), 'REG_SZ')


def show(path):
    """The path in messages."""
    return registry.long_name(registry.normal(key_of(path))) if '\\' in path else path


def leaf(path):
    """The last part."""
    return path.rstrip('\\').rpartition('\\')[2]


def to_data(value, kind):
    """(data, REG_ type) of a value for the registry."""
    reg = TYPES.get((kind or '').lower())
    if reg is None:
        if isinstance(value, bool) or not isinstance(value, (int, list, bytes, bytearray)):
            return values.text(value), 'REG_SZ'
        if isinstance(value, int):
            wide = isinstance(value, values.Long) or not -2**31 <= value < 2**32
            return int(value), 'REG_QWORD' if wide else 'REG_DWORD'
        if isinstance(value, list):
            return [values.text(v) for v in value], 'REG_MULTI_SZ'
        return list(value), 'REG_BINARY'
    if reg in ('REG_DWORD', 'REG_QWORD'):
        from standin.powershell import conversion
        return int(conversion.integer(value, 'System.Int64')), reg
    if reg == 'REG_BINARY':
        return [int(v) for v in values.as_list(value)], reg
    if reg == 'REG_MULTI_SZ':
        return [values.text(v) for v in values.as_list(value)], reg
    return values.text(value), reg


def from_data(entry, interpreter=None):
    """The value that PowerShell shows for an entry."""
    _, kind, data = entry
    if kind == 'REG_BINARY':
        return bytearray(data)
    if kind == 'REG_DWORD':
        return data - 2**32 if data >= 2**31 else data
    if kind == 'REG_QWORD':
        return values.Long(data)
    if kind == 'REG_EXPAND_SZ' and interpreter is not None:
        import re
        env = interpreter.session.env
        return re.sub('%([^%]+)%', lambda m: env.get(m.group(1), m.group()), data)
    return data


def properties(interpreter, path, wanted=None):
    """Get-ItemProperty's object."""
    key = key_of(path)
    made = values.PsObject()
    for entry in registry.entries(key):
        name = entry[0] or '(default)'
        if wanted is None or any(operators.wildcard(w).match(name) for w in wanted):
            made.set(name, from_data(entry, interpreter))
    if wanted is None and not made.properties:
        return None
    long = registry.long_name(registry.name(key))
    made.set('PSPath', 'Microsoft.PowerShell.Core\\Registry::' + long)
    made.set('PSParentPath', 'Microsoft.PowerShell.Core\\Registry::' + long.rpartition('\\')[0])
    made.set('PSChildName', long.rpartition('\\')[2])
    made.set('PSDrive', values.PsObject({'Name': drive_of(path)}, text=drive_of(path)))
    made.set('PSProvider', values.PsObject(
        {'Name': 'Registry'}, text='Microsoft.PowerShell.Core\\Registry'))
    return made


class RegistryKey(values.NetObject):
    """Microsoft.Win32.RegistryKey."""

    net_type = 'Microsoft.Win32.RegistryKey'

    def __init__(self, key, drive='HKLM'):
        self.key = key
        self.drive = drive

    def net_text(self):
        return registry.long_name(self.key)

    @property
    def Name(self):  # noqa: N802
        return registry.long_name(self.key)

    @property
    def PSPath(self):  # noqa: N802
        return 'Microsoft.PowerShell.Core\\Registry::' + self.Name

    @property
    def PSParentPath(self):  # noqa: N802
        return self.PSPath.rpartition('\\')[0]

    @property
    def PSChildName(self):  # noqa: N802
        return self.key.rpartition('\\')[2]

    @property
    def PSIsContainer(self):  # noqa: N802
        return True

    @property
    def Property(self):  # noqa: N802
        return [e[0] or '(default)' for e in registry.entries(self.key)]

    @property
    def SubKeyCount(self):  # noqa: N802
        return len(registry.children(self.key))

    @property
    def ValueCount(self):  # noqa: N802
        return len(registry.entries(self.key))

    def GetValue(self, name='', default=None, *options):  # noqa: N802
        try:
            return from_data(registry.entry(self.key, values.text(name)))
        except KeyError:
            return default

    def GetValueNames(self):  # noqa: N802
        return [e[0] for e in registry.entries(self.key)]

    def GetValueKind(self, name):  # noqa: N802
        kind = registry.entry(self.key, name)[1]
        return next(k for k, v in (('String', 'REG_SZ'), ('ExpandString', 'REG_EXPAND_SZ'),
                                   ('Binary', 'REG_BINARY'), ('DWord', 'REG_DWORD'),
                                   ('MultiString', 'REG_MULTI_SZ'), ('QWord', 'REG_QWORD'),
                                   ('None', 'REG_NONE')) if v == kind)

    def GetSubKeyNames(self):  # noqa: N802
        return registry.children(self.key)

    def OpenSubKey(self, name, *writable):  # noqa: N802
        key = self.key + '\\' + name if name else self.key
        return RegistryKey(registry.name(key)) if registry.exists(key) else None

    def CreateSubKey(self, name, *options):  # noqa: N802
        registry.create(self.key + '\\' + name)
        return RegistryKey(registry.name(self.key + '\\' + name))

    def SetValue(self, name, value, kind=None):  # noqa: N802
        data, reg = to_data(value, values.text(kind) if kind is not None else None)
        registry.set_value(self.key, values.text(name), data, reg)
        return values.Nothing

    def DeleteValue(self, name, fail=True):  # noqa: N802
        try:
            registry.remove_value(self.key, name)
        except KeyError:
            if fail:
                raise NetError('No value exists with that name.',
                               'System.ArgumentException') from None
        return values.Nothing

    def DeleteSubKeyTree(self, name, fail=True):  # noqa: N802
        try:
            registry.remove(self.key + '\\' + name)
        except KeyError:
            if fail:
                raise NetError('Cannot delete a subkey tree because the subkey does not exist.',
                               'System.ArgumentException') from None
        return values.Nothing

    DeleteSubKey = DeleteSubKeyTree

    def Close(self):  # noqa: N802
        return values.Nothing

    Dispose = Flush = Close

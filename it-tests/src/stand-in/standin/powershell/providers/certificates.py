"""Cert:"""
from standin.powershell import operators
from standin.powershell.values import NetObject, Nothing
from standin.windows import certificates

NAME = 'Certificate'
LOCATIONS = ('CurrentUser', 'LocalMachine')
STORES = ('My', 'Root', 'CA', 'TrustedPublisher', 'TrustedPeople', 'AuthRoot', 'Disallowed',
          'Remote Desktop')


class Certificate(NetObject):
    """X509Certificate2."""

    net_type = 'System.Security.Cryptography.X509Certificates.X509Certificate2'

    def __init__(self, facts, place):
        self.facts = facts
        self.place = place

    Thumbprint = property(lambda self: self.facts['thumbprint'])
    Subject = property(lambda self: self.facts['subject'])
    Issuer = property(lambda self: self.facts['issuer'])
    SerialNumber = property(lambda self: self.facts['serial'])
    HasPrivateKey = property(lambda self: self.facts['hasKey'])
    DnsNameList = property(lambda self: list(self.facts['dns']))
    FriendlyName = property(lambda self: '', lambda self, value: None)
    Version = property(lambda self: 3)
    PSChildName = Thumbprint
    PSIsContainer = property(lambda self: False)
    PSPath = property(lambda self: 'Microsoft.PowerShell.Security\\Certificate::%s\\%s' % (
        self.place, self.Thumbprint))
    PSParentPath = property(lambda self: 'Microsoft.PowerShell.Security\\Certificate::'
                            + self.place)
    EnhancedKeyUsageList = property(lambda self: ['Server Authentication (1.3.6.1.5.5.7.3.1)'])

    @property
    def NotAfter(self):  # noqa: N802
        from standin.powershell.dotnet.time import DateTime
        return DateTime.from_epoch(self.facts['notAfter'])

    @property
    def NotBefore(self):  # noqa: N802
        from standin.powershell.dotnet.time import DateTime
        return DateTime.from_epoch(self.facts['notBefore'])

    def GetCertHashString(self):  # noqa: N802
        return self.Thumbprint

    def net_text(self):
        return '[Subject]\r\n  %s\r\n\r\n[Thumbprint]\r\n  %s\r\n' % (self.Subject,
                                                                     self.Thumbprint)

    def Dispose(self):  # noqa: N802
        return Nothing


def _parts(path):
    return [p for p in path.replace('/', '\\').split('\\') if p]


def _named(wanted, names):
    return next((n for n in names if n.lower() == wanted.lower()), None)


def _store(parts):
    location = _named(parts[0], LOCATIONS)
    name = _named(parts[1], STORES)
    return location + '\\' + name if location and name else None


def _content(place):
    return next((c for p, c in certificates.table().items() if p.lower() == place.lower()), {})


def exists(interpreter, path):
    """Whether there is such a location, store or certificate."""
    parts = _parts(path)
    if not parts:
        return True
    if _named(parts[0], LOCATIONS) is None:
        return False
    if len(parts) == 1:
        return True
    place = _store(parts)
    return place is not None and (len(parts) == 2 or parts[2].upper() in _content(place))


def is_container(interpreter, path):
    """Locations and stores are."""
    return len(_parts(path)) < 3


def get(interpreter, path):
    """The certificate, or what stands for a store."""
    from standin.powershell.values import PsObject
    parts = _parts(path)
    if len(parts) < 3:
        return PsObject({'Name': parts[-1] if parts else '', 'PSPath':
                         'Microsoft.PowerShell.Security\\Certificate::' + path,
                         'PSIsContainer': True},
                        'System.Security.Cryptography.X509Certificates.X509Store')
    place = _store(parts)
    return Certificate(_content(place)[parts[2].upper()], place)


def children(interpreter, path):
    """Paths of what is below."""
    parts = _parts(path)
    names = LOCATIONS if not parts else STORES if len(parts) == 1 else sorted(
        _content(_store(parts)))
    return ['\\'.join(parts + [n]) for n in names]


def glob(interpreter, pattern):
    """Paths that match."""
    found = ['']
    for part in _parts(pattern):
        matcher = operators.wildcard(part)
        found = [c for f in found for c in (children(interpreter, f) if is_container(
            interpreter, f) else []) if matcher.match(leaf(c))]
    return found


def new(interpreter, path, kind, value, force):
    """Stores are there."""
    return get(interpreter, path)


def remove(interpreter, path, recurse, force):
    """Remove-Item"""
    parts = _parts(path)
    certificates.remove(_store(parts), parts[2])


def set_item(interpreter, path, value):
    """Not for certificates."""


def show(path):
    """The path in messages."""
    return path


def leaf(path):
    """The last part."""
    return path.rpartition('\\')[2]

"""System.Version and System.Uri."""
from standin.powershell.records import NetError
from standin.powershell.values import NetObject, text


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

"""System.Text."""
from standin.powershell import values
from standin.powershell.members import StaticProperty
from standin.powershell.records import NetError
from standin.powershell.values import NetObject, text


class Encoding(NetObject):
    """System.Text.Encoding."""

    net_type = 'System.Text.Encoding'

    def __init__(self, codec, page, mark=b'', name=None):
        self.codec = codec
        self.page = page
        self.mark = mark
        self.name = name or codec
        self.net_type = 'System.Text.%sEncoding' % {65001: 'UTF8', 1200: 'Unicode',
                                                    20127: 'ASCII'}.get(page, 'SBCSCodePage')

    @staticmethod
    def utf8(mark=True):
        """UTF-8, with or without its mark."""
        return Encoding('utf-8', 65001, b'\xef\xbb\xbf' if mark else b'', 'utf-8')

    def encode(self, content):
        """Bytes of a text."""
        return content.encode(self.codec, 'replace')

    def encode_with_mark(self, content):
        """Bytes of a file's text."""
        return self.mark + self.encode(content)

    @property
    def WebName(self):  # noqa: N802
        return self.name

    BodyName = HeaderName = WebName

    @property
    def EncodingName(self):  # noqa: N802
        return {65001: 'Unicode (UTF-8)', 1200: 'Unicode', 20127: 'US-ASCII'}.get(
            self.page, self.name)

    @property
    def CodePage(self):  # noqa: N802
        return self.page

    def GetBytes(self, content, *rest):  # noqa: N802
        if content is None:
            raise NetError('Value cannot be null.\r\nParameter name: s',
                           'System.ArgumentNullException')
        if isinstance(content, list):
            content = ''.join(text(c) for c in content)
        return bytearray(self.encode(text(content)))

    def GetString(self, data, start=0, count=None):  # noqa: N802
        if data is None:
            raise NetError('Value cannot be null.\r\nParameter name: bytes',
                           'System.ArgumentNullException')
        data = bytes(int(b) for b in data)
        end = len(data) if count is None else start + count
        return data[start:end].decode(self.codec, 'replace')

    def GetByteCount(self, content):  # noqa: N802
        return len(self.encode(text(content)))

    def GetPreamble(self):  # noqa: N802
        return bytearray(self.mark)

    UTF8 = StaticProperty(lambda: Encoding.utf8())
    Unicode = StaticProperty(lambda: Encoding('utf-16-le', 1200, b'\xff\xfe', 'utf-16'))
    BigEndianUnicode = StaticProperty(lambda: Encoding('utf-16-be', 1201, b'\xfe\xff'))
    ASCII = StaticProperty(lambda: Encoding('ascii', 20127, b'', 'us-ascii'))
    Default = StaticProperty(lambda: Encoding('cp1252', 1252, b'', 'Windows-1252'))
    UTF32 = StaticProperty(lambda: Encoding('utf-32-le', 12000, b'\xff\xfe\0\0'))

    @staticmethod
    def GetEncoding(name):  # noqa: N802
        key = text(name).lower()
        table = {'65001': Encoding.utf8(), 'utf-8': Encoding.utf8(),
                 '1200': Encoding('utf-16-le', 1200, b'\xff\xfe', 'utf-16'),
                 'utf-16': Encoding('utf-16-le', 1200, b'\xff\xfe', 'utf-16'),
                 'us-ascii': Encoding('ascii', 20127), '20127': Encoding('ascii', 20127),
                 'iso-8859-1': Encoding('latin-1', 28591), '28591': Encoding('latin-1', 28591)}
        if key in table:
            return table[key]
        page = key.replace('windows-', '').replace('ibm', '')
        try:
            'x'.encode('cp' + page)
            return Encoding('cp' + page, int(page))
        except (LookupError, ValueError):
            raise NetError("'%s' is not a supported encoding name." % text(name),
                           'System.ArgumentException') from None


class Utf8Encoding(NetObject):
    """The constructor of UTF8Encoding."""

    @staticmethod
    def New(mark=False, *rest):  # noqa: N802
        return Encoding.utf8(values.truth(mark))

    UTF8 = Encoding.UTF8


class UnicodeEncoding(NetObject):
    """The constructor of UnicodeEncoding."""

    @staticmethod
    def New(*rest):  # noqa: N802
        return Encoding('utf-16-le', 1200, b'\xff\xfe', 'utf-16')


class AsciiEncoding(NetObject):
    """The constructor of ASCIIEncoding."""

    @staticmethod
    def New(*rest):  # noqa: N802
        return Encoding('ascii', 20127, b'', 'us-ascii')


class StringBuilder(NetObject):
    """System.Text.StringBuilder."""

    net_type = 'System.Text.StringBuilder'

    def __init__(self, content=''):
        self.content = content

    @classmethod
    def New(cls, content='', *rest):  # noqa: N802
        return cls('' if isinstance(content, int) else text(content))

    def net_text(self):
        return self.content

    def Append(self, value, count=1, *rest):  # noqa: N802
        self.content += text(value) * (count if isinstance(value, values.Char) else 1)
        return self

    def AppendLine(self, value=''):  # noqa: N802
        self.content += text(value) + '\r\n'
        return self

    def AppendFormat(self, pattern, *arguments):  # noqa: N802
        from standin.powershell.formats import composite
        self.content += composite(text(pattern), list(arguments))
        return self

    def Insert(self, at, value):  # noqa: N802
        self.content = self.content[:at] + text(value) + self.content[at:]
        return self

    def Replace(self, old, new):  # noqa: N802
        self.content = self.content.replace(text(old), text(new))
        return self

    def Remove(self, at, count):  # noqa: N802
        self.content = self.content[:at] + self.content[at + count:]
        return self

    def Clear(self):  # noqa: N802
        self.content = ''
        return self

    def ToString(self, *rest):  # noqa: N802
        return self.content

    @property
    def Length(self):  # noqa: N802
        return len(self.content)

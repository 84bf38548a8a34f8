"""System.Text.RegularExpressions, by Python's."""
import re

from standin.powershell import values
from standin.powershell.records import NetError
from standin.powershell.values import NetObject, text

_cache = {}


def translate(pattern):
    """A .NET pattern in Python's syntax."""
    pattern = re.sub(r'\(\?<([A-Za-z_]\w*)>', r'(?P<\1>', pattern)
    pattern = re.sub(r"\(\?'([A-Za-z_]\w*)'", r'(?P<\1>', pattern)
    pattern = re.sub(r'\\k<(\w+)>', r'(?P=\1)', pattern)
    pattern = re.sub(r'\(\?([a-z]*)-[a-z]+\)', lambda m: '(?%s)' % m.group(1) if m.group(1)
                     else '', pattern)
    pattern = pattern.replace('\\z', '\\Z').replace('\\G', '')
    pattern = re.sub(r'\\p\{L[ul]?\}', '[A-Za-z]', pattern)
    pattern = re.sub(r'\\p\{N[d]?\}', r'\\d', pattern)
    flags = re.match(r'(.+?)(\(\?[aimsx]+\))', pattern, re.DOTALL)
    if flags and not pattern.startswith('(?'):
        pattern = flags.group(2) + pattern.replace(flags.group(2), '', 1)
    return pattern


def compiled(pattern, flags=0):
    """The compiled pattern; an ArgumentException when it is wrong."""
    key = (pattern, flags)
    found = _cache.get(key)
    if found is None:
        try:
            found = _cache[key] = re.compile(translate(pattern), flags)
        except re.error as problem:
            raise NetError('parsing "%s" - %s.' % (pattern, str(problem).capitalize()),
                           'System.ArgumentException') from problem
    return found


def group_name(pattern, number):
    """A group's name, its number when it has none."""
    return next((n for n, i in pattern.groupindex.items() if i == number), number)


def substitute(pattern, subject, new, count=0):
    """-replace, with $1, ${name}, $& and a script block as the new."""
    if getattr(new, 'is_script_block', False):
        return pattern.sub(lambda m: text(new.call([Match(m)])), subject, count)
    template = text(new)

    def expand(match):
        def one(piece):
            sign = piece.group()
            if sign == '$$':
                return '$'
            if sign in ('$&', '$0'):
                return match.group()
            name = piece.group(1) or piece.group(2)
            try:
                key = int(name) if name.isdigit() else name
                return match.group(key) or ''
            except (IndexError, error_type):
                return sign
        return re.sub(r'\$\$|\$&|\$(\d+)|\$\{(\w+)\}', one, template)
    return pattern.sub(expand, subject, count)


error_type = re.error


class Group(NetObject):
    """A captured group."""

    net_type = 'System.Text.RegularExpressions.Group'

    def __init__(self, match, number):
        self.match = match
        self.number = number

    def net_text(self):
        return self.Value

    @property
    def Value(self):  # noqa: N802
        return self.match.group(self.number) or '' if self.match else ''

    @property
    def Success(self):  # noqa: N802
        return bool(self.match) and self.match.group(self.number) is not None

    @property
    def Index(self):  # noqa: N802
        return self.match.start(self.number) if self.Success else 0

    @property
    def Length(self):  # noqa: N802
        return len(self.Value)

    @property
    def Name(self):  # noqa: N802
        return text(group_name(self.match.re, self.number))

    @property
    def Captures(self):  # noqa: N802
        return [self] if self.Success else []


class Groups(NetObject):
    """A match's groups, by number or name."""

    net_type = 'System.Text.RegularExpressions.GroupCollection'

    def __init__(self, match):
        self.match = match

    def net_items(self):
        """The groups."""
        count = self.match.re.groups + 1 if self.match else 1
        return [Group(self.match, i) for i in range(count)]

    def net_item(self, index):
        """groups[index]"""
        if not self.match:
            return Group(None, 0)
        if isinstance(index, str) and not index.isdigit():
            number = self.match.re.groupindex.get(index)
            return Group(self.match, number) if number else Group(None, 0)
        number = int(index)
        return Group(self.match, number) if number <= self.match.re.groups else Group(None, 0)

    @property
    def Count(self):  # noqa: N802
        return len(self.net_items())


class Match(Group):
    """A match."""

    net_type = 'System.Text.RegularExpressions.Match'

    def __init__(self, match):
        super().__init__(match, 0)

    @property
    def Groups(self):  # noqa: N802
        return Groups(self.match)

    def NextMatch(self):  # noqa: N802
        return Match(self.match.re.search(self.match.string, self.match.end()))


def _flags(options):
    from standin.powershell import conversion
    flags = 0
    for option in options:
        number = conversion.enum(option, 'System.Text.RegularExpressions.RegexOptions').number \
            if not isinstance(option, int) else int(option)
        flags |= (re.IGNORECASE if number & 1 else 0) | (re.MULTILINE if number & 2 else 0)
        flags |= (re.DOTALL if number & 16 else 0) | (re.VERBOSE if number & 32 else 0)
    return flags


class _Both:
    """A method that is there with and without an instance."""

    def __init__(self, function):
        self.function = function

    def __get__(self, owner, kind):
        if owner is not None:
            return lambda subject, *a: self.function(owner.pattern, text(subject), *a)

        def static(subject, pattern, *arguments):
            options = [a for a in arguments if isinstance(a, values.EnumValue)
                       or (isinstance(a, int) and self.function is not _replace)]
            rest = [a for a in arguments if a not in options]
            return self.function(compiled(text(pattern), _flags(options)), text(subject), *rest)
        return static


def _replace(pattern, subject, new, count=-1):
    return substitute(pattern, subject, new, max(0, count))


class Regex(NetObject):
    """System.Text.RegularExpressions.Regex."""

    net_type = 'System.Text.RegularExpressions.Regex'

    def __init__(self, pattern):
        self.pattern = pattern

    @classmethod
    def New(cls, pattern, *options):  # noqa: N802
        return cls(compiled(text(pattern), _flags(options)))

    def net_text(self):
        return self.pattern.pattern

    IsMatch = _Both(lambda pattern, subject: bool(pattern.search(subject)))
    Match = _Both(lambda pattern, subject, *a: Match(pattern.search(subject)))
    Matches = _Both(lambda pattern, subject, *a: [Match(m) for m in pattern.finditer(subject)])
    Replace = _Both(_replace)
    Split = _Both(lambda pattern, subject, *a: [p for p in pattern.split(subject)
                                                if p is not None])

    @staticmethod
    def Escape(value):  # noqa: N802
        out = ''
        for c in text(value):
            out += {'\n': '\\n', '\r': '\\r', '\t': '\\t'}.get(
                c, '\\' + c if c in '\\*+?|{[()^$.# ' else c)
        return out

    @staticmethod
    def Unescape(value):  # noqa: N802
        return re.sub(r'\\(.)', r'\1', text(value))

"""System.DateTime."""
import datetime

from standin.powershell import values
from standin.powershell.members import StaticProperty
from standin.powershell.records import NetError
from standin.powershell.values import NetObject, text

FORMATS = (
    '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %I:%M:%S %p', '%m/%d/%Y %H:%M', '%m/%d/%Y %I:%M %p', '%m/%d/%Y',
    '%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M', '%Y-%m-%d', '%Y/%m/%d', '%d %B %Y', '%B %d, %Y',
    '%H:%M:%S', '%H:%M', '%I:%M %p', '%Y-%m-%dT%H:%M:%S', '%Y%m%d', '%A, %B %d, %Y %I:%M:%S %p',
)


class DateTime(NetObject):
    """System.DateTime: ticks of 100 ns are kept in microseconds."""

    net_type = 'System.DateTime'

    def __init__(self, value, kind='Unspecified'):
        self.value = value
        self.kind = kind

    # -- making

    @classmethod
    def from_epoch(cls, seconds, utc=False):
        """The time of so many seconds since 1970."""
        if utc:
            moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
            return cls(moment.replace(tzinfo=None), 'Utc')
        return cls(datetime.datetime.fromtimestamp(seconds), 'Local')

    @classmethod
    def from_value(cls, value):
        """[datetime] value"""
        if value is None:
            raise NetError('Cannot convert null to type "System.DateTime".')
        if isinstance(value, int):
            return cls(datetime.datetime(1, 1, 1) + datetime.timedelta(microseconds=value // 10))
        return cls.Parse(text(value))

    @classmethod
    def New(cls, *parts):  # noqa: N802
        if len(parts) == 1 or (len(parts) == 2 and not isinstance(parts[1], int)):
            return cls.from_value(values.Long(parts[0]))
        numbers = [int(p) for p in parts if isinstance(p, int)]
        try:
            return cls(datetime.datetime(*numbers[:6]))
        except ValueError as problem:
            raise NetError('Year, Month, and Day parameters describe an un-representable '
                           'DateTime.', 'System.ArgumentOutOfRangeException') from problem

    @classmethod
    def Parse(cls, content, *rest):  # noqa: N802
        content = text(content).strip()
        iso = content.replace('Z', '+00:00') if content.endswith('Z') else content
        try:
            moment = datetime.datetime.fromisoformat(iso)
            if moment.tzinfo is not None:
                return cls(moment.astimezone().replace(tzinfo=None), 'Local')
            return cls(moment)
        except ValueError:
            pass
        for form in FORMATS:
            try:
                moment = datetime.datetime.strptime(content, form)
            except ValueError:
                continue
            if '%Y' not in form:
                moment = datetime.datetime.combine(datetime.date.today(), moment.time())
            return cls(moment)
        raise NetError('String was not recognized as a valid DateTime.', 'System.FormatException')

    @classmethod
    def ParseExact(cls, content, form, *rest):  # noqa: N802
        import re
        names = {'yyyy': '%Y', 'yy': '%y', 'MM': '%m', 'dd': '%d', 'HH': '%H', 'hh': '%I',
                 'mm': '%M', 'ss': '%S', 'tt': '%p', 'MMM': '%b', 'MMMM': '%B'}
        pattern = re.sub('y+|M+|d+|H+|h+|m+|s+|t+', lambda m: names.get(m.group(), m.group()),
                         text(form))
        try:
            return cls(datetime.datetime.strptime(text(content), pattern))
        except ValueError as problem:
            raise NetError('String was not recognized as a valid DateTime.',
                           'System.FormatException') from problem

    @classmethod
    def FromFileTimeUtc(cls, ticks):  # noqa: N802
        return cls(datetime.datetime(1601, 1, 1) + datetime.timedelta(
            microseconds=int(ticks) // 10), 'Utc')

    @classmethod
    def FromFileTime(cls, ticks):  # noqa: N802
        return cls.FromFileTimeUtc(ticks).ToLocalTime()

    @staticmethod
    def IsLeapYear(year):  # noqa: N802
        import calendar
        return calendar.isleap(year)

    @staticmethod
    def DaysInMonth(year, month):  # noqa: N802
        import calendar
        return calendar.monthrange(year, month)[1]

    Now = StaticProperty(lambda: DateTime(datetime.datetime.now(), 'Local'))
    UtcNow = StaticProperty(lambda: DateTime(datetime.datetime.utcnow(), 'Utc'))
    Today = StaticProperty(lambda: DateTime(datetime.datetime.combine(
        datetime.date.today(), datetime.time()), 'Local'))
    MinValue = StaticProperty(lambda: DateTime(datetime.datetime(1, 1, 1)))
    MaxValue = StaticProperty(lambda: DateTime(datetime.datetime(9999, 12, 31, 23, 59, 59)))

    # -- parts

    Year = property(lambda self: self.value.year)
    Month = property(lambda self: self.value.month)
    Day = property(lambda self: self.value.day)
    Hour = property(lambda self: self.value.hour)
    Minute = property(lambda self: self.value.minute)
    Second = property(lambda self: self.value.second)
    Millisecond = property(lambda self: self.value.microsecond // 1000)
    DayOfYear = property(lambda self: self.value.timetuple().tm_yday)
    Kind = property(lambda self: self.kind)
    Date = property(lambda self: DateTime(datetime.datetime.combine(
        self.value.date(), datetime.time()), self.kind))
    TimeOfDay = property(lambda self: _span(self.value - datetime.datetime.combine(
        self.value.date(), datetime.time())))
    Ticks = property(lambda self: values.Long(
        _micros(self.value - datetime.datetime(1, 1, 1)) * 10))
    DateTime = property(lambda self: self.net_format('F'))

    @property
    def DayOfWeek(self):  # noqa: N802
        number = (self.value.weekday() + 1) % 7
        return values.EnumValue('System.DayOfWeek', self.value.strftime('%A'), number)

    # -- arithmetic

    def _moved(self, **delta):
        return DateTime(self.value + datetime.timedelta(**delta), self.kind)

    def AddDays(self, n):  # noqa: N802
        return self._moved(days=n)

    def AddHours(self, n):  # noqa: N802
        return self._moved(hours=n)

    def AddMinutes(self, n):  # noqa: N802
        return self._moved(minutes=n)

    def AddSeconds(self, n):  # noqa: N802
        return self._moved(seconds=n)

    def AddMilliseconds(self, n):  # noqa: N802
        return self._moved(milliseconds=n)

    def AddTicks(self, n):  # noqa: N802
        return self._moved(microseconds=n / 10)

    def AddMonths(self, n):  # noqa: N802
        import calendar
        month = self.value.month - 1 + int(n)
        year, month = self.value.year + month // 12, month % 12 + 1
        day = min(self.value.day, calendar.monthrange(year, month)[1])
        return DateTime(self.value.replace(year=year, month=month, day=day), self.kind)

    def AddYears(self, n):  # noqa: N802
        return self.AddMonths(int(n) * 12)

    def Add(self, span):  # noqa: N802
        return DateTime(self.value + span.value, self.kind)

    def Subtract(self, other):  # noqa: N802
        return self.net_subtract(other)

    def net_subtract(self, other):
        """date - date, date - span"""
        from standin.powershell.dotnet.timespan import TimeSpan
        if isinstance(other, TimeSpan):
            return DateTime(self.value - other.value, self.kind)
        other = other if isinstance(other, DateTime) else DateTime.from_value(other)
        return TimeSpan(self.value - other.value)

    def net_add(self, span):
        """date + span"""
        from standin.powershell.dotnet.timespan import TimeSpan
        return self.Add(span if isinstance(span, TimeSpan) else TimeSpan.from_value(span))

    def net_compare(self, other):
        """-1, 0 or 1."""
        other = other if isinstance(other, DateTime) else DateTime.from_value(other)
        return (self.value > other.value) - (self.value < other.value)

    def __eq__(self, other):
        return isinstance(other, DateTime) and self.value == other.value

    def __hash__(self):
        return hash(self.value)

    # -- conversions

    def epoch(self):
        """Seconds since 1970."""
        if self.kind == 'Utc':
            return self.value.replace(tzinfo=datetime.timezone.utc).timestamp()
        return self.value.timestamp()

    def ToUniversalTime(self):  # noqa: N802
        return self if self.kind == 'Utc' else DateTime.from_epoch(self.epoch(), True)

    def ToLocalTime(self):  # noqa: N802
        if self.kind == 'Local':
            return self
        moment = self.value.replace(tzinfo=datetime.timezone.utc).timestamp()
        return DateTime.from_epoch(moment)

    def ToFileTimeUtc(self):  # noqa: N802
        moment = self.value if self.kind == 'Utc' else self.ToUniversalTime().value
        return values.Long(_micros(moment - datetime.datetime(1601, 1, 1)) * 10)

    ToFileTime = ToFileTimeUtc

    def ToString(self, form=None, *rest):  # noqa: N802
        return self.net_format(text(form) if isinstance(form, str) else 'G')

    def ToShortDateString(self):  # noqa: N802
        return self.net_format('d')

    def ToShortTimeString(self):  # noqa: N802
        return self.net_format('t')

    def ToLongTimeString(self):  # noqa: N802
        return self.net_format('T')

    def ToLongDateString(self):  # noqa: N802
        return self.net_format('D')

    def ToOADate(self):  # noqa: N802
        return _micros(self.value - datetime.datetime(1899, 12, 30)) / 86400e6

    def GetDateTimeFormats(self, *rest):  # noqa: N802
        return [self.net_format('d')]

    def net_text(self):
        # In a string: the invariant culture.
        return self.value.strftime('%m/%d/%Y %H:%M:%S')

    def net_cell(self):
        """In a table or list: the culture of the user."""
        return self.net_format('G')

    def net_shown(self):
        """By itself: a line with the day of the week between empty ones."""
        return '\n' + self.net_format('F') + '\n\n'

    def net_format(self, spec):
        """ToString(spec)"""
        spec = STANDARD.get(spec or 'G', spec)
        if spec == 'o':
            zone = {'Utc': 'Z', 'Local': _offset(self.value)}.get(self.kind, '')
            return self.value.strftime('%Y-%m-%dT%H:%M:%S.%f') + '0' + zone
        return _custom(self.value, spec, self.kind)


def _span(delta):
    from standin.powershell.dotnet.timespan import TimeSpan
    return TimeSpan(delta)


def _micros(delta):
    return (delta.days * 86400 + delta.seconds) * 10**6 + delta.microseconds


def _offset(value):
    text_ = value.astimezone().strftime('%z')
    return text_[:3] + ':' + text_[3:]


STANDARD = {
    'd': 'M/d/yyyy', 'D': 'dddd, MMMM d, yyyy', 't': 'h:mm tt', 'T': 'h:mm:ss tt',
    'f': 'dddd, MMMM d, yyyy h:mm tt', 'F': 'dddd, MMMM d, yyyy h:mm:ss tt',
    'g': 'M/d/yyyy h:mm tt', 'G': 'M/d/yyyy h:mm:ss tt', 'o': 'o', 'O': 'o',
    's': "yyyy'-'MM'-'dd'T'HH':'mm':'ss", 'u': "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
    'r': "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'", 'R': "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
    'm': 'MMMM d', 'y': 'MMMM yyyy',
}


def _custom(value, spec, kind=''):
    import re

    def one(match):
        token = match.group()
        if token[0] in '\'"':
            return token[1:-1]
        if token[0] == '\\':
            return token[1:]
        letter, count = token[0], len(token)
        number = {'y': value.year % 100 if count < 3 else value.year, 'M': value.month,
                  'd': value.day, 'H': value.hour, 'h': value.hour % 12 or 12, 'm': value.minute,
                  's': value.second}
        if letter == 'd' and count > 2:
            return value.strftime('%a' if count == 3 else '%A')
        if letter == 'M' and count > 2:
            return value.strftime('%b' if count == 3 else '%B')
        if letter == 't':
            return value.strftime('%p')[:count]
        if letter in 'fF':
            return ('%06d0' % value.microsecond)[:count]
        if letter in 'zK':
            return 'Z' if letter == 'K' and kind == 'Utc' else _offset(value)[:3 if count < 3 and
                                                                             letter == 'z' else 6]
        return str(number[letter]).rjust(count, '0')
    return re.sub(r"'[^']*'|\"[^\"]*\"|\\.|y+|M+|d+|H+|h+|m+|s+|t+|f+|F+|z+|K", one, spec)

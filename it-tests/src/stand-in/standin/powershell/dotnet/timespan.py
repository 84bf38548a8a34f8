"""System.TimeSpan."""
import datetime

from standin.powershell import values
from standin.powershell.dotnet.time import DateTime, _micros
from standin.powershell.members import StaticProperty
from standin.powershell.records import NetError
from standin.powershell.values import NetObject, text


class TimeSpan(NetObject):
    """System.TimeSpan."""

    net_type = 'System.TimeSpan'

    def __init__(self, value):
        self.value = value

    @classmethod
    def from_value(cls, value):
        """[timespan] value"""
        if isinstance(value, (int, float)):
            return cls(datetime.timedelta(microseconds=value / 10))
        return cls.Parse(text(value))

    @classmethod
    def New(cls, *parts):  # noqa: N802
        numbers = [float(p) for p in parts]
        if len(numbers) == 1:
            return cls(datetime.timedelta(microseconds=numbers[0] / 10))
        if len(numbers) == 3:
            numbers.insert(0, 0)
        numbers += [0] * (5 - len(numbers))
        return cls(datetime.timedelta(days=numbers[0], hours=numbers[1], minutes=numbers[2],
                                      seconds=numbers[3], milliseconds=numbers[4]))

    @classmethod
    def Parse(cls, content, *rest):  # noqa: N802
        import re
        match = re.fullmatch(r'(-)?(?:(\d+)\.)?(\d+):(\d+)(?::(\d+)(\.\d+)?)?', text(content))
        if match:
            sign, days, hours, minutes, seconds, part = match.groups()
            span = datetime.timedelta(days=int(days or 0), hours=int(hours), minutes=int(minutes),
                                      seconds=int(seconds or 0) + float(part or 0))
            return cls(-span if sign else span)
        if text(content).isdigit():
            return cls(datetime.timedelta(days=int(text(content))))
        raise NetError('String was not recognized as a valid TimeSpan.', 'System.FormatException')

    FromDays = staticmethod(lambda n: TimeSpan(datetime.timedelta(days=n)))
    FromHours = staticmethod(lambda n: TimeSpan(datetime.timedelta(hours=n)))
    FromMinutes = staticmethod(lambda n: TimeSpan(datetime.timedelta(minutes=n)))
    FromSeconds = staticmethod(lambda n: TimeSpan(datetime.timedelta(seconds=n)))
    FromMilliseconds = staticmethod(lambda n: TimeSpan(datetime.timedelta(milliseconds=n)))
    Zero = StaticProperty(lambda: TimeSpan(datetime.timedelta()))

    def _total(self):
        return _micros(self.value)

    def _part(self, size, modulo):
        total = abs(self._total()) // size % modulo
        return int(-total if self._total() < 0 else total)

    Days = property(lambda self: self._part(86400 * 10**6, 10**9))
    Hours = property(lambda self: self._part(3600 * 10**6, 24))
    Minutes = property(lambda self: self._part(60 * 10**6, 60))
    Seconds = property(lambda self: self._part(10**6, 60))
    Milliseconds = property(lambda self: self._part(1000, 1000))
    Ticks = property(lambda self: values.Long(self._total() * 10))
    TotalDays = property(lambda self: self._total() / 86400e6)
    TotalHours = property(lambda self: self._total() / 3600e6)
    TotalMinutes = property(lambda self: self._total() / 60e6)
    TotalSeconds = property(lambda self: self._total() / 1e6)
    TotalMilliseconds = property(lambda self: self._total() / 1e3)

    def net_add(self, other):
        """span + span"""
        if isinstance(other, DateTime):
            return other.net_add(self)
        return TimeSpan(self.value + TimeSpan.from_value(other).value
                        if not isinstance(other, TimeSpan) else self.value + other.value)

    def net_subtract(self, other):
        """span - span"""
        return TimeSpan(self.value - other.value)

    Add = net_add
    Subtract = net_subtract

    def net_compare(self, other):
        """-1, 0 or 1."""
        other = other if isinstance(other, TimeSpan) else TimeSpan.from_value(other)
        return (self.value > other.value) - (self.value < other.value)

    def __eq__(self, other):
        return isinstance(other, TimeSpan) and self.value == other.value

    def __hash__(self):
        return hash(self.value)

    def Duration(self):  # noqa: N802
        return TimeSpan(abs(self.value))

    def net_text(self):
        sign = '-' if self._total() < 0 else ''
        span = TimeSpan(abs(self.value))
        days = '%d.' % span.Days if span.Days else ''
        part = abs(self._total()) % 10**6
        return '%s%s%02d:%02d:%02d%s' % (sign, days, span.Hours, span.Minutes, span.Seconds,
                                         '.%06d0' % part if part else '')

    def ToString(self, form=None, *rest):  # noqa: N802
        return self.net_format(text(form)) if form is not None else self.net_text()

    def net_format(self, spec):
        """ToString(spec)"""
        import re
        if spec in ('', 'c', 'g', 'G'):
            return self.net_text()
        parts = {'d': self.Days, 'h': self.Hours, 'm': self.Minutes, 's': self.Seconds}

        def one(match):
            token = match.group()
            if token[0] == '\\':
                return token[1:]
            if token[0] in '\'"':
                return token[1:-1]
            if token[0] == 'f':
                return ('%06d0' % (abs(self._total()) % 10**6))[:len(token)]
            return str(abs(parts[token[0]])).rjust(len(token), '0')
        return re.sub(r"\\.|'[^']*'|d+|h+|m+|s+|f+", one, spec)

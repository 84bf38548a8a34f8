"""Time zones, stop watches, threads and locks."""
import datetime
import time

from standin.powershell import values
from standin.powershell.dotnet.timespan import TimeSpan
from standin.powershell.members import StaticProperty
from standin.powershell.values import NetObject, Nothing, text


class TimeZoneInfo(NetObject):
    """System.TimeZoneInfo."""

    net_type = 'System.TimeZoneInfo'

    def __init__(self, name):
        self.Id = name
        self.DisplayName = self.StandardName = name
        self.BaseUtcOffset = TimeSpan(datetime.timedelta())

    @staticmethod
    def _local():
        from standin.windows import registry
        key = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation'
        return TimeZoneInfo(registry.values(key).get('TimeZoneKeyName', 'UTC'))

    Local = StaticProperty(lambda: TimeZoneInfo._local())
    Utc = StaticProperty(lambda: TimeZoneInfo('UTC'))

    @staticmethod
    def FindSystemTimeZoneById(name):  # noqa: N802
        return TimeZoneInfo(text(name))

    @staticmethod
    def ConvertTimeToUtc(moment, *rest):  # noqa: N802
        return moment.ToUniversalTime()

    def net_text(self):
        return self.DisplayName


class Stopwatch(NetObject):
    """System.Diagnostics.Stopwatch."""

    net_type = 'System.Diagnostics.Stopwatch'

    def __init__(self):
        self.since = None
        self.before = 0.0

    @classmethod
    def New(cls):  # noqa: N802
        return cls()

    @classmethod
    def StartNew(cls):  # noqa: N802
        made = cls()
        made.Start()
        return made

    def Start(self):  # noqa: N802
        self.since = self.since or time.monotonic()
        return Nothing

    def Stop(self):  # noqa: N802
        self.before = self._now()
        self.since = None
        return Nothing

    def Reset(self):  # noqa: N802
        self.before, self.since = 0.0, None
        return Nothing

    def Restart(self):  # noqa: N802
        self.before, self.since = 0.0, time.monotonic()
        return Nothing

    def _now(self):
        return self.before + (time.monotonic() - self.since if self.since else 0)

    IsRunning = property(lambda self: self.since is not None)
    Elapsed = property(lambda self: TimeSpan(datetime.timedelta(seconds=self._now())))
    ElapsedMilliseconds = property(lambda self: values.Long(self._now() * 1000))
    ElapsedTicks = property(lambda self: values.Long(self._now() * 10**7))


class Thread(NetObject):
    """System.Threading.Thread."""

    @staticmethod
    def Sleep(amount):  # noqa: N802
        time.sleep(amount.value.total_seconds() if isinstance(amount, TimeSpan) else amount / 1000)
        return Nothing

    CurrentThread = StaticProperty(lambda: values.PsObject({
        'ManagedThreadId': 1, 'CurrentCulture': 'en-US', 'CurrentUICulture': 'en-US'}))


class Mutex(NetObject):
    """System.Threading.Mutex: a lock file."""

    def __init__(self, name):
        import os
        import re
        from standin.windows import store
        os.makedirs(store.folder(), exist_ok=True)
        safe = re.sub(r'\W', '_', text(name or 'unnamed'))
        self.file = open(os.path.join(store.folder(), '.mutex-' + safe), 'w')

    @classmethod
    def New(cls, owned=False, name=None, *rest):  # noqa: N802
        made = cls(name)
        if owned:
            made.WaitOne()
        return made

    def WaitOne(self, limit=-1, *rest):  # noqa: N802
        import fcntl
        end = None if limit is None or limit < 0 else time.monotonic() + limit / 1000
        while True:
            try:
                fcntl.flock(self.file, fcntl.LOCK_EX | (fcntl.LOCK_NB if end is not None else 0))
                return True
            except BlockingIOError:
                if time.monotonic() >= end:
                    return False
                time.sleep(0.02)

    def ReleaseMutex(self):  # noqa: N802
        import fcntl
        fcntl.flock(self.file, fcntl.LOCK_UN)
        return Nothing

    def Close(self):  # noqa: N802
        self.file.close()
        return Nothing

    Dispose = Close

"""System.Diagnostics.Process and services."""
import os
import time

from standin.powershell import values
from standin.powershell.records import NetError
from standin.powershell.values import NetObject, Nothing, text
from standin.windows import errors, paths, processes, services


def launch(session, name, line, inherit=False, stdin=None, stdout=None, stderr=None, folder=None,
           user=None, pipes=()):
    """Starts a program; FileNotFoundError with Windows' words when there is none."""
    from standin.powershell import native
    child_session = _copy(session, folder, user)
    name = name.strip('"')
    found = native.resolve(child_session, name)
    if found is None:
        raise FileNotFoundError(errors.text(errors.FILE_NOT_FOUND))
    opened = []
    streams = {}
    for key, path, flags in (('stdin', stdin, os.O_RDONLY),
                             ('stdout', stdout, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
                             ('stderr', stderr, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)):
        if isinstance(path, int):
            streams[key] = path
        elif path:
            host = paths.host(path, session.cwd)
            if key == 'stdin' and not os.path.isfile(host) or not os.path.isdir(
                    os.path.dirname(host)):
                raise FileNotFoundError(errors.text(errors.FILE_NOT_FOUND))
            streams[key] = os.open(host, flags, 0o644)
            opened.append(streams[key])
        elif not inherit:
            streams[key] = os.open(os.devnull, os.O_RDWR)
            opened.append(streams[key])
    child = native.start(child_session, found, name, line, **streams)
    for descriptor in opened:
        os.close(descriptor)
    short = name.replace('/', '\\').rpartition('\\')[2]
    short = short if '.' in short else short + '.exe'
    command = (name + ' ' + line).strip()
    processes.note(short.lower(), command, child_session.user, child.pid, parent=os.getpid())
    return Process({'name': short, 'pid': child.pid, 'parent': os.getpid(), 'command': command,
                    'user': child_session.user, 'started': processes._started(child.pid)}, child)


def _copy(session, folder, user):
    from standin.windows.session import Session
    made = Session(user or session.user, session.elevated, session.remote,
                   None if user else session.env.copy(),
                   paths.true_case(folder, session.cwd) if folder else session.cwd)
    made.codepage = session.codepage
    return made


class Process(NetObject):
    """A process."""

    net_type = 'System.Diagnostics.Process'

    def __init__(self, entry=None, child=None):
        self.entry = entry or {}
        self.child = child
        self.handle = False
        self.StartInfo = None
        self.readers = {}

    @classmethod
    def New(cls):  # noqa: N802
        made = cls()
        made.StartInfo = ProcessStartInfo()
        return made

    # -- about it

    Id = property(lambda self: self.entry['pid'])
    Name = property(lambda self: self.ProcessName)
    Path = property(lambda self: 'C:\\Windows\\System32\\' + self.entry['name'])
    CommandLine = property(lambda self: self.entry.get('command'))
    UserName = property(lambda self: self.entry.get('user'))
    MainWindowTitle = property(lambda self: '')
    Responding = property(lambda self: True)
    SessionId = property(lambda self: 0)
    SI = SessionId
    Handles = property(lambda self: 120)
    HandleCount = Handles
    WorkingSet = property(lambda self: 20971520)
    WorkingSet64 = property(lambda self: values.Long(20971520))
    CPU = property(lambda self: 0.1)
    PriorityClass = property(lambda self: 'Normal', lambda self, value: None)
    Modules = property(lambda self: [])
    Threads = property(lambda self: [])
    Company = property(lambda self: 'Microsoft Corporation')

    @property
    def ProcessName(self):  # noqa: N802
        name = self.entry['name']
        return name[:-4] if name.lower().endswith('.exe') else name

    @property
    def StartTime(self):  # noqa: N802
        from standin.powershell.dotnet.time import DateTime
        return DateTime.from_epoch(processes.start_time(self.entry))

    @property
    def Handle(self):  # noqa: N802
        self.handle = True
        return 1000 + self.entry['pid'] % 1000

    SafeHandle = Handle

    @property
    def HasExited(self):  # noqa: N802
        if self.child is not None:
            return self.child.poll() is not None
        started = self.entry.get('started')
        return bool(started) and processes._started(self.entry['pid']) != started

    @property
    def ExitCode(self):  # noqa: N802
        if not self.HasExited:
            raise NetError('Process must exit before requested information can be determined.',
                           'System.InvalidOperationException')
        # Windows PowerShell loses the code of a process whose handle was never asked for.
        if self.child is None or not self.handle:
            return None
        code = self.child.poll() & 0xFFFFFFFF
        return code - 2**32 if code >= 2**31 else code

    def net_text(self):
        return 'System.Diagnostics.Process (%s)' % self.ProcessName

    def __eq__(self, other):
        return isinstance(other, Process) and other.entry.get('pid') == self.entry.get('pid')

    def __hash__(self):
        return hash(self.entry.get('pid'))

    # -- doing

    def WaitForExit(self, limit=None):  # noqa: N802
        end = None if limit is None or limit < 0 else time.monotonic() + limit / 1000
        pause = 0.005
        while not self.HasExited:
            if end is not None and time.monotonic() >= end:
                return False
            time.sleep(pause)
            pause = min(0.05, pause * 1.5)
        return Nothing if limit is None else True

    def Kill(self, *tree):  # noqa: N802
        try:
            processes.kill(self.Id)
        except (KeyError, ProcessLookupError):
            raise NetError('Access is denied', 'System.ComponentModel.Win32Exception') from None
        return Nothing

    def CloseMainWindow(self):  # noqa: N802
        return False

    def Refresh(self):  # noqa: N802
        return Nothing

    def Close(self):  # noqa: N802
        return Nothing

    Dispose = Close

    def Start(self, *arguments):  # noqa: N802
        if not self.entry:
            return self._start()
        return True

    def _start(self):
        from standin.powershell.interpreter import current
        info = self.StartInfo
        interpreter = current[0]
        streams, ends = {}, {}
        for name in ('stdout', 'stderr'):
            wanted = info.RedirectStandardOutput if name == 'stdout' else info.RedirectStandardError
            if wanted:
                ends[name], streams[name] = os.pipe()
        try:
            made = launch(interpreter.session, text(info.FileName), text(info.Arguments),
                          not info.CreateNoWindow or not streams, folder=text(
                              info.WorkingDirectory) or None, **streams)
        except FileNotFoundError as problem:
            raise NetError(problem.args[0], 'System.ComponentModel.Win32Exception') from problem
        for descriptor in streams.values():
            os.close(descriptor)
        self.entry, self.child, self.handle = made.entry, made.child, True
        self.readers = {n: Pipe(d, interpreter.session.encoding) for n, d in ends.items()}
        return True

    StandardOutput = property(lambda self: self.readers.get('stdout'))
    StandardError = property(lambda self: self.readers.get('stderr'))

    @staticmethod
    def GetProcessById(pid):  # noqa: N802
        found = [e for e in processes.every() if e['pid'] == int(pid)]
        if not found:
            raise NetError('Process with an Id of %s is not running.' % pid,
                           'System.ArgumentException')
        return Process(found[0])

    @staticmethod
    def GetProcessesByName(name):  # noqa: N802
        return [Process(e) for e in processes.every()
                if e['name'].lower() in (text(name).lower(), text(name).lower() + '.exe')]

    @staticmethod
    def GetProcesses():  # noqa: N802
        return [Process(e) for e in processes.every()]

    @staticmethod
    def GetCurrentProcess():  # noqa: N802
        pid = os.getpid()
        found = [e for e in processes.every() if e['pid'] == pid]
        return Process(found[0] if found else {'name': 'powershell.exe', 'pid': pid})


class Pipe(NetObject):
    """The reading end of a child's output."""

    net_type = 'System.IO.StreamReader'

    def __init__(self, descriptor, encoding):
        self.file = open(descriptor, encoding=encoding, errors='replace', newline='')

    def ReadToEnd(self):  # noqa: N802
        return self.file.read()

    def ReadLine(self):  # noqa: N802
        line = self.file.readline()
        return line.rstrip('\r\n') if line else None

    @property
    def EndOfStream(self):  # noqa: N802
        return False


class ProcessStartInfo(NetObject):
    """System.Diagnostics.ProcessStartInfo."""

    net_type = 'System.Diagnostics.ProcessStartInfo'

    def __init__(self, name='', arguments=''):
        self.FileName = name
        self.Arguments = arguments
        self.WorkingDirectory = ''
        self.RedirectStandardOutput = self.RedirectStandardError = False
        self.RedirectStandardInput = False
        self.UseShellExecute = True
        self.CreateNoWindow = False
        self.Verb = self.UserName = ''
        self.WindowStyle = 'Normal'
        self.StandardOutputEncoding = self.StandardErrorEncoding = None

    @classmethod
    def New(cls, name='', arguments=''):  # noqa: N802
        return cls(text(name), text(arguments))


class ServiceController(NetObject):
    """System.ServiceProcess.ServiceController."""

    net_type = 'System.ServiceProcess.ServiceController'

    def __init__(self, name):
        self.name = name

    @classmethod
    def New(cls, name):  # noqa: N802
        return cls(text(name))

    def _service(self):
        try:
            return services.find(self.name)[1]
        except errors.WindowsError32:
            raise NetError("Service %s was not found on computer '.'." % self.name,
                           'System.InvalidOperationException') from None

    def net_text(self):
        return self.net_type

    @property
    def Status(self):  # noqa: N802
        from standin.powershell import conversion
        return conversion.enum(self._service()['status'],
                               'System.ServiceProcess.ServiceControllerStatus')

    @property
    def StartType(self):  # noqa: N802
        from standin.powershell import conversion
        return conversion.enum(self._service()['start'],
                               'System.ServiceProcess.ServiceStartMode')

    Name = property(lambda self: self.name)
    ServiceName = Name
    DisplayName = property(lambda self: self._service()['display'])
    CanStop = property(lambda self: self._service()['status'] == services.RUNNING)
    DependentServices = property(lambda self: [])
    ServicesDependedOn = property(lambda self: [])
    MachineName = property(lambda self: '.')

    def Refresh(self):  # noqa: N802
        return Nothing

    def Start(self, *arguments):  # noqa: N802
        services.start(self.name)
        return Nothing

    def Stop(self):  # noqa: N802
        services.stop(self.name)
        return Nothing

    def WaitForStatus(self, wanted, limit=None):  # noqa: N802
        if text(self.Status).lower() != text(wanted).lower():
            raise NetError('Time out has expired and the operation has not been completed.',
                           'System.ServiceProcess.TimeoutException')
        return Nothing

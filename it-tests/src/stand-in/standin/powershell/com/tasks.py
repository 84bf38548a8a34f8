"""Schedule.Service."""
from standin.powershell.com import failure
from standin.powershell.values import ArrayList, NetObject, Nothing, text
from standin.windows import tasks


class Bag(NetObject):
    """An object with settings in it."""

    net_type = 'System.__ComObject'

    def __init__(self, **items):
        for name, value in items.items():
            setattr(self, name, value)

    def net_set(self, lower, value):
        """Settings that are not looked at are kept."""
        self.__dict__[lower.capitalize()] = value
        return True


class Actions(NetObject):
    """The actions of a task."""

    net_type = 'System.__ComObject'

    def __init__(self, items=()):
        self.items = list(items)
        self.Context = ''

    def Create(self, kind=0):  # noqa: N802
        made = Bag(Path='', Arguments='', WorkingDirectory='', Type=kind, Id='')
        self.items.append(made)
        return made

    def net_items(self):
        """The actions."""
        return self.items

    def Item(self, number):  # noqa: N802
        return self.items[number - 1]

    def Clear(self):  # noqa: N802
        self.items.clear()
        return Nothing

    Count = property(lambda self: len(self.items))


class Triggers(Actions):
    """The triggers of a task."""

    def Create(self, kind=0):  # noqa: N802
        made = Bag(Type=kind, StartBoundary='', EndBoundary='', Enabled=True, Id='', Delay='',
                   UserId='', Repetition=Bag(Interval='', Duration=''))
        self.items.append(made)
        return made


class Definition(NetObject):
    """ITaskDefinition, with the defaults of Windows."""

    net_type = 'System.__ComObject'

    def __init__(self, stored=None):
        stored = stored or {}
        self.RegistrationInfo = Bag(Description='', Author='', Date='', URI='')
        # Both are on by default: the trap that some machines fall into.
        self.Settings = Bag(
            DisallowStartIfOnBatteries=stored.get('noBatteries', True),
            StopIfGoingOnBatteries=True, ExecutionTimeLimit='PT72H',
            Enabled=stored.get('enabled', True), Hidden=False, Priority=7,
            AllowDemandStart=True, AllowHardTerminate=True, StartWhenAvailable=False,
            MultipleInstances=2, RunOnlyIfIdle=False, RunOnlyIfNetworkAvailable=False,
            WakeToRun=False, Compatibility=2, RestartCount=0, DeleteExpiredTaskAfter='')
        self.Principal = Bag(UserId='', LogonType=0, RunLevel=1 if stored.get('highest') else 0,
                             GroupId='', DisplayName='', Id='')
        self.Actions = Actions(Bag(Path=a['path'], Arguments=a.get('arguments', ''),
                                   WorkingDirectory=a.get('directory', ''))
                               for a in stored.get('actions', []))
        self.Triggers = Triggers()
        self.Data = ''

    def stored(self):
        """What is kept of it."""
        return {
            'actions': [{'path': text(a.Path), 'arguments': text(a.Arguments),
                         'directory': text(a.WorkingDirectory)} for a in self.Actions.items],
            'noBatteries': bool(self.Settings.DisallowStartIfOnBatteries),
            'enabled': bool(self.Settings.Enabled), 'hidden': bool(self.Settings.Hidden),
            'highest': int(self.Principal.RunLevel or 0) == 1,
            'limit': seconds(text(self.Settings.ExecutionTimeLimit)),
            'triggers': ['boot' for t in self.Triggers.items if t.Type == 8],
            'description': text(self.RegistrationInfo.Description),
        }


def seconds(duration):
    """PT72H as seconds; none for PT0S."""
    import re
    match = re.fullmatch(r'P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?', duration)
    if not match:
        raise failure(-2147216616, 'The task XML contains a value which is incorrectly formatted '
                                   'or out of range.')
    days, hours, minutes, rest = (int(g or 0) for g in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest


class Registered(NetObject):
    """IRegisteredTask: every look at it is a look at the task as it is now."""

    net_type = 'System.__ComObject'

    def __init__(self, path):
        self.path = path

    def _task(self):
        try:
            return tasks.find(self.path)[1]
        except tasks.TaskError as problem:
            raise failure(problem.hresult, str(problem)) from problem

    Name = property(lambda self: self.path.rpartition('\\')[2])
    Path = property(lambda self: self.path)
    State = property(lambda self: self._task()['state'])
    LastTaskResult = property(lambda self: self._task()['result'])
    Enabled = property(lambda self: self._task()['state'] != tasks.DISABLED)
    NumberOfMissedRuns = property(lambda self: 0)
    Definition = property(lambda self: Definition(self._task()['definition']))

    @Enabled.setter
    def Enabled(self, value):  # noqa: N802
        tasks.set_enabled(self.path, bool(value))

    @property
    def LastRunTime(self):  # noqa: N802
        from standin.powershell.dotnet.time import DateTime
        when = self._task().get('lastRun')
        return DateTime.from_epoch(when) if when else DateTime.Parse('11/30/1999')

    def Run(self, parameters=None):  # noqa: N802
        try:
            tasks.run(self.path)
        except tasks.TaskError as problem:
            raise failure(problem.hresult, str(problem)) from problem
        return Bag(Name=self.Name, State=4, InstanceGuid='{00000000-0000-0000-0000-000000000000}')

    def RunEx(self, *rest):  # noqa: N802
        return self.Run()

    def Stop(self, flags=0):  # noqa: N802
        tasks.stop(self.path)
        return Nothing

    def GetInstances(self, flags=0):  # noqa: N802
        task = self._task()
        found = ArrayList()
        if task['state'] == tasks.RUNNING:
            runner = task.get('runner') or {}
            found.append(Bag(EnginePID=runner.get('pid', 0), State=4, Name=self.Name))
        return found


class Folder(NetObject):
    """ITaskFolder."""

    net_type = 'System.__ComObject'

    def __init__(self, path):
        self.path = path.rstrip('\\')

    Path = property(lambda self: self.path or '\\')
    Name = property(lambda self: self.path.rpartition('\\')[2] or '\\')

    def _full(self, name):
        name = text(name)
        return name if name.startswith('\\') else self.path + '\\' + name

    def RegisterTaskDefinition(self, name, definition, flags, user=None, password=None,  # noqa: N802
                               logon=0, sddl=None):
        account = text(user) or text(definition.Principal.UserId)
        if not account:
            from standin.powershell.interpreter import current
            account = current[0].session.user
        try:
            path = tasks.register(self._full(name), definition.stored(), account,
                                  None if password is None else text(password),
                                  int(logon or definition.Principal.LogonType or 0),
                                  bool(int(flags) & 4))
        except tasks.TaskError as problem:
            raise failure(problem.hresult, str(problem)) from problem
        return Registered(path)

    def GetTask(self, name):  # noqa: N802
        try:
            path, _ = tasks.find(self._full(name))
        except tasks.TaskError as problem:
            raise failure(problem.hresult, str(problem)) from problem
        return Registered(path)

    def GetTasks(self, flags=0):  # noqa: N802
        prefix = self.path.lower() + '\\'
        return ArrayList(Registered(p) for p in sorted(tasks.table())
                         if p.lower().startswith(prefix) and '\\' not in p[len(prefix):])

    def DeleteTask(self, name, flags=0):  # noqa: N802
        try:
            tasks.remove(self._full(name))
        except tasks.TaskError as problem:
            raise failure(problem.hresult, str(problem)) from problem
        return Nothing

    def CreateFolder(self, name, *rest):  # noqa: N802
        return Folder(self._full(name))

    def GetFolder(self, name):  # noqa: N802
        return Folder(self._full(name))


class Service(NetObject):
    """ITaskService."""

    net_type = 'System.__ComObject'

    def __init__(self):
        self.connected = False

    def Connect(self, *where):  # noqa: N802
        self.connected = True
        return Nothing

    Connected = property(lambda self: self.connected)

    def _check(self):
        if not self.connected:
            raise failure(-2147216620, 'The Task Scheduler service is not connected.')

    def NewTask(self, flags=0):  # noqa: N802
        self._check()
        return Definition()

    def GetFolder(self, path):  # noqa: N802
        self._check()
        return Folder(text(path))

    def GetRunningTasks(self, flags=0):  # noqa: N802
        return ArrayList(Registered(p) for p, t in tasks.table().items()
                         if t['state'] == tasks.RUNNING)

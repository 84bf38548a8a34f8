"""Who runs, where, with which variables: what a Windows process hands on to its children."""
import os

from standin.windows import paths


class Environment(dict):
    """Environment variables, met without regard to case; keeps the case of the first setter."""

    def __init__(self, items=()):
        super().__init__()
        self.names = {}
        for name, value in dict(items).items():
            self[name] = value

    def _key(self, name):
        return self.names.get(name.lower(), name)

    def __setitem__(self, name, value):
        self.names.setdefault(name.lower(), name)
        super().__setitem__(self._key(name), value)

    def __getitem__(self, name):
        return super().__getitem__(self._key(name))

    def __delitem__(self, name):
        super().__delitem__(self._key(name))
        del self.names[name.lower()]

    def __contains__(self, name):
        return name.lower() in self.names

    def get(self, name, default=None):
        return super().get(self._key(name), default)

    def pop(self, name, *default):
        value = super().pop(self._key(name), *default)
        self.names.pop(name.lower(), None)
        return value

    def copy(self):
        return Environment(self)


class Session:
    """The surroundings of a process."""

    def __init__(self, user=None, elevated=None, remote=None, environment=None, cwd=None):
        env = os.environ
        self.user = user or env.get('STANDIN_USER') or 'Administrator'
        self.elevated = env.get('STANDIN_ELEVATED', '1') != '0' if elevated is None else elevated
        self.remote = env.get('STANDIN_REMOTE') == '1' if remote is None else remote
        self.env = environment or default_environment(self.user)
        extra = env.get('STANDIN_ENVIRONMENT')
        if extra and environment is None:
            import json
            for name, value in json.loads(extra).items():
                self.env[name] = value
        self.cwd = cwd or env.get('STANDIN_CWD') or self._home()
        self.codepage = int(env.get('STANDIN_CODEPAGE') or 437)

    def _home(self):
        home = 'C:\\Windows\\system32' if self.is_system else self.env['USERPROFILE']
        return home if os.path.isdir(paths.host(home)) else 'C:\\'

    @property
    def is_system(self):
        """Whether this is the LocalSystem account."""
        return self.user.upper() in ('SYSTEM', 'NT AUTHORITY\\SYSTEM', 'LOCALSYSTEM')

    @property
    def encoding(self):
        """Python's name of the OEM code page."""
        return 'utf-8' if self.codepage == 65001 else 'cp%d' % self.codepage

    def child_environ(self):
        """Variables for a process of its own (not a fork) that goes on in this session."""
        import json
        env = dict(os.environ)
        env.pop('STANDIN_EXITCODE', None)
        env.update(
            STANDIN_ROOT=paths.root(),
            STANDIN_USER=self.user,
            STANDIN_ELEVATED='1' if self.elevated else '0',
            STANDIN_REMOTE='1' if self.remote else '0',
            STANDIN_CWD=self.cwd,
            STANDIN_CODEPAGE=str(self.codepage),
            STANDIN_ENVIRONMENT=json.dumps(dict(self.env)))
        return env

    # Output goes to the file descriptors: redirections are made there, and children inherit them.

    def out(self, text):
        """Text to standard output, with CRLF, in the OEM code page."""
        write(1, text, self.encoding)

    def err(self, text):
        """Text to standard error."""
        write(2, text, self.encoding)


def write(descriptor, text, encoding):
    """Writes all of a text, LF as CRLF."""
    data = text.replace('\r\n', '\n').replace('\n', '\r\n').encode(encoding, 'replace')
    write_bytes(descriptor, data)


def write_bytes(descriptor, data):
    """Writes all bytes; a reader that went away is nobody's error."""
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(descriptor, view):]
        except BrokenPipeError:
            return
        except OSError:
            return


def computer_name():
    """The name that the registry holds."""
    from standin.windows import registry
    try:
        return registry.value(
            'HKLM\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName', 'ComputerName')
    except KeyError:
        return 'WIN-STANDIN'


def default_environment(user):
    """What a logon of the user finds in its environment."""
    system = user.upper() in ('SYSTEM', 'NT AUTHORITY\\SYSTEM', 'LOCALSYSTEM')
    short = user.rpartition('\\')[2]
    computer = computer_name()
    home = 'C:\\Windows\\system32\\config\\systemprofile' if system else 'C:\\Users\\' + short
    shell = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0'
    local = home + '\\AppData\\Local'
    temp = 'C:\\Windows\\TEMP' if system else local + '\\Temp'
    env = Environment({
        'ALLUSERSPROFILE': 'C:\\ProgramData',
        'APPDATA': home + '\\AppData\\Roaming',
        'CommonProgramFiles': 'C:\\Program Files\\Common Files',
        'CommonProgramFiles(x86)': 'C:\\Program Files (x86)\\Common Files',
        'CommonProgramW6432': 'C:\\Program Files\\Common Files',
        'COMPUTERNAME': computer,
        'ComSpec': 'C:\\Windows\\system32\\cmd.exe',
        'LOCALAPPDATA': local,
        'NUMBER_OF_PROCESSORS': str(os.cpu_count() or 1),
        'OS': 'Windows_NT',
        'Path': 'C:\\Windows\\system32;C:\\Windows;C:\\Windows\\System32\\Wbem;' + shell + '\\',
        'PATHEXT': '.COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC',
        'PROCESSOR_ARCHITECTURE': 'AMD64',
        'ProgramData': 'C:\\ProgramData',
        'ProgramFiles': 'C:\\Program Files',
        'ProgramFiles(x86)': 'C:\\Program Files (x86)',
        'ProgramW6432': 'C:\\Program Files',
        'PROMPT': '$P$G',
        'PSModulePath': 'C:\\Program Files\\WindowsPowerShell\\Modules;' + shell + '\\Modules',
        'PUBLIC': 'C:\\Users\\Public',
        'SystemDrive': 'C:',
        'SystemRoot': 'C:\\Windows',
        'TEMP': temp,
        'TMP': temp,
        'USERDOMAIN': 'WORKGROUP' if system else computer,
        'USERNAME': computer + '$' if system else short,
        'USERPROFILE': home,
        'windir': 'C:\\Windows',
    })
    _add_machine_variables(env)
    return env


def _add_machine_variables(env):
    from standin.windows import registry
    key = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment'
    for place in (key, 'HKCU\\Environment'):
        for name, value in registry.values(place).items():
            value = str(value)
            for known in list(env):
                if '%' in value:
                    value = value.replace('%' + known + '%', env[known])
            if name.lower() == 'path' and place.startswith('HKCU'):
                value = env.get('Path', '') + ';' + value
            env[name] = value

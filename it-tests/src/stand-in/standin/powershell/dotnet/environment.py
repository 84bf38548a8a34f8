"""System.Environment."""
import os
import time

from standin.powershell import values
from standin.powershell.members import StaticProperty
from standin.powershell.values import NetObject, Nothing, text

MACHINE = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment'
USER = 'HKCU\\Environment'


def _session():
    from standin.powershell.interpreter import current
    return current[0].session


def _key(target):
    return {'machine': MACHINE, 'user': USER}.get(text(target).lower())


class Environment(NetObject):
    """The process's surroundings."""

    NewLine = '\r\n'
    MachineName = StaticProperty(lambda: _session().env['COMPUTERNAME'])
    # Not the variables: those of SYSTEM name the computer.
    UserName = StaticProperty(lambda: 'SYSTEM' if _session().is_system else
                              _session().user.rpartition('\\')[2])
    UserDomainName = StaticProperty(lambda: 'NT AUTHORITY' if _session().is_system
                                    else _session().env['USERDOMAIN'])
    CurrentDirectory = StaticProperty(lambda: _session().cwd)
    SystemDirectory = 'C:\\Windows\\system32'
    Is64BitOperatingSystem = True
    Is64BitProcess = True
    UserInteractive = False
    ProcessorCount = StaticProperty(lambda: os.cpu_count() or 1)
    HasShutdownStarted = False
    CommandLine = 'powershell.exe'

    @staticmethod
    def _os():
        from standin.powershell.dotnet.versions import Version
        version = Version.Parse('10.0.20348.0')
        return values.PsObject({'Platform': 'Win32NT', 'ServicePack': '', 'Version': version,
                                'VersionString': 'Microsoft Windows NT 10.0.20348.0'})

    @staticmethod
    def _version():
        from standin.powershell.dotnet.versions import Version
        return Version.Parse('4.0.30319.42000')

    @staticmethod
    def _ticks():
        from standin.windows import power
        return int((time.time() - power.boot_time()) * 1000) & 0x7FFFFFFF

    OSVersion = StaticProperty(lambda: Environment._os())
    Version = StaticProperty(lambda: Environment._version())
    TickCount = StaticProperty(lambda: Environment._ticks())

    @staticmethod
    def GetEnvironmentVariable(name, target='Process'):  # noqa: N802
        from standin.windows import registry
        key = _key(target)
        if key is None:
            return _session().env.get(text(name))
        try:
            return registry.value(key, text(name))
        except KeyError:
            return None

    @staticmethod
    def SetEnvironmentVariable(name, value, target='Process'):  # noqa: N802
        from standin.windows import registry
        key = _key(target)
        empty = value is None or text(value) == ''
        if key is None:
            if empty:
                _session().env.pop(text(name), None)
            else:
                _session().env[text(name)] = text(value)
        elif empty:
            try:
                registry.remove_value(key, text(name))
            except KeyError:
                pass
        else:
            registry.set_value(key, text(name), text(value),
                               'REG_EXPAND_SZ' if '%' in text(value) else 'REG_SZ')
        return Nothing

    @staticmethod
    def GetEnvironmentVariables(target='Process'):  # noqa: N802
        from standin.windows import registry
        key = _key(target)
        return values.Hash((_session().env if key is None else registry.values(key)).items())

    @staticmethod
    def ExpandEnvironmentVariables(content):  # noqa: N802
        import re
        env = _session().env
        return re.sub('%([^%]+)%', lambda m: env.get(m.group(1), m.group()), text(content))

    @staticmethod
    def GetFolderPath(folder, *rest):  # noqa: N802
        env = _session().env
        home = env['USERPROFILE']
        return {'system': 'C:\\Windows\\system32', 'windows': 'C:\\Windows',
                'programfiles': 'C:\\Program Files', 'userprofile': home,
                'programfilesx86': 'C:\\Program Files (x86)',
                'commonapplicationdata': 'C:\\ProgramData', 'desktop': home + '\\Desktop',
                'mydocuments': home + '\\Documents', 'personal': home + '\\Documents',
                'applicationdata': home + '\\AppData\\Roaming',
                'localapplicationdata': home + '\\AppData\\Local'}.get(text(folder).lower(), '')

    @staticmethod
    def Exit(code=0):  # noqa: N802
        from standin.powershell.records import ExitScript
        raise ExitScript(int(code))

    @staticmethod
    def GetCommandLineArgs():  # noqa: N802
        return ['powershell.exe']

    @staticmethod
    def GetLogicalDrives():  # noqa: N802
        from standin.windows import paths
        return [d + ':\\' for d in paths.drives()]

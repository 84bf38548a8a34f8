"""WScript.Shell and others that scripts now and then use."""
from standin.powershell.values import ArrayList, NetObject, Nothing, text

COM = 'System.__ComObject'


def _interpreter():
    from standin.powershell.interpreter import current
    return current[0]


class WScriptShell(NetObject):
    """WScript.Shell."""

    net_type = COM

    def Run(self, line, style=1, wait=False):  # noqa: N802
        from standin.cmdexe.shell import Shell
        from standin.windows import processes
        session = _interpreter().session
        child = processes.Child(lambda: Shell(session).run_line(text(line)), 'cmd.exe', text(line),
                                session.user)
        return child.wait() if wait else 0

    def ExpandEnvironmentStrings(self, content):  # noqa: N802
        from standin.powershell.dotnet.environment import Environment
        return Environment.ExpandEnvironmentVariables(content)

    def RegRead(self, key):  # noqa: N802
        from standin.powershell.com import failure
        from standin.windows import registry
        path, _, name = text(key).rpartition('\\')
        try:
            return registry.value(path, name)
        except KeyError:
            raise failure(-2147024894, 'Invalid root in registry key "%s".' % text(key)) from None

    def CreateShortcut(self, path):  # noqa: N802
        return Shortcut(text(path))


class Shortcut(NetObject):
    """A .lnk file: only that it is there."""

    net_type = COM

    def __init__(self, path):
        self.FullName = path
        self.TargetPath = self.Arguments = self.WorkingDirectory = self.IconLocation = ''
        self.Description = ''

    def Save(self):  # noqa: N802
        from standin.powershell.dotnet.io import File
        File._write(self.FullName, b'L\0\0\0' + text(self.TargetPath).encode('utf-8'))
        return Nothing


class ShellApplication(NetObject):
    """Shell.Application."""

    net_type = COM

    def NameSpace(self, path):  # noqa: N802
        return None

    def Windows(self):  # noqa: N802
        return ArrayList()


class FileSystemObject(NetObject):
    """Scripting.FileSystemObject."""

    net_type = COM

    def FileExists(self, path):  # noqa: N802
        from standin.powershell.dotnet.io import File
        return File.Exists(path)

    def FolderExists(self, path):  # noqa: N802
        from standin.powershell.dotnet.io import Directory
        return Directory.Exists(path)

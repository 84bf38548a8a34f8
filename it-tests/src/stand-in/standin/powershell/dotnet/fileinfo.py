"""System.IO: what there is to know of files, folders and drives."""
import os
import shutil

from standin.powershell import values
from standin.powershell.dotnet.io import Directory, File, Path, full, io_error
from standin.powershell.values import NetObject, Nothing, text
from standin.windows import paths


class FileSystemInfo(NetObject):
    """What FileInfo and DirectoryInfo have in common."""

    net_bases = ('System.IO.FileSystemInfo',)

    def __init__(self, path):
        self.path = path

    @classmethod
    def New(cls, path):  # noqa: N802
        return cls(full(path))

    def net_text(self):
        return self.path

    def _stat(self):
        return os.stat(paths.host(self.path))

    @property
    def FullName(self):  # noqa: N802
        return self.path

    @property
    def Name(self):  # noqa: N802
        return self.path.rstrip('\\').rpartition('\\')[2] or self.path

    PSChildName = Name

    @property
    def PSPath(self):  # noqa: N802
        return 'Microsoft.PowerShell.Core\\FileSystem::' + self.path

    @property
    def PSParentPath(self):  # noqa: N802
        return 'Microsoft.PowerShell.Core\\FileSystem::' + self.path.rpartition('\\')[0]

    @property
    def PSDrive(self):  # noqa: N802
        return values.PsObject({'Name': self.path[0], 'Root': self.path[:3]}, text=self.path[0])

    @property
    def Extension(self):  # noqa: N802
        return Path.GetExtension(self.path)

    @property
    def Exists(self):  # noqa: N802
        return os.path.exists(paths.host(self.path))

    def _time(self, name, utc=False):
        from standin.powershell.dotnet.time import DateTime
        return DateTime.from_epoch(getattr(self._stat(), name), utc)

    @property
    def LastWriteTime(self):  # noqa: N802
        return self._time('st_mtime')

    @LastWriteTime.setter
    def LastWriteTime(self, value):  # noqa: N802
        os.utime(paths.host(self.path), (value.epoch(), value.epoch()))

    @property
    def LastWriteTimeUtc(self):  # noqa: N802
        return self._time('st_mtime', True)

    @property
    def CreationTime(self):  # noqa: N802
        return self._time('st_ctime')

    @property
    def CreationTimeUtc(self):  # noqa: N802
        return self._time('st_ctime', True)

    @property
    def LastAccessTime(self):  # noqa: N802
        return self._time('st_atime')

    @property
    def Attributes(self):  # noqa: N802
        from standin.powershell import conversion
        names = ['Directory'] if os.path.isdir(paths.host(self.path)) else ['Archive']
        if not os.access(paths.host(self.path), os.W_OK):
            names.insert(0, 'ReadOnly')
        return conversion.enum(','.join(names), 'System.IO.FileAttributes')

    @Attributes.setter
    def Attributes(self, value):  # noqa: N802
        pass

    @property
    def IsReadOnly(self):  # noqa: N802
        return self._stat().st_mode & 0o222 == 0

    @IsReadOnly.setter
    def IsReadOnly(self, value):  # noqa: N802
        os.chmod(paths.host(self.path), 0o444 if value else 0o644)

    @property
    def LinkType(self):  # noqa: N802
        return 'SymbolicLink' if os.path.islink(paths.host(self.path)) else None

    def Refresh(self):  # noqa: N802
        return Nothing


class FileInfo(FileSystemInfo):
    """System.IO.FileInfo."""

    net_type = 'System.IO.FileInfo'
    PSIsContainer = property(lambda self: False)

    @property
    def Mode(self):  # noqa: N802
        return '-a----' if not self.IsReadOnly else '-ar---'

    @property
    def Length(self):  # noqa: N802
        try:
            return values.Long(self._stat().st_size)
        except OSError as problem:
            raise io_error(problem, self.path) from problem

    @property
    def BaseName(self):  # noqa: N802
        return Path.GetFileNameWithoutExtension(self.path)

    @property
    def DirectoryName(self):  # noqa: N802
        return Path.GetDirectoryName(self.path)

    @property
    def Directory(self):  # noqa: N802
        return DirectoryInfo(self.DirectoryName)

    @property
    def VersionInfo(self):  # noqa: N802
        return values.PsObject({'FileVersion': '10.0.20348.1', 'ProductVersion': '10.0.20348.1',
                                'FileName': self.path})

    def Delete(self):  # noqa: N802
        return File.Delete(self.path)

    def CopyTo(self, target, overwrite=False):  # noqa: N802
        File.Copy(self.path, target, overwrite)
        return FileInfo(full(target))

    def MoveTo(self, target):  # noqa: N802
        return File.Move(self.path, target)

    def OpenRead(self):  # noqa: N802
        return File.OpenRead(self.path)

    def Open(self, *options):  # noqa: N802
        return File.Open(self.path, *options)

    def OpenText(self):  # noqa: N802
        return File.OpenText(self.path)


class DirectoryInfo(FileSystemInfo):
    """System.IO.DirectoryInfo."""

    net_type = 'System.IO.DirectoryInfo'
    PSIsContainer = property(lambda self: True)
    Mode = property(lambda self: 'd-----')

    @property
    def BaseName(self):  # noqa: N802
        return self.Name

    @property
    def Parent(self):  # noqa: N802
        parent = Path.GetDirectoryName(self.path)
        return DirectoryInfo(parent) if parent else None

    @property
    def Root(self):  # noqa: N802
        return DirectoryInfo(self.path[:3])

    def GetFiles(self, pattern='*', option='TopDirectoryOnly'):  # noqa: N802
        return [FileInfo(p) for p in Directory.GetFiles(self.path, pattern, option)]

    def GetDirectories(self, pattern='*', option='TopDirectoryOnly'):  # noqa: N802
        return [DirectoryInfo(p) for p in Directory.GetDirectories(self.path, pattern, option)]

    def Create(self):  # noqa: N802
        Directory.CreateDirectory(self.path)
        return Nothing

    def Delete(self, recursive=False):  # noqa: N802
        return Directory.Delete(self.path, recursive)


class DriveInfo(NetObject):
    """System.IO.DriveInfo."""

    net_type = 'System.IO.DriveInfo'

    def __init__(self, letter):
        self.letter = letter

    @classmethod
    def New(cls, name):  # noqa: N802
        return cls(text(name)[0].upper())

    @classmethod
    def GetDrives(cls):  # noqa: N802
        return [cls(d) for d in paths.drives()]

    @property
    def Name(self):  # noqa: N802
        return self.letter + ':\\'

    @property
    def DriveType(self):  # noqa: N802
        return 'Fixed' if self.letter == 'C' else 'CDRom'

    @property
    def IsReady(self):  # noqa: N802
        return paths.has_drive(self.Name)

    @property
    def TotalFreeSpace(self):  # noqa: N802
        return values.Long(shutil.disk_usage(paths.host(self.Name)).free)

    AvailableFreeSpace = TotalFreeSpace

    @property
    def TotalSize(self):  # noqa: N802
        return values.Long(shutil.disk_usage(paths.host(self.Name)).total)

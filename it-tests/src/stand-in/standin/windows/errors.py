"""Win32 error codes and the words that Windows prints for them."""

FILE_NOT_FOUND = 2
PATH_NOT_FOUND = 3
ACCESS_DENIED = 5
INVALID_HANDLE = 6
NOT_READY = 21
SHARING_VIOLATION = 32
FILE_EXISTS = 80
INVALID_PARAMETER = 87
INVALID_NAME = 123
DIR_NOT_EMPTY = 145
ALREADY_EXISTS = 183
DIRECTORY = 267
SHUTDOWN_IN_PROGRESS = 1115
NO_SHUTDOWN_IN_PROGRESS = 1116
SHUTDOWN_IS_SCHEDULED = 1190

TEXTS = {
    1: 'Incorrect function.',
    2: 'The system cannot find the file specified.',
    3: 'The system cannot find the path specified.',
    5: 'Access is denied.',
    6: 'The handle is invalid.',
    15: 'The system cannot find the drive specified.',
    21: 'The device is not ready.',
    32: 'The process cannot access the file because it is being used by another process.',
    80: 'The file exists.',
    87: 'The parameter is incorrect.',
    112: 'There is not enough space on the disk.',
    123: 'The filename, directory name, or volume label syntax is incorrect.',
    145: 'The directory is not empty.',
    183: 'Cannot create a file when that file already exists.',
    193: '%1 is not a valid Win32 application.',
    267: 'The directory name is invalid.',
    1060: 'The specified service does not exist as an installed service.',
    1056: 'An instance of the service is already running.',
    1062: 'The service has not been started.',
    1115: 'A system shutdown is in progress.',
    1116: 'Unable to abort the system shutdown because no shutdown was in progress.',
    1190: 'A system shutdown has already been scheduled.',
    1326: 'The user name or password is incorrect.',
}


class WindowsError32(Exception):
    """A Win32 error, with its code."""

    def __init__(self, code, subject=''):
        super().__init__(text(code))
        self.code = code
        self.subject = subject


def text(code):
    """What FormatMessage says for a code."""
    return TEXTS.get(code, 'Unknown error (0x%x)' % code)


def of_os_error(error, write=False):
    """The Win32 code for a POSIX error."""
    import errno
    codes = {
        errno.ENOENT: FILE_NOT_FOUND,
        errno.ENOTDIR: PATH_NOT_FOUND,
        errno.EISDIR: ACCESS_DENIED,
        errno.EACCES: ACCESS_DENIED,
        errno.EPERM: ACCESS_DENIED,
        errno.EROFS: 19,
        errno.EEXIST: FILE_EXISTS,
        errno.ENOTEMPTY: DIR_NOT_EMPTY,
        errno.ENOSPC: 112,
        errno.EBUSY: SHARING_VIOLATION,
        errno.ENAMETOOLONG: 206,
        errno.EINVAL: INVALID_NAME,
    }
    return codes.get(error.errno, 1)

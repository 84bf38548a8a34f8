"""System.Security.Cryptography."""
import hashlib
import secrets

from standin.powershell import values
from standin.powershell.values import NetObject, Nothing, text


class Hasher(NetObject):
    """A hash algorithm."""

    algorithm = 'sha256'

    @classmethod
    def Create(cls, *rest):  # noqa: N802
        return cls()

    New = Create

    @property
    def Hash(self):  # noqa: N802
        return self.last

    last = None

    def ComputeHash(self, data, start=0, count=None):  # noqa: N802
        if hasattr(data, 'file'):
            digest = hashlib.new(self.algorithm)
            while True:
                piece = data.file.read(1 << 20)
                if not piece:
                    break
                digest.update(piece)
        else:
            data = bytes(int(b) for b in data)
            end = len(data) if count is None else start + count
            digest = hashlib.new(self.algorithm, data[start:end])
        self.last = bytearray(digest.digest())
        return self.last

    def Dispose(self):  # noqa: N802
        return Nothing

    Clear = Dispose


class Sha256(Hasher):
    """SHA256."""

    net_type = 'System.Security.Cryptography.SHA256Managed'


class Sha1(Hasher):
    """SHA1."""

    algorithm = 'sha1'


class Sha512(Hasher):
    """SHA512."""

    algorithm = 'sha512'


class Md5(Hasher):
    """MD5."""

    algorithm = 'md5'


class HashAlgorithm(NetObject):
    """System.Security.Cryptography.HashAlgorithm."""

    @staticmethod
    def Create(name):  # noqa: N802
        kinds = {'sha256': Sha256, 'sha1': Sha1, 'sha512': Sha512, 'md5': Md5}
        return kinds[text(name).lower().replace('-', '')]()


class RandomNumberGenerator(NetObject):
    """System.Security.Cryptography.RandomNumberGenerator."""

    @classmethod
    def Create(cls, *rest):  # noqa: N802
        return cls()

    New = Create

    def GetBytes(self, buffer):  # noqa: N802
        buffer[:] = secrets.token_bytes(len(buffer))
        return Nothing

    def Dispose(self):  # noqa: N802
        return Nothing


class X509Certificate2(NetObject):
    """System.Security.Cryptography.X509Certificates.X509Certificate2."""

    @staticmethod
    def New(path=None, password=None, *rest):  # noqa: N802
        from standin.windows import certificates
        plain = password.plain if isinstance(password, values.Secure) else text(password)
        from standin.powershell.dotnet.io import File
        from standin.powershell.providers.certificates import Certificate
        data = bytes(path) if isinstance(path, (bytes, bytearray)) else bytes(File._read(path))
        return Certificate(certificates.read(data, plain), '')

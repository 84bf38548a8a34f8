"""Identities and secrets."""
from standin.powershell import values
from standin.powershell.records import NetError
from standin.powershell.values import NetObject, Nothing, Secure, text
from standin.windows import users


def _session():
    from standin.powershell.interpreter import current
    return current[0].session


class SecurityIdentifier(NetObject):
    """System.Security.Principal.SecurityIdentifier."""

    net_type = 'System.Security.Principal.SecurityIdentifier'

    def __init__(self, value):
        self.Value = value

    @classmethod
    def New(cls, value, *rest):  # noqa: N802
        return cls(text(value))

    def net_text(self):
        return self.Value

    def net_cell(self):
        """In a table."""
        return self.Value

    def Translate(self, kind):  # noqa: N802
        known = {'S-1-5-18': 'NT AUTHORITY\\SYSTEM', 'S-1-5-32-544': 'BUILTIN\\Administrators',
                 'S-1-5-32-545': 'BUILTIN\\Users', 'S-1-1-0': 'Everyone',
                 'S-1-5-11': 'NT AUTHORITY\\Authenticated Users'}
        name = known.get(self.Value)
        if name is None:
            found = next((n for n in users.all_users() if users.sid(n) == self.Value), None)
            name = _session().env['COMPUTERNAME'] + '\\' + found if found else None
        if name is None:
            raise NetError('Some or all identity references could not be translated.',
                           'System.Security.Principal.IdentityNotMappedException')
        return NtAccount(name)

    def __eq__(self, other):
        return isinstance(other, SecurityIdentifier) and other.Value == self.Value

    def __hash__(self):
        return hash(self.Value)


class NtAccount(NetObject):
    """System.Security.Principal.NTAccount."""

    net_type = 'System.Security.Principal.NTAccount'

    def __init__(self, value):
        self.Value = value

    @classmethod
    def New(cls, *parts):  # noqa: N802
        return cls('\\'.join(text(p) for p in parts))

    def net_text(self):
        return self.Value

    def Translate(self, kind):  # noqa: N802
        if not users.exists(self.Value) and users.sid(self.Value).endswith('-1099'):
            raise NetError('Some or all identity references could not be translated.',
                           'System.Security.Principal.IdentityNotMappedException')
        return SecurityIdentifier(users.sid(self.Value))


class WindowsIdentity(NetObject):
    """System.Security.Principal.WindowsIdentity."""

    net_type = 'System.Security.Principal.WindowsIdentity'

    @classmethod
    def GetCurrent(cls, *rest):  # noqa: N802
        return cls()

    @property
    def Name(self):  # noqa: N802
        session = _session()
        if session.is_system:
            return 'NT AUTHORITY\\SYSTEM'
        return session.env['COMPUTERNAME'] + '\\' + session.user.rpartition('\\')[2]

    IsSystem = property(lambda self: _session().is_system)
    User = property(lambda self: SecurityIdentifier(users.sid(_session().user)))
    AuthenticationType = property(lambda self: 'NTLM')
    Groups = property(lambda self: values.ArrayList(
        [SecurityIdentifier('S-1-5-32-544')] if _session().elevated else []))


class WindowsPrincipal(NetObject):
    """System.Security.Principal.WindowsPrincipal."""

    net_type = 'System.Security.Principal.WindowsPrincipal'

    @classmethod
    def New(cls, identity):  # noqa: N802
        return cls()

    Parse = New

    def IsInRole(self, role):  # noqa: N802
        session = _session()
        name = text(role).lower()
        if 'admin' in name or name in ('544', 's-1-5-32-544'):
            return session.elevated and users.is_administrator(session.user)
        return True


class NewSecureString(NetObject):
    """New-Object SecureString"""

    @staticmethod
    def New(*rest):  # noqa: N802
        return Secure('')


class PSCredential(NetObject):
    """System.Management.Automation.PSCredential."""

    net_type = 'System.Management.Automation.PSCredential'

    def __init__(self, user, password):
        self.UserName = user
        self.Password = password

    @classmethod
    def New(cls, user, password):  # noqa: N802
        return cls(text(user), password)

    def GetNetworkCredential(self):  # noqa: N802
        from standin.powershell.dotnet.net import NetworkCredential
        return NetworkCredential(self.UserName, self.Password.plain)


class Marshal(NetObject):
    """System.Runtime.InteropServices.Marshal: secrets in the clear."""

    SecureStringToBSTR = staticmethod(lambda secret: Clear(secret.plain))
    PtrToStringAuto = staticmethod(lambda pointer: pointer.plain)
    PtrToStringBSTR = PtrToStringAuto
    ZeroFreeBSTR = staticmethod(lambda pointer: Nothing)
    ReleaseComObject = staticmethod(lambda item: 0)
    FinalReleaseComObject = ReleaseComObject
    GetLastWin32Error = staticmethod(lambda: 0)


class Clear(NetObject):
    """A pointer to a secret."""

    net_type = 'System.IntPtr'

    def __init__(self, plain):
        self.plain = plain

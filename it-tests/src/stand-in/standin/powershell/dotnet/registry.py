"""Microsoft.Win32."""
from standin.powershell.members import StaticProperty
from standin.powershell.providers.registry import RegistryKey, from_data, to_data
from standin.powershell.values import NetObject, Nothing, text
from standin.windows import registry


class Registry(NetObject):
    """Microsoft.Win32.Registry."""

    LocalMachine = StaticProperty(lambda: RegistryKey('HKLM'))
    CurrentUser = StaticProperty(lambda: RegistryKey(registry.normal('HKCU')))
    ClassesRoot = StaticProperty(lambda: RegistryKey('HKLM\\SOFTWARE\\Classes'))
    Users = StaticProperty(lambda: RegistryKey('HKU'))

    @staticmethod
    def GetValue(key, name, default=None):  # noqa: N802
        try:
            return from_data(registry.entry(text(key), text(name)))
        except KeyError:
            return default if registry.exists(text(key)) else None

    @staticmethod
    def SetValue(key, name, value, kind=None):  # noqa: N802
        data, reg = to_data(value, text(kind) if kind is not None else None)
        registry.set_value(text(key), text(name), data, reg)
        return Nothing


class RegistryKeyStatics(NetObject):
    """Static members of RegistryKey."""

    @staticmethod
    def OpenBaseKey(hive, view=None):  # noqa: N802
        return RegistryKey({'localmachine': 'HKLM', 'users': 'HKU'}.get(
            text(hive).lower(), 'HKLM'))

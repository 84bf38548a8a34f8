"""Types of PowerShell itself, and those with next to nothing in them."""
from standin.powershell import types, values
from standin.powershell.records import ErrorRecord, NetException
from standin.powershell.values import NetObject, Nothing, text


class ScriptBlockStatics(NetObject):
    """[scriptblock]"""

    @staticmethod
    def Create(source):  # noqa: N802
        from standin.powershell.functions import ScriptBlock
        from standin.powershell.interpreter import current, parse_error
        from standin.powershell.parser import parse
        from standin.powershell.records import NetError
        from standin.powershell.scanner import ParseError
        try:
            return ScriptBlock(parse(text(source)), current[0], text(source))
        except ParseError as problem:
            record = parse_error(problem).record
            from standin.powershell.errorview import position
            raise NetError('\r\n'.join(position(record.place)) + '\r\n' + problem.message,
                           'System.Management.Automation.ParseException') from problem


class PsObjectView(NetObject):
    """value.PSObject"""

    net_type = 'System.Management.Automation.PSObject'

    def __init__(self, value):
        self.value = value

    @property
    def Properties(self):  # noqa: N802
        return PropertyList(self.value)

    @property
    def TypeNames(self):  # noqa: N802
        if isinstance(self.value, values.PsObject):
            return values.ArrayList(self.value.kinds)
        return values.ArrayList(types.bases(values.type_name(self.value)))

    @property
    def Methods(self):  # noqa: N802
        return values.ArrayList()

    @property
    def BaseObject(self):  # noqa: N802
        return self.value

    Members = Properties

    def Copy(self):  # noqa: N802
        return values.PsObject(self.value.pairs(), self.value.kinds[0])


class PropertyList(NetObject):
    """value.PSObject.Properties"""

    net_type = 'System.Management.Automation.PSMemberInfoIntegratingCollection'

    def __init__(self, value):
        self.value = value

    def net_items(self):
        """The properties."""
        from standin.powershell import members
        from standin.powershell.formatting import all_columns
        names = all_columns(self.value)
        kind = 'NoteProperty' if isinstance(self.value, values.PsObject) else 'Property'
        return [self._one(n, kind, members.get(self.value, n)) for n in names]

    def _one(self, name, kind, value):
        from standin.powershell import members
        made = values.PsObject((('Name', name), ('MemberType', kind), ('IsSettable', True)))
        made.properties['value'] = ('Value', values.Computed(
            lambda owner: members.get(self.value, name),
            lambda owner, new: members.assign(self.value, name, new)))
        made.set('TypeNameOfValue', values.type_name(value))
        return made

    def net_item(self, name):
        """Properties['name']"""
        return next((p for p in self.net_items()
                     if p.get('Name').lower() == text(name).lower()), None)

    def Match(self, name):  # noqa: N802
        from standin.powershell.operators import wildcard
        return [p for p in self.net_items() if wildcard(text(name)).match(p.get('Name'))]

    def Remove(self, name):  # noqa: N802
        self.value.remove(name)
        return Nothing

    def Add(self, member):  # noqa: N802
        self.value.set(member.get('Name'), member.get('Value'))
        return Nothing

    def net_method(self, lower):
        """No others."""
        return None

    @property
    def Name(self):  # noqa: N802
        return [p.get('Name') for p in self.net_items()]

    @property
    def Value(self):  # noqa: N802
        return [p.get('Value') for p in self.net_items()]

    @property
    def Count(self):  # noqa: N802
        return len(self.net_items())


class NewPsObject(NetObject):
    """New-Object PSObject"""

    @staticmethod
    def New(base=None):  # noqa: N802
        if isinstance(base, values.Hash):
            return values.PsObject(base.pairs())
        return values.PsObject(base=base)


class NewErrorRecord(NetObject):
    """New-Object ErrorRecord"""

    @staticmethod
    def New(exception, error_id, category, target):  # noqa: N802
        if not isinstance(exception, NetException):
            exception = NetException(text(exception))
        return ErrorRecord(exception, text(error_id), text(category), target)


class NewObject(NetObject):
    """New-Object Object"""

    @staticmethod
    def New(*arguments):  # noqa: N802
        return values.PsObject(kind='System.Object')


class Assembly(NetObject):
    """System.Reflection.Assembly: all there are, are loaded."""

    @staticmethod
    def LoadWithPartialName(name):  # noqa: N802
        return values.PsObject({'FullName': text(name), 'GAC': True, 'Location': ''})

    Load = LoadFrom = LoadFile = LoadWithPartialName


class Activator(NetObject):
    """System.Activator."""

    @staticmethod
    def CreateInstance(kind, *arguments):  # noqa: N802
        from standin.powershell import com, members
        if kind.name.startswith('COM:'):
            return com.create(None, kind.name[4:])
        return members.construct(kind.name, list(arguments))


class TypeStatics(NetObject):
    """System.Type."""

    @staticmethod
    def GetType(name, *rest):  # noqa: N802
        full = types.full_name(text(name).split(',')[0])
        return values.TypeRef(full) if full else None

    @staticmethod
    def GetTypeFromProgID(name, *rest):  # noqa: N802
        return values.TypeRef('COM:' + text(name))


class CultureInfo(NetObject):
    """System.Globalization.CultureInfo."""

    InvariantCulture = 'InvariantCulture'
    CurrentCulture = 'en-US'

    @staticmethod
    def GetCultureInfo(name):  # noqa: N802
        return text(name)

    New = GetCultureInfo


class NullString(NetObject):
    """[NullString]"""

    Value = None

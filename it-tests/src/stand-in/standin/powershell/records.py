"""Errors, and the ways in which control leaves a statement."""
from standin.powershell.values import NetObject, PsObject

RUNTIME = 'System.Management.Automation.RuntimeException'


class NetException(NetObject):
    """An exception of .NET, as a value."""

    net_bases = ('System.Exception',)

    def __init__(self, message, kind=RUNTIME, hresult=None, inner=None):
        self.net_type = kind
        self.Message = message
        self.HResult = hresult if hresult is not None else HRESULTS.get(kind, -2146233087)
        self.InnerException = inner
        self.Data = None
        self.Source = None
        self.StackTrace = ''
        self.HelpLink = None
        self.ItemName = None

    def net_text(self):
        return '%s: %s' % (self.net_type, self.Message)

    def GetBaseException(self):  # noqa: N802
        found = self
        while found.InnerException is not None:
            found = found.InnerException
        return found


HRESULTS = {
    'System.UnauthorizedAccessException': -2147024891,
    'System.IO.FileNotFoundException': -2147024894,
    'System.IO.DirectoryNotFoundException': -2147024893,
    'System.IO.IOException': -2146232800,
    'System.ArgumentException': -2147024809,
    'System.FormatException': -2146233033,
    'System.InvalidOperationException': -2146233079,
    'System.InvalidCastException': -2147467262,
    'System.Net.WebException': -2146233079,
}
BASES = {
    'System.IO.FileNotFoundException': ('System.IO.IOException',),
    'System.IO.DirectoryNotFoundException': ('System.IO.IOException',),
    'System.IO.PathTooLongException': ('System.IO.IOException',),
    'System.ArgumentNullException': ('System.ArgumentException',),
    'System.ArgumentOutOfRangeException': ('System.ArgumentException',),
    'System.DivideByZeroException': ('System.ArithmeticException',),
    'System.Management.Automation.MethodInvocationException': (RUNTIME,),
    'System.Management.Automation.CommandNotFoundException': (RUNTIME,),
    'System.Management.Automation.ItemNotFoundException': (RUNTIME,),
    'System.Management.Automation.ParameterBindingException': (RUNTIME,),
    'System.Management.Automation.ActionPreferenceStopException': (RUNTIME,),
    'System.Management.Automation.RemoteException': (RUNTIME,),
    'System.Management.Automation.ParseException': (RUNTIME,),
    'System.Management.Automation.PSInvalidCastException': ('System.InvalidCastException',),
    'System.Net.WebException': ('System.InvalidOperationException',),
}


class NetError(Exception):
    """Raised inside of a .NET method: becomes a MethodInvocationException around it."""

    def __init__(self, message, kind='System.Exception', hresult=None, inner=None):
        super().__init__(message)
        self.exception = NetException(message, kind, hresult, inner)


class ErrorRecord(NetObject):
    """What $_ is in a catch block."""

    net_type = 'System.Management.Automation.ErrorRecord'

    def __init__(self, exception, error_id='', category='NotSpecified', target=None, activity='',
                 details=None):
        self.Exception = exception
        self.FullyQualifiedErrorId = error_id
        self.TargetObject = target
        self.category = category
        self.activity = activity
        self.reason = exception.net_type.rpartition('.')[2]
        self.ErrorDetails = details
        self.place = None
        self.prefix = None
        self.thrown = False

    @property
    def CategoryInfo(self):  # noqa: N802
        made = PsObject({'Category': self.category, 'Activity': self.activity,
                         'Reason': self.reason, 'TargetName': self.target_name(),
                         'TargetType': self.target_type()},
                        'System.Management.Automation.ErrorCategoryInfo')
        made.text = self.category_text()
        return made

    @property
    def ScriptStackTrace(self):  # noqa: N802
        from standin.powershell.errorview import script_stack
        return script_stack(self.place)

    @property
    def InvocationInfo(self):  # noqa: N802
        from standin.powershell import errorview
        place = self.place
        if place is None or place.source is None:
            return PsObject({'ScriptLineNumber': 0, 'Line': '', 'PositionMessage': ''})
        number, column = place.source.place(place.start)
        return PsObject({
            'ScriptLineNumber': number, 'OffsetInLine': column,
            'Line': place.source.line(number), 'ScriptName': place.source.file or '',
            'PositionMessage': '\r\n'.join(errorview.position(place)),
            'MyCommand': self.activity, 'InvocationName': self.activity,
            'PSCommandPath': place.source.file, 'PSScriptRoot': (
                place.source.file or '').rpartition('\\')[0]},
            'System.Management.Automation.InvocationInfo')

    def target_name(self):
        """The target in words."""
        from standin.powershell import values
        target = self.TargetObject
        return '' if target is None else values.text(target)

    def target_type(self):
        """The target's type, its last part."""
        from standin.powershell import values
        return '' if self.TargetObject is None else values.type_name(
            self.TargetObject).rpartition('.')[2]

    def category_text(self):
        """Category: (target:type) [activity], reason."""
        name = self.target_name()
        if len(name) > 40:
            name = name[:17] + '...' + name[-17:]
        return '%s: (%s:%s) [%s], %s' % (self.category, name, self.target_type(), self.activity,
                                         self.reason)

    def net_text(self):
        return self.message()

    def message(self):
        """The words of the error."""
        if self.ErrorDetails is not None and self.ErrorDetails.get('Message'):
            return self.ErrorDetails.get('Message')
        return self.Exception.Message


class PsError(Exception):
    """A terminating error on its way up."""

    def __init__(self, record):
        super().__init__(record.Exception.Message)
        self.record = record


def error(message, error_id='', category='NotSpecified', target=None, kind=RUNTIME, activity='',
          hresult=None, inner=None):
    """A PsError with a new record."""
    return PsError(ErrorRecord(NetException(message, kind, hresult, inner), error_id, category,
                               target, activity))


class BreakLoop(Exception):
    """break."""

    def __init__(self, label=None):
        super().__init__(label)
        self.label = label


class ContinueLoop(BreakLoop):
    """continue."""


class ReturnFrom(Exception):
    """return: what it returns is in the pipeline already."""


class ExitScript(Exception):
    """exit N."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class StopPipeline(Exception):
    """Select-Object -First has what it wants."""

    def __init__(self, owner):
        super().__init__()
        self.owner = owner

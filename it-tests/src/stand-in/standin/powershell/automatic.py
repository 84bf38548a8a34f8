"""Automatic variables that few scripts ask for."""
from standin.powershell import values


def find(interpreter, lower):
    """The value of an automatic variable, $null for any other name."""
    made = MAKERS.get(lower)
    return made(interpreter) if made else None


def _version(interpreter):
    from standin.powershell.dotnet.versions import Version
    return values.Hash((
        ('PSVersion', Version.Parse('5.1.20348.558')), ('PSEdition', 'Desktop'),
        ('PSCompatibleVersions', [Version.Parse(v) for v in (
            '1.0', '2.0', '3.0', '4.0', '5.0', '5.1.20348.558')]),
        ('BuildVersion', Version.Parse('10.0.20348.558')),
        ('CLRVersion', Version.Parse('4.0.30319.42000')),
        ('WSManStackVersion', Version.Parse('3.0')),
        ('PSRemotingProtocolVersion', Version.Parse('2.3')),
        ('SerializationVersion', Version.Parse('1.1.0.1'))))


def _host(interpreter):
    from standin.powershell.dotnet.versions import Version
    interface = values.PsObject({'RawUI': values.PsObject({
        'WindowTitle': '', 'BufferSize': values.PsObject({'Width': 80, 'Height': 300}),
        'WindowSize': values.PsObject({'Width': 80, 'Height': 25})})})
    interface.method('WriteLine', lambda *a: interpreter.host.line(values.text(a[-1]) if a else ''))
    interface.method('Write', lambda *a: interpreter.host.text(values.text(a[-1])))
    interface.method('WriteErrorLine', lambda a: interpreter.host.error_text(values.text(a)))
    made = values.PsObject({'Name': 'ConsoleHost', 'Version': Version.Parse('5.1.20348.558'),
                            'UI': interface, 'CurrentCulture': 'en-US',
                            'CurrentUICulture': 'en-US', 'PrivateData': values.PsObject()},
                           'System.Management.Automation.Internal.Host.InternalHost')

    def leave(code=0):
        from standin.powershell.records import ExitScript
        raise ExitScript(int(code))
    made.method('SetShouldExit', leave)
    return made


def _context(interpreter):
    expand = values.PsObject()

    def expanded(text):
        from standin.powershell.nodes import Source
        from standin.powershell.parser import Parser
        parser = Parser(Source(text))
        return interpreter.evaluate(parser.expandable(0, len(text), False))
    expand.method('ExpandString', expanded)
    state = values.PsObject({'Path': values.PsObject(), 'PSVariable': values.PsObject()})
    return values.PsObject({'InvokeCommand': expand, 'SessionState': state})


MAKERS = {
    'psversiontable': _version, 'host': _host, 'executioncontext': _context,
    'pshome': lambda i: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0',
    'profile': lambda i: i.session.env.get('USERPROFILE', '') +
    '\\Documents\\WindowsPowerShell\\Microsoft.PowerShell_profile.ps1',
    'shellid': lambda i: 'Microsoft.PowerShell', 'psculture': lambda i: 'en-US',
    'psuiculture': lambda i: 'en-US', 'isedition': lambda i: None,
    'maximumerrorcount': lambda i: 256,
    'psdefaultparametervalues': lambda i: values.Hash(),
    'myinvocation': lambda i: i.my_invocation(None, ''),
}

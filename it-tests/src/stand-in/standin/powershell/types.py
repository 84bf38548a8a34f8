"""Names of types: short forms, where a type is implemented, what descends from what."""
from standin.powershell.records import BASES, error
from standin.powershell.values import TypeRef

SHORT = {
    'string': 'System.String', 'int': 'System.Int32', 'int32': 'System.Int32',
    'long': 'System.Int64', 'int64': 'System.Int64', 'uint32': 'System.UInt32',
    'uint64': 'System.UInt64', 'uint16': 'System.UInt16', 'int16': 'System.Int16',
    'byte': 'System.Byte', 'sbyte': 'System.SByte',
    'double': 'System.Double', 'float': 'System.Single', 'single': 'System.Single',
    'decimal': 'System.Decimal', 'bool': 'System.Boolean', 'boolean': 'System.Boolean',
    'char': 'System.Char', 'object': 'System.Object', 'array': 'System.Array',
    'datetime': 'System.DateTime', 'timespan': 'System.TimeSpan', 'guid': 'System.Guid',
    'version': 'System.Version', 'uri': 'System.Uri', 'regex':
    'System.Text.RegularExpressions.Regex', 'xml': 'System.Xml.XmlDocument',
    'hashtable': 'System.Collections.Hashtable', 'ordered': 'ordered',
    'scriptblock': 'System.Management.Automation.ScriptBlock',
    'switch': 'System.Management.Automation.SwitchParameter',
    'pscustomobject': 'System.Management.Automation.PSObject',
    'psobject': 'System.Management.Automation.PSObject',
    'pscredential': 'System.Management.Automation.PSCredential',
    'securestring': 'System.Security.SecureString', 'void': 'System.Void',
    'math': 'System.Math', 'convert': 'System.Convert', 'environment': 'System.Environment',
    'console': 'System.Console', 'type': 'System.Type', 'exception': 'System.Exception',
    'ipaddress': 'System.Net.IPAddress', 'bigint': 'System.Numerics.BigInteger',
    'wmi': 'System.Management.ManagementObject',
    'wmiclass': 'System.Management.ManagementClass',
    'wmisearcher': 'System.Management.ManagementObjectSearcher',
    'cimtype': 'Microsoft.Management.Infrastructure.CimType',
    'ciminstance': 'Microsoft.Management.Infrastructure.CimInstance',
    'adsi': 'System.DirectoryServices.DirectoryEntry',
    'cultureinfo': 'System.Globalization.CultureInfo',
    'psprimitivedictionary': 'System.Management.Automation.PSPrimitiveDictionary',
    'errorrecord': 'System.Management.Automation.ErrorRecord', 'nullstring': 'NullString',
    'bitconverter': 'System.BitConverter', 'gc': 'System.GC', 'random': 'System.Random',
    'appdomain': 'System.AppDomain', 'activator': 'System.Activator', 'enum': 'System.Enum',
}

D = 'standin.powershell.dotnet.'
# Full name: module and class that stand for it.
IMPLEMENTED = {
    'System.IO.File': ('io', 'File'),
    'System.IO.Directory': ('io', 'Directory'),
    'System.IO.Path': ('io', 'Path'),
    'System.IO.FileInfo': ('fileinfo', 'FileInfo'),
    'System.IO.DirectoryInfo': ('fileinfo', 'DirectoryInfo'),
    'System.IO.DriveInfo': ('fileinfo', 'DriveInfo'),
    'System.IO.FileStream': ('streams', 'FileStream'),
    'System.IO.MemoryStream': ('streams', 'MemoryStream'),
    'System.IO.StreamReader': ('streams', 'StreamReader'),
    'System.IO.StreamWriter': ('streams', 'StreamWriter'),
    'System.IO.StringReader': ('streams', 'StringReader'),
    'System.IO.StringWriter': ('streams', 'StringWriter'),
    'System.IO.Compression.GzipStream': ('streams', 'GzipStream'),
    'System.IO.Compression.ZipFile': ('streams', 'ZipFile'),
    'System.IO.Ports.SerialPort': ('serial', 'SerialPort'),
    'System.Console': ('console', 'Console'),
    'System.Convert': ('basics', 'Convert'),
    'System.Math': ('basics', 'Math'),
    'System.Guid': ('basics', 'Guid'),
    'System.Environment': ('environment', 'Environment'),
    'System.String': ('statics', 'StringStatics'),
    'System.Char': ('statics', 'CharStatics'),
    'System.Array': ('statics', 'Array'),
    'System.Int32': ('statics', 'Int32Statics'),
    'System.Int64': ('statics', 'Int64Statics'),
    'System.UInt32': ('statics', 'UInt32Statics'),
    'System.Byte': ('statics', 'ByteStatics'),
    'System.Double': ('statics', 'DoubleStatics'),
    'System.Boolean': ('statics', 'BooleanStatics'),
    'System.Version': ('versions', 'Version'),
    'System.Uri': ('versions', 'Uri'),
    'System.Random': ('basics', 'Random'),
    'System.GC': ('basics', 'Gc'),
    'System.BitConverter': ('basics', 'BitConverter'),
    'System.Enum': ('statics', 'EnumStatics'),
    'System.DateTime': ('time', 'DateTime'),
    'System.TimeSpan': ('timespan', 'TimeSpan'),
    'System.TimeZoneInfo': ('clocks', 'TimeZoneInfo'),
    'System.Diagnostics.Stopwatch': ('clocks', 'Stopwatch'),
    'System.Threading.Thread': ('clocks', 'Thread'),
    'System.Threading.Mutex': ('clocks', 'Mutex'),
    'System.Text.Encoding': ('text', 'Encoding'),
    'System.Text.UTF8Encoding': ('text', 'Utf8Encoding'),
    'System.Text.UnicodeEncoding': ('text', 'UnicodeEncoding'),
    'System.Text.ASCIIEncoding': ('text', 'AsciiEncoding'),
    'System.Text.StringBuilder': ('text', 'StringBuilder'),
    'System.Text.RegularExpressions.Regex': ('regex', 'Regex'),
    'System.Collections.ArrayList': ('collections', 'NewArrayList'),
    'System.Collections.Generic.List': ('collections', 'NewGenericList'),
    'System.Collections.ObjectModel.Collection': ('collections', 'NewGenericList'),
    'System.Collections.Hashtable': ('collections', 'NewHashtable'),
    'System.Collections.Specialized.OrderedDictionary': ('collections', 'NewOrdered'),
    'System.Collections.Generic.Dictionary': ('collections', 'NewDictionary'),
    'System.Collections.Generic.HashSet': ('collections', 'HashSet'),
    'System.Collections.Queue': ('collections', 'Queue'),
    'System.Collections.Generic.Queue': ('collections', 'Queue'),
    'System.Collections.Stack': ('collections', 'Stack'),
    'System.Collections.Generic.Stack': ('collections', 'Stack'),
    'System.Net.WebClient': ('net', 'WebClient'),
    'System.Net.ServicePointManager': ('net', 'ServicePointManager'),
    'System.Net.Dns': ('net', 'Dns'),
    'System.Net.WebRequest': ('net', 'WebRequest'),
    'System.Net.HttpWebRequest': ('net', 'WebRequest'),
    'System.Net.Sockets.TcpClient': ('net', 'TcpClient'),
    'System.Net.NetworkCredential': ('net', 'NetworkCredential'),
    'System.Net.IPAddress': ('net', 'IpAddress'),
    'System.Security.Cryptography.SHA256': ('crypto', 'Sha256'),
    'System.Security.Cryptography.SHA256Managed': ('crypto', 'Sha256'),
    'System.Security.Cryptography.SHA256CryptoServiceProvider': ('crypto', 'Sha256'),
    'System.Security.Cryptography.SHA1': ('crypto', 'Sha1'),
    'System.Security.Cryptography.SHA1Managed': ('crypto', 'Sha1'),
    'System.Security.Cryptography.SHA512': ('crypto', 'Sha512'),
    'System.Security.Cryptography.MD5': ('crypto', 'Md5'),
    'System.Security.Cryptography.MD5CryptoServiceProvider': ('crypto', 'Md5'),
    'System.Security.Cryptography.HashAlgorithm': ('crypto', 'HashAlgorithm'),
    'System.Security.Cryptography.RandomNumberGenerator': ('crypto', 'RandomNumberGenerator'),
    'System.Security.Cryptography.RNGCryptoServiceProvider': ('crypto', 'RandomNumberGenerator'),
    'System.Security.Cryptography.X509Certificates.X509Certificate2':
        ('crypto', 'X509Certificate2'),
    'System.Security.Principal.WindowsIdentity': ('security', 'WindowsIdentity'),
    'System.Security.Principal.WindowsPrincipal': ('security', 'WindowsPrincipal'),
    'System.Security.Principal.SecurityIdentifier': ('security', 'SecurityIdentifier'),
    'System.Security.Principal.NTAccount': ('security', 'NtAccount'),
    'System.Security.SecureString': ('security', 'NewSecureString'),
    'System.Management.Automation.PSCredential': ('security', 'PSCredential'),
    'System.Runtime.InteropServices.Marshal': ('security', 'Marshal'),
    'System.Diagnostics.Process': ('process', 'Process'),
    'System.Diagnostics.ProcessStartInfo': ('process', 'ProcessStartInfo'),
    'System.Management.Automation.ScriptBlock': ('engine', 'ScriptBlockStatics'),
    'System.Management.Automation.PSObject': ('engine', 'NewPsObject'),
    'System.Management.Automation.ErrorRecord': ('engine', 'NewErrorRecord'),
    'System.Object': ('engine', 'NewObject'),
    'System.Reflection.Assembly': ('engine', 'Assembly'),
    'System.Activator': ('engine', 'Activator'),
    'System.Type': ('engine', 'TypeStatics'),
    'System.Threading.Tasks.Task': ('engine', 'NewObject'),
    'System.Globalization.CultureInfo': ('engine', 'CultureInfo'),
    'System.Xml.XmlDocument': ('xml', 'XmlDocument'),
    'Microsoft.Win32.Registry': ('registry', 'Registry'),
    'Microsoft.Win32.RegistryKey': ('registry', 'RegistryKeyStatics'),
    'System.ServiceProcess.ServiceController': ('process', 'ServiceController'),
    'NullString': ('engine', 'NullString'),
}
ENUMS = {
    'System.IO.FileMode': {'CreateNew': 1, 'Create': 2, 'Open': 3, 'OpenOrCreate': 4,
                           'Truncate': 5, 'Append': 6},
    'System.IO.FileAccess': {'Read': 1, 'Write': 2, 'ReadWrite': 3},
    'System.IO.FileShare': {'None': 0, 'Read': 1, 'Write': 2, 'ReadWrite': 3, 'Delete': 4,
                            'Inheritable': 16},
    'System.IO.SeekOrigin': {'Begin': 0, 'Current': 1, 'End': 2},
    'System.IO.SearchOption': {'TopDirectoryOnly': 0, 'AllDirectories': 1},
    'System.IO.Compression.CompressionMode': {'Decompress': 0, 'Compress': 1},
    'System.StringComparison': {'CurrentCulture': 0, 'CurrentCultureIgnoreCase': 1,
                                'InvariantCulture': 2, 'InvariantCultureIgnoreCase': 3,
                                'Ordinal': 4, 'OrdinalIgnoreCase': 5},
    'System.StringSplitOptions': {'None': 0, 'RemoveEmptyEntries': 1},
    'System.DayOfWeek': {'Sunday': 0, 'Monday': 1, 'Tuesday': 2, 'Wednesday': 3, 'Thursday': 4,
                         'Friday': 5, 'Saturday': 6},
    'System.DateTimeKind': {'Unspecified': 0, 'Utc': 1, 'Local': 2},
    'System.EnvironmentVariableTarget': {'Process': 0, 'User': 1, 'Machine': 2},
    'System.ConsoleColor': {'Black': 0, 'Green': 10, 'Red': 12, 'Yellow': 14, 'White': 15},
    'System.Net.SecurityProtocolType': {'Ssl3': 48, 'Tls': 192, 'Tls11': 768, 'Tls12': 3072,
                                        'Tls13': 12288, 'SystemDefault': 0},
    'System.Security.Principal.WindowsBuiltInRole': {
        'Administrator': 544, 'User': 545, 'Guest': 546, 'PowerUser': 547},
    'System.Text.RegularExpressions.RegexOptions': {
        'None': 0, 'IgnoreCase': 1, 'Multiline': 2, 'ExplicitCapture': 4, 'Compiled': 8,
        'Singleline': 16, 'IgnorePatternWhitespace': 32, 'RightToLeft': 64},
    'System.Environment+SpecialFolder': {
        'Desktop': 0, 'MyDocuments': 5, 'UserProfile': 40, 'ApplicationData': 26,
        'LocalApplicationData': 28, 'CommonApplicationData': 35, 'System': 37, 'Windows': 36,
        'ProgramFiles': 38, 'ProgramFilesX86': 42},
    'System.Management.Automation.ActionPreference': {
        'SilentlyContinue': 0, 'Stop': 1, 'Continue': 2, 'Inquire': 3, 'Ignore': 4},
    'System.Management.Automation.ErrorCategory': {
        'NotSpecified': 0, 'OpenError': 1, 'InvalidArgument': 5, 'InvalidOperation': 7,
        'ObjectNotFound': 13, 'PermissionDenied': 18, 'ResourceUnavailable': 20},
    'System.ServiceProcess.ServiceControllerStatus': {
        'Stopped': 1, 'StartPending': 2, 'StopPending': 3, 'Running': 4, 'ContinuePending': 5,
        'PausePending': 6, 'Paused': 7},
    'System.ServiceProcess.ServiceStartMode': {
        'Boot': 0, 'System': 1, 'Automatic': 2, 'Manual': 3, 'Disabled': 4},
    'Microsoft.Win32.RegistryHive': {'ClassesRoot': 0, 'CurrentUser': 1, 'LocalMachine': 2,
                                     'Users': 3},
    'Microsoft.Win32.RegistryView': {'Default': 0, 'Registry64': 256, 'Registry32': 512},
    'Microsoft.Win32.RegistryValueKind': {
        'None': -1, 'Unknown': 0, 'String': 1, 'ExpandString': 2, 'Binary': 3, 'DWord': 4,
        'MultiString': 7, 'QWord': 11},
    'System.Diagnostics.ProcessWindowStyle': {'Normal': 0, 'Hidden': 1, 'Minimized': 2},
    'System.Diagnostics.ProcessPriorityClass': {
        'Normal': 32, 'Idle': 64, 'High': 128, 'BelowNormal': 16384, 'AboveNormal': 32768},
    'System.Base64FormattingOptions': {'None': 0, 'InsertLineBreaks': 1},
    'System.IO.FileAttributes': {'ReadOnly': 1, 'Hidden': 2, 'System': 4, 'Directory': 16,
                                 'Archive': 32, 'Normal': 128, 'ReparsePoint': 1024},
    'System.Security.Cryptography.X509Certificates.X509KeyStorageFlags': {
        'DefaultKeySet': 0, 'UserKeySet': 1, 'MachineKeySet': 2, 'Exportable': 4,
        'PersistKeySet': 16},
}
_lower = {}


def _names():
    if not _lower:
        for name in list(IMPLEMENTED) + list(ENUMS) + list(SHORT.values()) + list(BASES):
            _lower[name.lower()] = name
        for name in ('System.Exception', 'System.Management.Automation.RuntimeException',
                     'System.ApplicationException', 'System.SystemException',
                     'System.ArithmeticException', 'System.NotSupportedException',
                     'System.NotImplementedException', 'System.TimeoutException',
                     'System.IO.IOException', 'System.UnauthorizedAccessException',
                     'System.Runtime.InteropServices.COMException', 'System.IDisposable',
                     'System.Management.Automation.PSCustomObject', 'System.__ComObject',
                     'System.Collections.IDictionary', 'System.Collections.IEnumerable',
                     'System.Collections.IList', 'System.ValueType', 'System.IO.Stream',
                     'System.Security.SecurityException', 'System.IO.FileSystemInfo',
                     'System.IO.InvalidDataException', 'System.FormatException',
                     'System.ComponentModel.Win32Exception', 'System.NullReferenceException',
                     'System.IndexOutOfRangeException', 'System.InvalidOperationException',
                     'System.ArgumentException', 'System.OutOfMemoryException',
                     'System.OverflowException', 'System.Net.WebException',
                     'System.Management.Automation.WildcardPattern',
                     'System.Nullable', 'System.IntPtr', 'System.EventArgs',
                     'Microsoft.PowerShell.Commands.HttpResponseException',
                     'Microsoft.PowerShell.Commands.WriteErrorException',
                     'Microsoft.PowerShell.Commands.ServiceCommandException',
                     'Microsoft.PowerShell.Commands.ProcessCommandException',
                     'Microsoft.Management.Infrastructure.CimException',
                     'System.Diagnostics.EventLog', 'System.Diagnostics.EventLogEntryType'):
            _lower[name.lower()] = name
    return _lower


def full_name(name):
    """The full name of a type, None when there is none. Arrays and generics included."""
    name = name.strip().replace(' ', '')
    if name.endswith('[]'):
        inner = full_name(name[:-2])
        return inner + '[]' if inner else None
    if '[' in name:
        outer, _, arguments = name.partition('[')
        arguments = arguments.rstrip(']')
        if full_name(outer.partition('`')[0]) == 'System.Nullable':
            return full_name(arguments)
        return full_name(outer.partition('`')[0])
    lower = name.lower()
    if lower in SHORT:
        return SHORT[lower]
    table = _names()
    return table.get(lower) or table.get('system.' + lower) or custom.get(lower)


custom = {}  # what Add-Type has defined: lower-case name to the true one


def resolve(name):
    """The TypeRef of a name; TypeNotFound when there is none."""
    full = full_name(name)
    if full is None:
        raise error('Unable to find type [%s].' % name, 'TypeNotFound', 'InvalidOperation',
                    name)
    return TypeRef(full)


def implementation(full):
    """The class that stands for a type, None when it has neither statics nor a constructor."""
    entry = IMPLEMENTED.get(full)
    if entry is None:
        return None
    import importlib
    return getattr(importlib.import_module(D + entry[0]), entry[1])


def bases(name):
    """A type's name and those it descends from."""
    found = [name]
    while True:
        above = BASES.get(found[-1])
        if not above:
            break
        found.append(above[0])
    if name.endswith('Exception') and found[-1] != 'System.Exception':
        found.append('System.Exception')
    if name.endswith('[]'):
        found += ['System.Array']
    return found + ['System.Object']

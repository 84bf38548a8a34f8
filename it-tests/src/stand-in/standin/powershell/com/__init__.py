"""COM objects by their names."""
import importlib

from standin.powershell.records import PsError, ErrorRecord, NetException, error
from standin.powershell.values import text

TABLE = {
    'schedule.service': ('tasks', 'Service'),
    'microsoft.update.session': ('updates', 'Session'),
    'microsoft.update.systeminfo': ('updates', 'SystemInfo'),
    'microsoft.update.updatecoll': ('updates', 'Collection'),
    'microsoft.update.searcher': ('updates', 'Searcher'),
    'microsoft.update.autoupdate': ('updates', 'AutoUpdate'),
    'microsoft.update.servicemanager': ('updates', 'ServiceManager'),
    'microsoft.update.installer': ('updates', 'Installer'),
    'microsoft.update.downloader': ('updates', 'Downloader'),
    'wscript.shell': ('shell', 'WScriptShell'),
    'shell.application': ('shell', 'ShellApplication'),
    'scripting.filesystemobject': ('shell', 'FileSystemObject'),
}


def create(call, name):
    """New-Object -ComObject NAME"""
    entry = TABLE.get(text(name).lower())
    if entry is None:
        raise error('Retrieving the COM class factory for component with CLSID '
                    '{00000000-0000-0000-0000-000000000000} failed due to the following error: '
                    '80040154 Class not registered (Exception from HRESULT: 0x80040154 '
                    '(REGDB_E_CLASSNOTREG)).',
                    'NoCOMClassIdentified,Microsoft.PowerShell.Commands.NewObjectCommand',
                    'ResourceUnavailable', kind='System.Runtime.InteropServices.COMException',
                    activity='New-Object', hresult=-2147221164)
    module = importlib.import_module('standin.powershell.com.' + entry[0])
    return getattr(module, entry[1])()


KINDS = {
    -2147024894: ('System.IO.FileNotFoundException', ''),
    -2147024891: ('System.UnauthorizedAccessException', ' (E_ACCESSDENIED)'),
}


def failure(hresult, message=''):
    """The error of a COM call: raise it."""
    kind, name = KINDS.get(hresult, ('System.Runtime.InteropServices.COMException', ''))
    code = 'Exception from HRESULT: 0x%08X%s' % (hresult & 0xFFFFFFFF, name)
    if '(Exception from' in message:
        words = message
    else:
        words = '%s (%s)' % (message, code) if message else code
    return PsError(ErrorRecord(NetException(words, kind, hresult), kind, 'OperationStopped'))

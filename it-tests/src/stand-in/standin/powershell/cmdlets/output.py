"""Cmdlets that put something out."""
from standin.powershell import formatting, values
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.records import ErrorRecord, NetException, PsError
from standin.powershell.values import text


@cmdlet('Write-Output', '0InputObject<* NoEnumerate?', 'stream')
class WriteOutput:
    """Write-Output"""

    def __init__(self, call):
        self.call = call

    def alone(self):
        value = self.call['InputObject']
        for item in values.as_list(value) if self.call.has('InputObject') else []:
            if self.call.has('NoEnumerate'):
                self.call.write_one(item)
            else:
                self.call.write(item)

    def process(self, item):
        self.call.write_one(item)


@cmdlet('Write-Host', '0Object<* ForegroundColor BackgroundColor NoNewline? Separator')
def write_host(call):
    """Write-Host: to the information stream, and from there to the console."""
    items = [item for one in call.list('Object') for item in (
        values.as_list(one) if values.is_collection(one) else [one])]
    line = text(call['Separator'] if call.has('Separator') else ' ').join(
        formatting.plain(i) if formatting.plain(i) is not None else text(i) for i in items)
    interpreter = call.interpreter
    if 6 in interpreter.sinks:
        interpreter.write_stream(6, values.PsObject(
            {'MessageData': line}, 'System.Management.Automation.InformationRecord', line))
        return
    host = interpreter.host
    host.flush()
    if call.has('NoNewline'):
        host.text(line)
    else:
        for one in line.split('\n'):
            host.line(one.rstrip('\r'))


@cmdlet('Write-Error', '0Message:string< Exception ErrorRecord ErrorId Category CategoryReason '
        'TargetObject CategoryActivity CategoryTargetName CategoryTargetType RecommendedAction')
def write_error(call):
    """Write-Error"""
    record = call['ErrorRecord']
    if record is None:
        exception = call['Exception'] or NetException(
            call.text('Message', ''), 'Microsoft.PowerShell.Commands.WriteErrorException')
        record = ErrorRecord(exception, call.text('ErrorId') or
                             'Microsoft.PowerShell.Commands.WriteErrorException',
                             call.text('Category') or 'NotSpecified', call['TargetObject'])
        if call.has('Message') and call.has('Exception'):
            record.ErrorDetails = values.PsObject({'Message': call.text('Message')})
    record.activity = 'Write-Error'
    # Told in the name of the function or script that wrote it.
    found = call.interpreter.scope.find('MyInvocation')
    name = ''
    if found is not None and isinstance(found.value, values.PsObject):
        command = found.value.get('MyCommand')
        name = text(command.get('Path') or command.get('Name'))
    record.prefix = (name or call.node.text) + ' : '
    if ',' not in record.FullyQualifiedErrorId:
        record.FullyQualifiedErrorId += (',' + name.rpartition('\\')[2]) if name else ''
    _tell(call, record)


def _tell(call, record):
    record.place = call.node
    action = call.action()
    call.failed = True
    if call.has('ErrorVariable'):
        call.interpreter.scope.set(call.text('ErrorVariable'), values.ArrayList([record]))
    if action == 'stop':
        record.thrown = True
        raise PsError(record)
    if action == 'ignore':
        return
    call.interpreter.note_error(record)
    if action != 'silentlycontinue':
        call.interpreter.report(record)


@cmdlet('Write-Warning', '0Message:string!<')
def write_warning(call):
    """Write-Warning"""
    call.warning(call.text('Message'))


@cmdlet('Write-Verbose', '0Message:string!<')
def write_verbose(call):
    """Write-Verbose"""
    call.verbose(call.text('Message'))


@cmdlet('Write-Debug', '0Message:string!<')
def write_debug(call):
    """Write-Debug"""
    call.interpreter.message(5, 'DebugPreference', call.text('Message'), 'DEBUG: ')


@cmdlet('Write-Information', '0MessageData=Msg<! 1Tags')
def write_information(call):
    """Write-Information"""
    action = (call.text('InformationAction') or call.interpreter.preference(
        'InformationPreference')).lower()
    if 6 in call.interpreter.sinks or action == 'continue':
        line = text(call['MessageData'])
        call.interpreter.write_stream(6, values.PsObject(
            {'MessageData': line}, 'System.Management.Automation.InformationRecord', line))


@cmdlet('Write-Progress', '0Activity:string! 1Status:string 2Id PercentComplete SecondsRemaining '
        'CurrentOperation ParentId Completed? SourceId')
def write_progress(call):
    """Write-Progress"""
    if call.interpreter.preference('ProgressPreference') == 'continue':
        kind = 'Completed' if call.has('Completed') else 'Processing'
        percent = call['PercentComplete']
        call.interpreter.host.progress(call.text('Activity'), call.text('Status') or
                                       'Processing', kind, -1 if percent is None else int(percent))


@cmdlet('Out-String', 'Stream? Width:int InputObject<', 'all')
def out_string(call):
    """Out-String"""
    items = call.items or call.list('InputObject')
    lines = formatting.to_lines(items, call['Width'] or 120)
    if call.has('Stream'):
        call.write(lines)
    else:
        call.write(''.join(l + '\r\n' for l in lines))


@cmdlet('Out-File', '0FilePath=Path,LiteralPath:string! 1Encoding Append? Force? NoClobber? '
        'Width:int NoNewline? InputObject<', 'stream')
class OutFile:
    """Out-File"""

    def __init__(self, call):
        self.sink = formatting.FileSink(call.interpreter, call.text('FilePath'),
                                        call.has('Append'), call.text('Encoding') or 'unicode')
        self.call = call

    def process(self, item):
        self.sink.write(item)

    def alone(self):
        for item in self.call.list('InputObject'):
            self.sink.write(item)

    def end(self):
        self.sink.close()


@cmdlet('Tee-Object', '0FilePath=Path:string LiteralPath:string Variable:string Append? '
        'InputObject<', 'stream')
class TeeObject:
    """Tee-Object"""

    def __init__(self, call):
        self.call = call
        self.kept = []
        self.sink = None
        path = call.text('FilePath') or call.text('LiteralPath')
        if path:
            self.sink = formatting.FileSink(call.interpreter, path, call.has('Append'))

    def process(self, item):
        self.kept.append(item)
        if self.sink:
            self.sink.write(item)
        self.call.write_one(item)

    def end(self):
        if self.sink:
            self.sink.close()
        if self.call.has('Variable'):
            self.call.interpreter.scope.set(
                self.call.text('Variable'), self.kept[0] if len(self.kept) == 1 else self.kept)


def _formatted(call, kind):
    names = []
    for one in call.list('Property'):
        if isinstance(one, values.Hash):
            label = text(one['Label'] or one['Name'] or one['n'] or one['l'])
            expression = one['Expression'] or one['e']
            if getattr(expression, 'is_script_block', False):
                names.append((label or expression.text,
                              lambda item, e=expression: e.call_with(item)))
            else:
                from standin.powershell import members
                names.append((label, lambda item, e=expression: members.get(item, text(e))))
        elif getattr(one, 'is_script_block', False):
            names.append((one.text, one.call_with))
        else:
            names.append(text(one))
    items = call.items or call.list('InputObject')
    if any('*' in n for n in names if isinstance(n, str)):
        from standin.powershell import operators
        known = formatting.all_columns(items[0]) if items else []
        names = [k for n in names for k in known if operators.wildcard(n).match(k)] or None
    call.write_one(formatting.Formatted(kind, items, names or None, {
        'hide': call.has('HideTableHeaders'), 'wrap': call.has('Wrap')}))


TABLE = '0Property:object[]* AutoSize? HideTableHeaders? Wrap? GroupBy View Force? Expand ' \
        'InputObject<'


@cmdlet('Format-Table', TABLE, 'all')
def format_table(call):
    """Format-Table"""
    _formatted(call, 'table')


@cmdlet('Format-List', TABLE, 'all')
def format_list(call):
    """Format-List"""
    _formatted(call, 'list')


@cmdlet('Format-Wide', TABLE + ' Column', 'all')
def format_wide(call):
    """Format-Wide"""
    _formatted(call, 'table')


@cmdlet('Read-Host', '0Prompt* AsSecureString?')
def read_host(call):
    """Read-Host: nobody is there."""
    raise call.stop('Windows PowerShell is in NonInteractive mode. Read and Prompt functionality '
                    'is not available.', 'InvalidOperation', 'InvalidOperation',
                    kind='System.Management.Automation.PSInvalidOperationException')


@cmdlet('Clear-Host')
def clear_host(call):
    """Clear-Host"""


@cmdlet('Start-Transcript', '0Path=LiteralPath:string Append? Force? NoClobber? OutputDirectory '
        'IncludeInvocationHeader?')
def start_transcript(call):
    """Start-Transcript: the file is made; what the host shows from here on is put into it."""
    import time
    path = call.text('Path') or call.session.env['USERPROFILE'] + \
        '\\Documents\\PowerShell_transcript.txt'
    file = formatting.open_text(call.interpreter, path, call.has('Append'))
    file.write('**********************\r\nWindows PowerShell transcript start\r\n'
               'Start time: %s\r\n**********************\r\n' % time.strftime('%Y%m%d%H%M%S'))
    file.flush()
    call.interpreter.host.transcript = file
    call.write('Transcript started, output file is ' + path)


@cmdlet('Stop-Transcript')
def stop_transcript(call):
    """Stop-Transcript"""
    host = call.interpreter.host
    if host.transcript is None:
        raise call.stop('An error occurred stopping transcription: The host is not currently '
                        'transcribing.', 'InvalidOperation', 'InvalidOperation',
                        kind='System.Management.Automation.PSInvalidOperationException')
    host.flush()
    file, host.transcript = host.transcript, None
    file.write('**********************\r\nWindows PowerShell transcript end\r\n'
               '**********************\r\n')
    file.close()
    call.write('Transcript stopped.')

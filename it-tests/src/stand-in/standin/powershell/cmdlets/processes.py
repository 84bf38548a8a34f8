"""Processes."""
from standin.powershell import operators
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.dotnet.process import Process
from standin.powershell.values import text
from standin.windows import processes

MISSING = 'Microsoft.PowerShell.Commands.ProcessCommandException'


def chosen(call):
    """The processes that -Name and -Id mean; tells the ones that are not there."""
    every = processes.every()
    if call.has('InputObject'):
        return [p for p in call.list('InputObject')]
    if call.has('Id'):
        found = []
        for pid in call.list('Id'):
            match = [e for e in every if e['pid'] == int(pid)]
            if not match:
                call.error('Cannot find a process with the process identifier %s.' % pid,
                           'NoProcessFoundForGivenId', 'ObjectNotFound', pid, MISSING)
            found += match
        return [Process(e) for e in found]
    if call.has('Name'):
        found = []
        for name in call.list('Name'):
            matcher = operators.wildcard(text(name))
            match = [e for e in every if matcher.match(bare(e['name']))]
            if not match and not any(c in text(name) for c in '*?['):
                call.error('Cannot find a process with the name "%s". Verify the process name and '
                           'call the cmdlet again.' % text(name), 'NoProcessFoundForGivenName',
                           'ObjectNotFound', text(name), MISSING)
            found += match
        return [Process(e) for e in found]
    return [Process(e) for e in every]


def bare(name):
    """A process's name without .exe."""
    return name[:-4] if name.lower().endswith('.exe') else name


@cmdlet('Get-Process', '0Name=ProcessName:string[]<. Id=PID:int[]. InputObject IncludeUserName? '
        'ComputerName Module? FileVersionInfo?')
def get_process(call):
    """Get-Process"""
    for process in chosen(call):
        call.write_one(process)


@cmdlet('Stop-Process', '0Id:int[] Name=ProcessName:string[]. InputObject< Force? PassThru?')
def stop_process(call):
    """Stop-Process"""
    for process in chosen(call):
        try:
            processes.kill(process.Id)
        except (KeyError, ProcessLookupError):
            if not process.HasExited:
                call.error('Cannot stop process "%s (%d)" because of the following error: Access '
                           'is denied' % (process.ProcessName, process.Id),
                           'CouldNotStopProcess', 'CloseError', process, MISSING)
        if call.has('PassThru'):
            call.write_one(process)


@cmdlet('Wait-Process', '0Name=ProcessName:string[] Id:int[]. InputObject< 1Timeout:int')
def wait_process(call):
    """Wait-Process"""
    for process in chosen(call):
        limit = call['Timeout']
        if not process.WaitForExit(*([limit * 1000] if limit else [])) and limit:
            call.error('This command stopped operation because process "%s (%d)" is not stopped '
                       'in the specified time-out.' % (process.ProcessName, process.Id),
                       'ProcessNotTerminated', 'CloseError', process, 'System.TimeoutException')


@cmdlet('Start-Process', '0FilePath=PSPath:string! 1ArgumentList=Args:string[] Wait? PassThru? '
        'NoNewWindow=nnw? RedirectStandardOutput=RSO:string RedirectStandardError=RSE:string '
        'RedirectStandardInput=RSI:string WorkingDirectory:string Verb:string WindowStyle '
        'Credential LoadUserProfile? UseNewEnvironment?')
def start_process(call):
    """Start-Process"""
    from standin.powershell.dotnet.process import launch
    # Arguments are joined as they are: blanks inside of one are the caller's affair.
    line = ' '.join(text(a) for a in call.list('ArgumentList'))
    credential = call['Credential']
    try:
        made = launch(call.session, call.text('FilePath'), line,
                      inherit=call.has('NoNewWindow'),
                      stdin=call.text('RedirectStandardInput'),
                      stdout=call.text('RedirectStandardOutput'),
                      stderr=call.text('RedirectStandardError'),
                      folder=call.text('WorkingDirectory'),
                      user=credential.UserName if credential is not None else None)
    except FileNotFoundError as problem:
        raise call.stop('This command cannot be run due to the error: %s' % problem.args[0],
                        'InvalidOperationException', 'InvalidOperation',
                        kind='System.InvalidOperationException') from problem
    if call.has('Wait'):
        made.handle = True
        made.WaitForExit()
    if call.has('PassThru'):
        call.write_one(made)

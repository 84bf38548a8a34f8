"""Cmdlets of the engine itself."""
from standin.powershell import members, operators, values
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.values import Nothing, truth


@cmdlet('ForEach-Object', '0Process=MemberName:object[]* Begin End InputObject<', 'stream', True)
class ForEachObject:
    """% { ... } and % Name"""

    def __init__(self, call):
        self.call = call
        given = call.list('Process')
        blocks = [b for b in given if getattr(b, 'is_script_block', False)]
        self.member = values.text(given[0]) if given and not blocks else None
        self.arguments = given[1:] if self.member else []
        self.first = [call['Begin']] if call.has('Begin') else []
        self.last = [call['End']] if call.has('End') else []
        if len(blocks) > 1 and not self.first:
            self.first, blocks = [blocks[0]], blocks[1:]
        if len(blocks) > 1 and not self.last:
            self.last, blocks = [blocks[-1]], blocks[:-1]
        self.blocks = blocks

    def begin(self):
        for block in self.first:
            block.run_here(None, self.call.out)

    def alone(self):
        self.process(self.call['InputObject'])

    def process(self, item):
        if self.member is None:
            for block in self.blocks:
                block.run_here(item, self.call.out)
            return
        found = members.lookup(item, self.member)
        if found is members.MISSING or (callable(found) and not hasattr(found, 'net_type')):
            if members._method(item, self.member.lower()):
                found = members.invoke(item, self.member, self.arguments)
            elif found is members.MISSING:
                found = members.get(item, self.member)
        if found is not Nothing:
            self.call.write(found)

    def end(self):
        for block in self.last:
            block.run_here(None, self.call.out)


COMPARISONS = ('EQ', 'NE', 'GT', 'GE', 'LT', 'LE', 'Like', 'NotLike', 'Match', 'NotMatch',
               'Contains', 'NotContains', 'In', 'NotIn', 'Is', 'IsNot', 'CEQ', 'CLike', 'CMatch')


@cmdlet('Where-Object', '0FilterScript=Property 1Value InputObject< '
        + ' '.join(c + '?' for c in COMPARISONS) + ' Not?', 'stream', True)
class WhereObject:
    """? { ... } and ? Name -eq value"""

    def __init__(self, call):
        self.call = call
        self.test = call['FilterScript']
        self.operator = next((c.lower() for c in COMPARISONS if call.has(c)), None)

    def alone(self):
        self.process(self.call['InputObject'])

    def process(self, item):
        if self._passes(item):
            self.call.write_one(item)

    def _passes(self, item):
        if getattr(self.test, 'is_script_block', False):
            return truth(self.test.call_with(item))
        value = members.get(item, values.text(self.test))
        if self.operator is None:
            return truth(value) != self.call.has('Not')
        other = self.call['Value']
        if self.operator in ('match', 'notmatch', 'cmatch'):
            found = self.call.interpreter.match(values.text(value), other,
                                                self.operator == 'cmatch')
            return found == (self.operator != 'notmatch')
        return truth(operators.binary(self.operator, value, other))


@cmdlet('Out-Null', 'InputObject<', 'stream', True)
class OutNull:
    """Nothing comes of it."""

    def __init__(self, call):
        self.call = call

    def process(self, item):
        pass


def _host_writer(call):
    return call


@cmdlet('Out-Default', 'InputObject<', 'stream', True)
class OutDefault:
    """To the console."""

    def __init__(self, call):
        self.call = call

    def process(self, item):
        self.call.interpreter.host.out(item)

    def alone(self):
        if self.call.has('InputObject'):
            self.process(self.call['InputObject'])


@cmdlet('Out-Host', 'InputObject< Paging?', 'stream', True)
class OutHost(OutDefault):
    """To the console."""


@cmdlet('Get-Command', '0Name:string[] CommandType Module All? ListImported? 1ArgumentList*', core=True)
def get_command(call):
    """Get-Command NAME"""
    from standin.powershell import cmdlets, native
    interpreter = call.interpreter
    for name in call.list('Name') or cmdlets.all_names():
        name = values.text(name)
        alias = interpreter.find_alias(name)
        function = interpreter.scope.function(name)
        found = None
        if function:
            from standin.powershell.functions import ScriptBlock
            found = ('Function', function.name, '', {'ScriptBlock': ScriptBlock(
                function.ast, interpreter), 'Definition': function.ast.text})
        elif cmdlets.find(name):
            found = ('Cmdlet', cmdlets.find(name).name, 'Microsoft.PowerShell', {})
        elif alias:
            found = ('Alias', name, '', {'Definition': alias})
        elif interpreter.find_script(name):
            path = interpreter.find_script(name)
            found = ('ExternalScript', path.rpartition('\\')[2], path, {'Path': path})
        elif native.resolve(interpreter.session, name):
            from standin.cmdexe import programs
            path = programs.locate(interpreter.session, name) or name
            found = ('Application', path.rpartition('\\')[2], path, {'Path': path})
        if found is None:
            if operators.wildcard(name).pattern and any(c in name for c in '*?'):
                matcher = operators.wildcard(name)
                for known in cmdlets.all_names():
                    if matcher.match(known):
                        call.write(values.PsObject({'CommandType': 'Cmdlet', 'Name': known}))
                continue
            call.error("The term '%s' is not recognized as the name of a cmdlet, function, script "
                       "file, or operable program. Check the spelling of the name, or if a path "
                       "was included, verify that the path is correct and try again." % name,
                       'CommandNotFoundException', 'ObjectNotFound', name,
                       'System.Management.Automation.CommandNotFoundException')
            continue
        made = values.PsObject({'CommandType': found[0], 'Name': found[1], 'Version': '',
                                'Source': found[2]}, 'System.Management.Automation.CommandInfo',
                               found[1])
        made.view = ['CommandType', 'Name', 'Version', 'Source']
        for key, value in found[3].items():
            made.set(key, value)
        call.write(made)


@cmdlet('Import-Module', '0Name:string[]< Force? DisableNameChecking? PassThru? Scope MinimumVersion '
        'Global? RequiredVersion SkipEditionCheck? UseWindowsPowerShell?', core=True)
def import_module(call):
    """Import-Module: files are run; named modules are known or not."""
    for name in call.list('Name'):
        name = values.text(name)
        if name.lower().endswith(('.psm1', '.ps1', '.psd1')):
            from standin.powershell.providers.filesystem import read_text
            from standin.windows import paths
            interpreter = call.interpreter
            path = paths.true_case(name, interpreter.session.cwd)
            scope, interpreter.scope = interpreter.scope, interpreter.scope.top()
            try:
                interpreter.run_text(read_text(path), lambda v: None, path)
            finally:
                interpreter.scope = scope
        elif name.lower() not in MODULES:
            call.error("The specified module '%s' was not loaded because no valid module file was "
                       "found in any module directory." % name,
                       'Modules_ModuleNotFound', 'ResourceUnavailable', name,
                       'System.IO.FileNotFoundException')


MODULES = {m.lower() for m in (
    'Microsoft.PowerShell.Management', 'Microsoft.PowerShell.Utility', 'NetSecurity', 'NetAdapter',
    'Microsoft.PowerShell.Security', 'ScheduledTasks', 'CimCmdlets', 'Microsoft.WSMan.Management',
    'Microsoft.PowerShell.LocalAccounts', 'ServerManager', 'Dism', 'PKI', 'NetTCPIP', 'Storage',
    'Microsoft.PowerShell.Archive', 'BitsTransfer', 'Defender', 'NetConnection', 'DnsClient',
    'Microsoft.PowerShell.Diagnostics', 'Microsoft.PowerShell.Host', 'PackageManagement',
    'PowerShellGet', 'Appx', 'International')}


@cmdlet('Get-Module', '0Name:string[] ListAvailable? All?', core=True)
def get_module(call):
    """Get-Module"""
    for name in call.list('Name'):
        if values.text(name).lower() in MODULES:
            call.write(values.PsObject({'Name': values.text(name), 'Version': '1.0.0.0',
                                        'ModuleType': 'Manifest', 'Path': ''}))


@cmdlet('Remove-Module', '0Name:string[]< Force?', core=True)
def remove_module(call):
    """Remove-Module"""


@cmdlet('Set-StrictMode', 'Version Off?', core=True)
def set_strict_mode(call):
    """Set-StrictMode: not kept to."""


@cmdlet('Export-ModuleMember', '0Function:string[] Variable Alias Cmdlet', core=True)
def export_module_member(call):
    """Export-ModuleMember"""


@cmdlet('Start-Job', '0ScriptBlock FilePath Name ArgumentList:object[] InitializationScript', core=True)
def start_job(call):
    """Start-Job: runs to its end at once."""
    interpreter = call.interpreter
    found = []
    interpreter.jobs = getattr(interpreter, 'jobs', [])
    job = values.PsObject({'Id': len(interpreter.jobs) * 2 + 1, 'Name': call.text('Name') or 'Job%d' % (
        len(interpreter.jobs) * 2 + 1), 'State': 'Completed', 'HasMoreData': True,
        'Location': 'localhost'}, 'System.Management.Automation.PSRemotingJob')
    from standin.powershell.records import PsError
    try:
        call['ScriptBlock'].call(call.list('ArgumentList'), out=found.append)
    except PsError as problem:
        job.set('State', 'Failed')
        job.failure = problem.record
    job.results = found
    interpreter.jobs.append(job)
    call.write(job)


@cmdlet('Wait-Job', '0Job=Id:object[]< Timeout Any?', core=True)
def wait_job(call):
    """Wait-Job: there is nothing left to wait for."""
    call.write(call.list('Job'))


@cmdlet('Receive-Job', '0Job=Id:object[]< Wait? AutoRemoveJob? Keep?', core=True)
def receive_job(call):
    """Receive-Job"""
    for job in call.list('Job'):
        for item in job.results:
            call.write_one(item)
        if getattr(job, 'failure', None):
            call.write_error(job.failure)
        job.results = []


@cmdlet('Get-Job', '0Id Name', core=True)
def get_job(call):
    """Get-Job"""
    call.write(list(getattr(call.interpreter, 'jobs', [])))


@cmdlet('Remove-Job', '0Job=Id:object[]< Force?', core=True)
def remove_job(call):
    """Remove-Job"""
    for job in call.list('Job'):
        if job in call.interpreter.jobs:
            call.interpreter.jobs.remove(job)

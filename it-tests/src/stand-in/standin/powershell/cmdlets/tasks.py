"""Scheduled tasks: the cmdlets of the module ScheduledTasks."""
from standin.powershell import operators, values
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.values import PsObject, text, truth
from standin.windows import tasks

CIM = 'Microsoft.Management.Infrastructure.CimInstance'
ERROR = 'Microsoft.Management.Infrastructure.CimException'
K = CIM + '#Root/Microsoft/Windows/TaskScheduler/MSFT_'
STATES = {0: 'Unknown', 1: 'Disabled', 2: 'Queued', 3: 'Ready', 4: 'Running'}


@cmdlet('New-ScheduledTaskAction', '0Execute:string! 1Argument:string WorkingDirectory:string '
        'Id:string')
def new_action(call):
    """New-ScheduledTaskAction"""
    call.write(PsObject({'Execute': call.text('Execute'), 'Arguments': call.text('Argument'),
                         'WorkingDirectory': call.text('WorkingDirectory'), 'Id': None},
                        K + 'TaskExecAction'))


@cmdlet('New-ScheduledTaskPrincipal', '0UserId:string GroupId:string LogonType:string '
        'RunLevel:string Id ProcessTokenSidType RequiredPrivilege')
def new_principal(call):
    """New-ScheduledTaskPrincipal"""
    call.write(PsObject({'UserId': call.text('UserId'), 'GroupId': call.text('GroupId'),
                         'LogonType': call.text('LogonType') or 'None',
                         'RunLevel': call.text('RunLevel') or 'Limited'}, K + 'TaskPrincipal2'))


@cmdlet('New-ScheduledTaskSettingsSet', 'AllowStartIfOnBatteries? DontStopIfGoingOnBatteries? '
        'ExecutionTimeLimit Hidden? Priority:int MultipleInstances Compatibility '
        'StartWhenAvailable? Disable? DontStopOnIdleEnd? RestartCount RestartInterval '
        'DisallowDemandStart? DisallowHardTerminate? RunOnlyIfNetworkAvailable? WakeToRun? '
        'RunOnlyIfIdle? DeleteExpiredTaskAfter IdleDuration IdleWaitTimeout')
def new_settings(call):
    """New-ScheduledTaskSettingsSet"""
    from standin.powershell.dotnet.timespan import TimeSpan
    limit = call['ExecutionTimeLimit']
    if limit is not None and not isinstance(limit, TimeSpan):
        limit = TimeSpan.from_value(limit)
    call.write(PsObject({
        'DisallowStartIfOnBatteries': not call.has('AllowStartIfOnBatteries'),
        'StopIfGoingOnBatteries': not call.has('DontStopIfGoingOnBatteries'),
        'ExecutionTimeLimit': limit, 'Hidden': call.has('Hidden'),
        'Priority': call['Priority'] if call.has('Priority') else 7,
        'Enabled': not call.has('Disable'), 'MultipleInstances': 'IgnoreNew'},
        K + 'TaskSettings3'))


@cmdlet('New-ScheduledTaskTrigger', 'AtStartup? AtLogOn? Once? Daily? Weekly? At DaysOfWeek '
        'DaysInterval WeeksInterval User RandomDelay RepetitionInterval RepetitionDuration')
def new_trigger(call):
    """New-ScheduledTaskTrigger"""
    call.write(PsObject({'Enabled': True, 'AtStartup': call.has('AtStartup'), 'At': call['At']},
                        K + 'TaskTrigger'))


def _definition(actions, principal, settings, triggers, description=''):
    limit = settings.get('ExecutionTimeLimit') if settings else None
    return {
        'actions': [{'path': text(a.get('Execute')), 'arguments': text(a.get('Arguments')),
                     'directory': text(a.get('WorkingDirectory'))} for a in actions],
        'noBatteries': truth(settings.get('DisallowStartIfOnBatteries')) if settings else True,
        'enabled': truth(settings.get('Enabled', True)) if settings else True,
        'hidden': truth(settings.get('Hidden')) if settings else False,
        'highest': bool(principal) and text(principal.get('RunLevel')).lower() == 'highest',
        'limit': limit.value.total_seconds() if limit is not None else 259200,
        'triggers': ['boot' for t in triggers if truth(t.get('AtStartup'))],
        'description': description or '',
    }


@cmdlet('New-ScheduledTask', 'Action:object[] Principal Settings Trigger:object[] Description')
def new_task(call):
    """New-ScheduledTask"""
    call.write(PsObject({'Actions': call.list('Action'), 'Principal': call['Principal'],
                         'Settings': call['Settings'], 'Triggers': call.list('Trigger'),
                         'Description': call.text('Description')}, K + 'ScheduledTask'))


@cmdlet('Register-ScheduledTask', '0TaskName:string 1TaskPath:string Action:object[] Principal '
        'Settings Trigger:object[] User:string Password RunLevel:string Force? Description:string '
        'Xml:string InputObject< CimSession')
def register(call):
    """Register-ScheduledTask"""
    source = call['InputObject']
    actions = source.get('Actions') if source is not None else call.list('Action')
    principal = source.get('Principal') if source is not None else call['Principal']
    settings = source.get('Settings') if source is not None else call['Settings']
    triggers = source.get('Triggers') if source is not None else call.list('Trigger')
    if call.has('Xml'):
        definition = _from_xml(call.text('Xml'))
    else:
        definition = _definition(actions, principal, settings, triggers or [],
                                 call.text('Description'))
    if (call.text('RunLevel') or '').lower() == 'highest':
        definition['highest'] = True
    user = call.text('User') or (principal.get('UserId') if principal else None)
    logon = None
    if call.has('Password'):
        logon = tasks.LOGON_PASSWORD
    path = '\\' + (call.text('TaskPath') or '').strip('\\')
    path = path.rstrip('\\') + '\\' + call.text('TaskName')
    try:
        path = tasks.register(path, definition, text(user) or call.session.user,
                              call.text('Password'), logon, call.has('Force'))
    except tasks.TaskError as problem:
        words = str(problem).partition(' (Exception')[0]
        raise call.stop(words, 'HRESULT 0x%08x' % (problem.hresult & 0xFFFFFFFF), 'NotSpecified',
                        'PS_ScheduledTask', ERROR, problem.hresult) from problem
    call.write_one(_object(path))


def _from_xml(content):
    import re
    return {
        'actions': [{'path': c, 'arguments': a, 'directory': ''} for c, a in zip(
            re.findall('<Command>(.*?)</Command>', content),
            re.findall('<Arguments>(.*?)</Arguments>', content) or [''])],
        'noBatteries': '<DisallowStartIfOnBatteries>false' not in content,
        'enabled': True, 'highest': 'HighestAvailable' in content, 'limit': None, 'triggers': [],
    }


def _object(path):
    _, task = tasks.find(path)
    folder, _, name = path.rpartition('\\')
    definition = task['definition']
    made = PsObject((
        ('TaskPath', folder + '\\'), ('TaskName', name),
        ('State', values.EnumValue('Microsoft.PowerShell.Cmdletization.GeneratedTypes.'
                                   'ScheduledTask.StateEnum', STATES[task['state']],
                                   task['state'])),
        ('Actions', [PsObject({'Execute': a['path'], 'Arguments': a['arguments']})
                     for a in definition.get('actions', [])]),
        ('Description', definition.get('description', '')),
        ('Principal', PsObject({'UserId': task['user']})),
        ('Settings', PsObject({'Enabled': definition.get('enabled', True)})),
        ('URI', path)), K + 'ScheduledTask', 'MSFT_ScheduledTask (TaskName = "%s", TaskPath = '
        '"%s\\")' % (name, folder))
    made.view = ['TaskPath', 'TaskName', 'State']
    return made


def _chosen(call):
    if call.item is not None and isinstance(call.item, PsObject) and call.item.has('URI'):
        return [call.item.get('URI')]
    source = call['InputObject']
    if source is not None:
        return [i.get('URI') for i in values.as_list(source)]
    found = []
    folder = call.text('TaskPath')
    for name in call.list('TaskName') or ['*']:
        name = text(name)
        matcher = operators.wildcard(name)
        match = [p for p in sorted(tasks.table()) if matcher.match(p.rpartition('\\')[2])
                 and (folder is None or p.rpartition('\\')[0].strip('\\').lower()
                      == folder.strip('\\').lower())]
        if not match and '*' not in name:
            call.error("No MSFT_ScheduledTask objects found with property 'TaskName' equal to "
                       "'%s'.  Verify the value of the property and retry." % name,
                       'CmdletizationQuery_NotFound_TaskName', 'ObjectNotFound', name,
                       'Microsoft.PowerShell.Cmdletization.Cim.CimJobException')
        found += match
    return found


WHO = '0TaskName:string[] 1TaskPath:string InputObject< PassThru? CimSession AsJob?'


@cmdlet('Get-ScheduledTask', WHO)
def get(call):
    """Get-ScheduledTask"""
    for path in _chosen(call):
        call.write_one(_object(path))


@cmdlet('Start-ScheduledTask', WHO)
def start(call):
    """Start-ScheduledTask"""
    for path in _chosen(call):
        try:
            tasks.run(path)
        except tasks.TaskError as problem:
            call.error(str(problem).partition(' (Exception')[0], 'HRESULT 0x%08x' % (
                problem.hresult & 0xFFFFFFFF), kind=ERROR)


@cmdlet('Stop-ScheduledTask', WHO)
def stop(call):
    """Stop-ScheduledTask"""
    for path in _chosen(call):
        tasks.stop(path)


@cmdlet('Enable-ScheduledTask', WHO)
def enable(call):
    """Enable-ScheduledTask"""
    for path in _chosen(call):
        tasks.set_enabled(path, True)
        call.write_one(_object(path))


@cmdlet('Disable-ScheduledTask', WHO)
def disable(call):
    """Disable-ScheduledTask"""
    for path in _chosen(call):
        tasks.set_enabled(path, False)
        call.write_one(_object(path))


@cmdlet('Unregister-ScheduledTask', WHO)
def unregister(call):
    """Unregister-ScheduledTask: asks, unless told not to."""
    paths = _chosen(call)
    if paths and not (call.has('Confirm') and not call['Confirm']):
        raise call.stop('Windows PowerShell is in NonInteractive mode. Read and Prompt '
                        'functionality is not available.', 'InvalidOperation',
                        'InvalidOperation')
    for path in paths:
        tasks.remove(path)


@cmdlet('Get-ScheduledTaskInfo', WHO)
def info(call):
    """Get-ScheduledTaskInfo"""
    from standin.powershell.dotnet.time import DateTime
    for path in _chosen(call):
        _, task = tasks.find(path)
        folder, _, name = path.rpartition('\\')
        last = task.get('lastRun')
        call.write(PsObject((
            ('LastRunTime', DateTime.from_epoch(last) if last else DateTime.Parse('11/30/1999')),
            ('LastTaskResult', values.UInt(task['result'] & 0xFFFFFFFF)), ('NextRunTime', None),
            ('NumberOfMissedRuns', 0), ('TaskName', name), ('TaskPath', folder + '\\'),
            ('PSComputerName', None)), K + 'TaskDynamicInfo'))

"""schtasks.exe."""
from standin.windows import tasks

STATES = {1: 'Disabled', 2: 'Queued', 3: 'Ready', 4: 'Running'}


def run(session, arguments, raw):
    """schtasks /create|/run|/end|/query|/delete|/change /tn NAME ..."""
    options, verb = {}, None
    at = 0
    while at < len(arguments):
        word = arguments[at].lower()
        if word in ('/create', '/run', '/end', '/query', '/delete', '/change'):
            verb = word[1:]
        elif word in ('/f', '/v', '/nh', '/it', '/z', '/hresult', '/enable', '/disable', '/np'):
            options[word[1:]] = True
        elif word.startswith('/') and at + 1 < len(arguments):
            at += 1
            options[word[1:]] = arguments[at]
        else:
            session.err("ERROR: Invalid argument/option - '%s'.\n"
                        'Type "SCHTASKS /?" for usage.\n' % arguments[at])
            return 1
        at += 1
    name = options.get('tn')
    if verb == 'query':
        return _query(session, name, options)
    if not name or not verb:
        session.err('ERROR: Invalid syntax. Mandatory option \'%s\' is missing.\n'
                    'Type "SCHTASKS /?" for usage.\n' % ('tn' if verb else 'run'))
        return 1
    try:
        return _do(session, verb, name, options)
    except tasks.TaskError as problem:
        session.err('ERROR: %s\n' % str(problem).partition(' (Exception')[0])
        return 1


def _do(session, verb, name, options):
    if verb == 'create':
        return _create(session, name, options)
    if verb == 'run':
        tasks.find(name)
        tasks.run(name)
        session.out('SUCCESS: Attempted to run the scheduled task "%s".\n' % name)
    elif verb == 'end':
        tasks.find(name)
        tasks.stop(name)
        session.out('SUCCESS: The scheduled task "%s" has been terminated successfully.\n' % name)
    elif verb == 'delete':
        tasks.remove(name)
        session.out('SUCCESS: The scheduled task "%s" was successfully deleted.\n' % name)
    elif verb == 'change':
        if 'disable' in options or 'enable' in options:
            tasks.set_enabled(name, 'enable' in options)
        session.out('SUCCESS: The parameters of scheduled task "%s" have been changed.\n' % name)
    return 0


def _create(session, name, options):
    line = options.get('tr', '').strip()
    if line.startswith('"'):
        program, _, rest = line[1:].partition('"')
    else:
        program, _, rest = line.partition(' ')
    user = options.get('ru') or session.user
    tasks.register(name, {
        'actions': [{'path': program, 'arguments': rest.strip(), 'directory': ''}],
        'noBatteries': True, 'enabled': True, 'limit': 259200,
        'highest': options.get('rl', '').lower() == 'highest',
        'triggers': ['boot'] if options.get('sc', '').lower() == 'onstart' else [],
    }, user, options.get('rp'), tasks.LOGON_PASSWORD if options.get('rp') else None,
        'f' in options)
    session.out('SUCCESS: The scheduled task "%s" has successfully been created.\n' % name)
    return 0


def _query(session, name, options):
    table = tasks.table()
    if name:
        try:
            path, task = tasks.find(name)
        except tasks.TaskError:
            session.err('ERROR: The system cannot find the file specified.\n')
            return 1
        table = {path: task}
    if options.get('fo', '').lower() == 'list':
        for path, task in table.items():
            session.out('\nHostName:      %s\nTaskName:      %s\nNext Run Time: N/A\n'
                        'Status:        %s\nLogon Mode:    Interactive/Background\n' % (
                            session.env['COMPUTERNAME'], path, STATES[task['state']]))
            if 'v' in options:
                session.out('Last Result:   %d\n' % task['result'])
        return 0
    if options.get('fo', '').lower() == 'csv':
        if 'nh' not in options:
            session.out('"TaskName","Next Run Time","Status"\n')
        for path, task in table.items():
            session.out('"%s","N/A","%s"\n' % (path, STATES[task['state']]))
        return 0
    session.out('\nFolder: \\\nTaskName                                 Next Run Time          '
                'Status         \n%s %s %s\n' % ('=' * 40, '=' * 22, '=' * 15))
    for path, task in table.items():
        session.out('%-40s %-22s %-15s\n' % (path.strip('\\'), 'N/A', STATES[task['state']]))
    return 0

"""net.exe."""
from standin.windows import errors, services, users

DONE = 'The command completed successfully.\n\n'


def run(session, arguments, raw):
    """net user|localgroup|start|stop ..."""
    words = [a.lower() for a in arguments]
    if words and words[0] in ('user', 'users'):
        return _user(session, arguments[1:])
    if words and words[0] == 'localgroup':
        return _group(session, arguments[1:])
    if words and words[0] in ('start', 'stop'):
        return _service(session, words[0], arguments[1:])
    if words and words[0] in ('accounts', 'use', 'share', 'time', 'session'):
        session.out(DONE)
        return 0
    session.err('The syntax of this command is:\n\nNET\n    [ ACCOUNTS | COMPUTER | CONFIG | '
                'CONTINUE | FILE | GROUP | HELP |\n      HELPMSG | LOCALGROUP | PAUSE | SESSION | '
                'SHARE | START |\n      STATISTICS | STOP | TIME | USE | USER | VIEW ]\n')
    return 1


def _failed(session, code, text):
    session.err('%s\n\nMore help is available by typing NET HELPMSG %d.\n\n' % (text, code))
    return 2


def _denied(session):
    session.err('System error 5 has occurred.\n\nAccess is denied.\n\n')
    return 2


def _user(session, arguments):
    names = [a for a in arguments if not a.startswith('/')]
    options = [a.lower() for a in arguments if a.startswith('/')]
    if not names:
        session.out('\nUser accounts for \\\\%s\n\n%s\n' % (session.env['COMPUTERNAME'], '-' * 79))
        for name in sorted(users.all_users()):
            session.out('%-25s\n' % name)
        session.out(DONE)
        return 0
    name = names[0]
    if len(names) == 1 and not options:
        if not users.exists(name):
            return _failed(session, 2221, 'The user name could not be found.')
        true, account = users.user(name)
        session.out('User name                    %s\nFull Name                    %s\n'
                    'Account active               %s\n' % (
                        true, account['fullName'], 'Yes' if account['enabled'] else 'No'))
        session.out(DONE)
        return 0
    if not session.elevated:
        return _denied(session)
    if '/add' in options:
        if users.exists(name):
            return _failed(session, 2224, 'The account already exists.')
        users.create(name, names[1] if len(names) > 1 else None, ['Users'])
    elif not users.exists(name):
        return _failed(session, 2221, 'The user name could not be found.')
    elif '/delete' in options:
        users.remove(name)
    elif len(names) > 1:
        users.set_password(name, names[1])
    for option in options:
        if option.startswith('/active:'):
            users.change(name, enabled=option.endswith(':yes'))
    session.out(DONE)
    return 0


def _group(session, arguments):
    names = [a for a in arguments if not a.startswith('/')]
    options = [a.lower() for a in arguments if a.startswith('/')]
    if not names:
        for name in sorted(users.groups()):
            session.out('*%s\n' % name)
        session.out(DONE)
        return 0
    group = next((g for g in users.groups() if g.lower() == names[0].lower()), None)
    if len(names) == 1 and '/add' in options:
        users.add_group(names[0])
        session.out(DONE)
        return 0
    if group is None:
        return _failed(session, 2220, 'The specified local group does not exist.')
    if len(names) == 1:
        session.out('Alias name     %s\n\nMembers\n\n%s\n' % (group, '-' * 79))
        for member in users.members(group):
            session.out(member + '\n')
        session.out(DONE)
        return 0
    if not session.elevated:
        return _denied(session)
    for name in names[1:]:
        try:
            if '/add' in options:
                users.add_member(group, name)
            else:
                users.remove_member(group, name)
        except KeyError:
            session.err('There is no such global user or group: %s.\n\n' % name)
            return 2
        except ValueError:
            session.err('System error %s has occurred.\n\n%s\n\n' % (
                ('1378', 'The specified account name is already a member of the group.')
                if '/add' in options else
                ('1377', 'The specified account name is not a member of the group.')))
            return 2
    session.out(DONE)
    return 0


def _service(session, verb, arguments):
    if not arguments:
        session.out('These Windows services are started:\n\n')
        for service in sorted(services.table().values(), key=lambda s: s['display']):
            if service['status'] == 'Running':
                session.out('   %s\n' % service['display'])
        session.out('\n' + DONE)
        return 0
    try:
        name, service = services.find(' '.join(a for a in arguments if not a.startswith('/')))
    except errors.WindowsError32:
        return _failed(session, 2185, 'The service name is invalid.')
    display = service['display']
    if verb == 'start':
        if service['status'] == 'Running':
            return _failed(session, 2182, 'The requested service has already been started.')
        session.out('The %s service is starting.\n' % display)
        try:
            services.start(name)
        except errors.WindowsError32:
            session.err('System error 1058 has occurred.\n\nThe service cannot be started, either '
                        'because it is disabled or because it has no enabled devices associated '
                        'with it.\n\n')
            return 2
        session.out('The %s service was started successfully.\n\n' % display)
        return 0
    if service['status'] != 'Running':
        return _failed(session, 3521, 'The %s service is not started.' % display)
    session.out('The %s service is stopping.\n' % display)
    services.stop(name)
    session.out('The %s service was stopped successfully.\n\n' % display)
    return 0

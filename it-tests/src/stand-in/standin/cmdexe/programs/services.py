"""sc.exe."""
from standin.windows import errors, services

STARTS = {'auto': 'Automatic', 'demand': 'Manual', 'disabled': 'Disabled',
          'delayed-auto': 'Automatic'}
WORDS = {'Automatic': '2   AUTO_START', 'Manual': '3   DEMAND_START',
         'Disabled': '4   DISABLED'}


def sc(session, arguments, raw):
    """sc query|qc|start|stop|config|create|delete NAME ..."""
    if len(arguments) < 2:
        session.out('DESCRIPTION:\n        SC is a command line program used for communicating '
                    'with the\n        Service Control Manager and services.\n')
        return 1639
    verb, name = arguments[0].lower(), arguments[1]
    pairs = {arguments[i][:-1].lower(): arguments[i + 1] for i in range(2, len(arguments) - 1)
             if arguments[i].endswith('=')}
    if verb == 'create':
        try:
            services.create(name, pairs.get('binpath', ''), pairs.get('displayname'),
                            STARTS.get(pairs.get('start', 'demand'), 'Manual'))
        except errors.WindowsError32:
            session.out('[SC] CreateService FAILED 1073:\n\nThe specified service already '
                        'exists.\n\n')
            return 1073
        session.out('[SC] CreateService SUCCESS\n')
        return 0
    try:
        known, service = services.find(name)
    except errors.WindowsError32 as problem:
        verbs = {'query': 'EnumQueryServicesStatus:OpenService', 'config': 'OpenService'}
        session.out('[SC] %s FAILED %d:\n\n%s\n\n' % (verbs.get(verb, 'OpenService'),
                                                      problem.code, problem))
        return problem.code
    if verb in ('query', 'queryex'):
        return _query(session, known, service)
    if verb == 'qc':
        session.out('[SC] QueryServiceConfig SUCCESS\n\nSERVICE_NAME: %s\n'
                    '        TYPE               : 20  WIN32_SHARE_PROCESS \n'
                    '        START_TYPE         : %s\n        BINARY_PATH_NAME   : %s\n'
                    '        DISPLAY_NAME       : %s\n' % (
                        known, WORDS[service['start']], service['path'], service['display']))
        return 0
    return _change(session, verb, known, service, pairs)


def _query(session, name, service):
    running = service['status'] == 'Running'
    session.out('\nSERVICE_NAME: %s \n        TYPE               : 20  WIN32_SHARE_PROCESS  \n'
                '        STATE              : %s \n'
                '        WIN32_EXIT_CODE    : 0  (0x0)\n'
                '        SERVICE_EXIT_CODE  : 0  (0x0)\n'
                '        CHECKPOINT         : 0x0\n'
                '        WAIT_HINT          : 0x0\n' % (
                    name, '4  RUNNING' if running else '1  STOPPED'))
    return 0


def _change(session, verb, name, service, pairs):
    if verb == 'start':
        if service['status'] == 'Running':
            session.out('[SC] StartService FAILED 1056:\n\nAn instance of the service is already '
                        'running.\n\n')
            return 1056
        try:
            services.start(name)
        except errors.WindowsError32 as problem:
            session.out('[SC] StartService FAILED %d:\n\n%s\n\n' % (problem.code, problem))
            return problem.code
        return _query(session, name, services.find(name)[1])
    if verb == 'stop':
        if service['status'] != 'Running':
            session.out('[SC] ControlService FAILED 1062:\n\nThe service has not been started.'
                        '\n\n')
            return 1062
        services.stop(name)
        return _query(session, name, services.find(name)[1])
    if verb == 'config':
        if 'start' in pairs:
            services.change(name, start=STARTS.get(pairs['start'].lower(), 'Manual'))
        if 'displayname' in pairs:
            services.change(name, display=pairs['displayname'])
        session.out('[SC] ChangeServiceConfig SUCCESS\n')
        return 0
    if verb == 'delete':
        services.remove(name)
        session.out('[SC] DeleteService SUCCESS\n')
        return 0
    session.out('[SC] %s SUCCESS\n' % verb)
    return 0

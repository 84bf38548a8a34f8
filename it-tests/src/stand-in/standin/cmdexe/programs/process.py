"""taskkill.exe and tasklist.exe."""
from standin.windows import processes


def tasklist(session, arguments, raw):
    """tasklist [/fi "imagename eq NAME"] [/fo csv] [/nh]."""
    wanted = _filters(arguments)
    found = [e for e in processes.every() if wanted(e)]
    words = [a.lower() for a in arguments]
    if not found:
        session.out('INFO: No tasks are running which match the specified criteria.\n')
        return 0
    if 'csv' in words:
        if '/nh' not in words:
            session.out('"Image Name","PID","Session Name","Session#","Mem Usage"\n')
        for entry in found:
            session.out('"%s","%d","Services","0","12,345 K"\n' % (entry['name'], entry['pid']))
        return 0
    if '/nh' not in words:
        session.out('\n%-25s %8s %-16s %11s %12s\n' % (
            'Image Name', 'PID', 'Session Name', 'Session#', 'Mem Usage'))
        session.out('%s %s %s %s %s\n' % ('=' * 25, '=' * 8, '=' * 16, '=' * 11, '=' * 12))
    for entry in found:
        session.out('%-25s %8d %-16s %11d %12s\n' % (
            entry['name'][:25], entry['pid'], 'Services', 0, '12,345 K'))
    return 0


def _filters(arguments):
    tests = []
    for index, word in enumerate(arguments[:-1]):
        if word.lower() != '/fi':
            continue
        field, operator, value = (arguments[index + 1].split(None, 2) + ['', ''])[:3]
        value = value.strip('"').lower()
        equal = operator.lower() == 'eq'
        if field.lower() == 'imagename':
            if value.endswith('*'):
                tests.append(lambda e, v=value[:-1], q=equal: e['name'].lower().startswith(v) == q)
            else:
                tests.append(lambda e, v=value, q=equal: (e['name'].lower() == v) == q)
        elif field.lower() == 'pid':
            tests.append(lambda e, v=value, q=equal: (str(e['pid']) == v) == q)
    return lambda entry: all(t(entry) for t in tests)


def taskkill(session, arguments, raw):
    """taskkill [/f] [/t] /pid N | /im NAME."""
    by_pid, by_name = [], []
    for index, word in enumerate(arguments[:-1]):
        if word.lower() in ('/pid', '-pid'):
            by_pid.append(arguments[index + 1])
        if word.lower() in ('/im', '-im'):
            by_name.append(arguments[index + 1].lower())
    if not by_pid and not by_name:
        session.err('ERROR: Invalid syntax. Neither /FI nor /PID nor /IM were specified.\n'
                    'Type "TASKKILL /?" for usage.\n')
        return 1
    tree = any(w.lower() in ('/t', '-t') for w in arguments)
    running = processes.running()
    code = 0
    for pid in by_pid:
        targets = [e for e in running if str(e['pid']) == pid]
        if not targets:
            session.err('ERROR: The process "%s" not found.\n' % pid)
            code = 128
        for entry in targets:
            _end(session, entry, running, tree, 'with PID %s' % pid)
    for name in by_name:
        start = name.rstrip('*')
        targets = [e for e in running if e['name'].lower() == name
                   or (name.endswith('*') and e['name'].lower().startswith(start))]
        if not targets:
            session.err('ERROR: The process "%s" not found.\n' % name)
            code = 128
        for entry in targets:
            _end(session, entry, running, tree,
                 '"%s" with PID %d' % (entry['name'], entry['pid']))
    return code


def _end(session, entry, running, tree, label):
    if tree:
        for child in [e for e in running if e['parent'] == entry['pid']]:
            _end(session, child, running, True, 'with PID %d (child process of PID %d)' % (
                child['pid'], entry['pid']))
    try:
        processes.kill(entry['pid'])
    except (KeyError, ProcessLookupError):
        return
    session.out('SUCCESS: The process %s has been terminated.\n' % label)

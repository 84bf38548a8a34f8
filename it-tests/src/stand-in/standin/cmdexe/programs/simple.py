"""Small programs."""
import os

from standin.windows import paths, registry


def succeed(session, arguments, raw):
    """A program whose work leaves no trace here."""
    return 0


def hostname(session, arguments, raw):
    """hostname."""
    session.out(session.env['COMPUTERNAME'] + '\n')
    return 0


def whoami(session, arguments, raw):
    """whoami [/user | /groups | /priv]."""
    from standin.windows import users
    if session.is_system:
        name = 'nt authority\\system'
    else:
        name = (session.env['COMPUTERNAME'] + '\\' + session.user.rpartition('\\')[2]).lower()
    words = [a.lower() for a in arguments]
    if '/groups' in words:
        level = 'S-1-16-16384' if session.is_system else (
            'S-1-16-12288' if session.elevated else 'S-1-16-8192')
        session.out('BUILTIN\\Administrators Alias S-1-5-32-544\n')
        session.out('Mandatory Label\\%s Mandatory Level Label %s\n' % (
            {'S-1-16-16384': 'System', 'S-1-16-12288': 'High'}.get(level, 'Medium'), level))
    elif '/user' in words:
        session.out('%s %s\n' % (name, users.sid(session.user)))
    else:
        session.out(name + '\n')
    return 0


def chcp(session, arguments, raw):
    """chcp [NUMBER]."""
    if not arguments:
        session.out('Active code page: %d\n' % session.codepage)
        return 0
    try:
        page = int(arguments[0])
        if page != 65001:
            'x'.encode('cp%d' % page)
    except (ValueError, LookupError):
        session.out('Invalid code page\n')
        return 1
    session.codepage = page
    session.out('Active code page: %d\n' % page)
    return 0


def where(session, arguments, raw):
    """where NAME."""
    from standin.cmdexe import programs
    names = [a for a in arguments if not a.startswith('/')]
    found = programs.locate(session, names[0]) if names else None
    if found:
        if '/q' not in [a.lower() for a in arguments]:
            session.out(found + '\n')
        return 0
    session.err('INFO: Could not find files for the given pattern(s).\n')
    return 1


def systeminfo(session, arguments, raw):
    """systeminfo, the lines that scripts look at."""
    import time
    from standin.windows import power
    product = registry.values(registry.NT)
    booted = time.strftime('%m/%d/%Y, %I:%M:%S %p', time.localtime(power.boot_time()))
    for label, value in (('Host Name', session.env['COMPUTERNAME']),
                         ('OS Name', 'Microsoft ' + product['ProductName']),
                         ('OS Version', '10.0.%s N/A Build %s' % (
                             product['CurrentBuild'], product['CurrentBuild'])),
                         ('System Boot Time', booted)):
        session.out('%-27s%s\n' % (label + ':', value))
    return 0


def ipconfig(session, arguments, raw):
    """ipconfig."""
    session.out('\nWindows IP Configuration\n\n\nEthernet adapter Ethernet:\n\n'
                '   IPv4 Address. . . . . . . . . . . : 10.0.2.15\n'
                '   Subnet Mask . . . . . . . . . . . : 255.255.255.0\n'
                '   Default Gateway . . . . . . . . . : 10.0.2.2\n')
    return 0


def icacls(session, arguments, raw):
    """icacls PATH ...: rights are not kept."""
    target = arguments[0] if arguments else ''
    if not paths.glob(target, session.cwd):
        session.err('%s: The system cannot find the file specified.\n' % target)
        session.out('Successfully processed 0 files; Failed processing 1 files\n')
        return 2
    session.out('processed file: %s\nSuccessfully processed 1 files; Failed processing 0 files\n'
                % target)
    return 0


def attrib(session, arguments, raw):
    """attrib +r|-r FILE."""
    names = [a for a in arguments if a[:1] not in '+-/']
    for name in names:
        found = paths.glob(name, session.cwd)
        if not found:
            session.out('File not found - %s\n' % name)
        for path in found:
            if '+r' in [a.lower() for a in arguments]:
                os.chmod(paths.host(path), 0o444)
            elif '-r' in [a.lower() for a in arguments]:
                os.chmod(paths.host(path), 0o644)
    return 0


def netsh(session, arguments, raw):
    """netsh ...: firewall rules are kept by name."""
    words = [a.lower() for a in arguments]
    pairs = {a.partition('=')[0].lower(): a.partition('=')[2] for a in arguments if '=' in a}
    if ('firewall' in words or 'advfirewall' in words) and pairs.get('name'):
        from standin.windows import firewall
        with firewall.changing() as rules:
            if 'add' in words:
                rules[pairs['name']] = {
                    'Name': pairs['name'], 'DisplayName': pairs['name'], 'Enabled': 'True',
                    'Direction': 'Outbound' if pairs.get('dir') == 'out' else 'Inbound',
                    'Action': pairs.get('action', 'allow').capitalize(),
                    'Protocol': pairs.get('protocol', 'any').upper(), 'Profile': 'Any',
                    'LocalPort': pairs['localport'].split(',') if 'localport' in pairs else [],
                    'DisplayGroup': ''}
            elif 'delete' in words:
                if rules.pop(pairs['name'], None) is None:
                    session.out('No rules match the specified criteria.\n\n')
                    return 1
                session.out('Deleted 1 rule(s).\n')
    session.out('Ok.\n\n')
    return 0


def tzutil(session, arguments, raw):
    """tzutil /g, tzutil /s ZONE."""
    key = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation'
    if arguments and arguments[0].lower() == '/g':
        session.out(registry.values(key).get('TimeZoneKeyName', 'UTC'))
    elif arguments and arguments[0].lower() == '/s':
        registry.set_value(key, 'TimeZoneKeyName', arguments[1])
    return 0


def setx(session, arguments, raw):
    """setx NAME VALUE [/m]."""
    names = [a for a in arguments if a.lower() not in ('/m', '-m')]
    machine = len(names) != len(arguments)
    key = ('HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment' if machine
           else 'HKCU\\Environment')
    registry.set_value(key, names[0], names[1])
    session.out('\nSUCCESS: Specified value was saved.\n')
    return 0


def dism(session, arguments, raw):
    """dism: says that it did it."""
    session.out('\nDeployment Image Servicing and Management tool\nVersion: 10.0.20348.1\n\n'
                'The operation completed successfully.\n')
    return 0


def msiexec(session, arguments, raw):
    """msiexec /i FILE: 1619 when there is none."""
    for index, word in enumerate(arguments[:-1]):
        if word.lower() in ('/i', '/package', '/x'):
            if not paths.glob(arguments[index + 1], session.cwd):
                return 1619
    return 0

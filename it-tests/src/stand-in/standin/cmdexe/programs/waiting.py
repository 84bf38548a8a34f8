"""Programs that scripts wait with."""
import time


def ping(session, arguments, raw):
    """ping [-n COUNT] [-w MS] HOST: one answer a second, from the machine itself only."""
    count, host = 4, ''
    at = 0
    while at < len(arguments):
        word = arguments[at].lower()
        if word in ('-n', '/n'):
            at += 1
            count = int(arguments[at])
        elif word in ('-w', '/w', '-l', '/l', '-i', '/i'):
            at += 1
        elif word[:1] not in '-/':
            host = arguments[at]
        at += 1
    if host.lower() not in ('127.0.0.1', 'localhost', '::1', session.env['COMPUTERNAME'].lower()):
        session.out('Ping request could not find host %s. Please check the name and try again.\n'
                    % host)
        return 1
    session.out('\nPinging %s with 32 bytes of data:\n' % host)
    for turn in range(count):
        if turn:
            time.sleep(1)
        session.out('Reply from %s: bytes=32 time<1ms TTL=128\n' % host)
    session.out('\nPing statistics for %s:\n    Packets: Sent = %d, Received = %d, Lost = 0 '
                '(0%% loss),\n' % (host, count, count))
    return 0


def timeout(session, arguments, raw):
    """timeout [/t] SECONDS: refuses to run without a console, as WinRM gives it none."""
    if not session.remote:
        numbers = [a for a in arguments if a.lstrip('-').isdigit()]
        time.sleep(max(0, int(numbers[0])) if numbers else 0)
        return 0
    session.err('ERROR: Input redirection is not supported, exiting the process immediately.\n')
    return 1


def choice(session, arguments, raw):
    """choice: nobody is there to choose."""
    return 255

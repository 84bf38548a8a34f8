"""shutdown.exe and logoff.exe."""
from standin.windows import errors, power

USAGE = 'Usage: shutdown [/i | /l | /s | /sg | /r | /g | /a | /p | /h | /e | /o] [/hybrid] ' \
        '[/soft] [/fw] [/f]\n    [/m \\\\computer][/t xxx][/d [p|u:]xx:yy [/c "comment"]]\n'


def shutdown(session, arguments, raw):
    """shutdown /r|/s|/a|/p [/t SECONDS] [/f] [/c COMMENT] [/d REASON]."""
    kind, seconds, comment = None, None, ''
    at = 0
    while at < len(arguments):
        word = arguments[at].lower()
        if word[:1] not in ('/', '-'):
            session.out(USAGE)
            return 87 if kind else 1
        name = word[1:]
        if name in ('r', 'g'):
            kind = 'restart'
        elif name in ('s', 'sg', 'p'):
            kind = 'shutdown'
            if name == 'p':
                seconds = 0
        elif name == 'a':
            kind = 'abort'
        elif name in ('t', 'c', 'd', 'm'):
            at += 1
            value = arguments[at] if at < len(arguments) else ''
            if name == 't':
                if not value.isdigit() or int(value) > 315360000:
                    session.out(USAGE)
                    return 87
                seconds = int(value)
            elif name == 'c':
                comment = value
        elif name in ('?', 'h'):
            session.out(USAGE)
            return 0
        elif name == 'l':
            return logoff(session, [], '')
        elif name not in ('f', 'hybrid', 'soft', 'e', 'o', 'fw'):
            session.out(USAGE)
            return 1
        at += 1
    if kind is None:
        session.out(USAGE)
        return 0
    if not session.elevated:
        session.err('Access is denied.(5)\n')
        return errors.ACCESS_DENIED
    try:
        if kind == 'abort':
            power.abort()
        else:
            power.schedule(kind, 30 if seconds is None else seconds, comment)
    except errors.WindowsError32 as problem:
        session.err('%s(%d)\n' % (problem, problem.code))
        return problem.code
    return 0


def logoff(session, arguments, raw):
    """logoff: there is no desktop to leave."""
    return 0

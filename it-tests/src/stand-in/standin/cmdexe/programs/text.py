"""Programs that filter text."""
import os
import re

from standin.windows import paths


def _input(session):
    data = b''
    while True:
        piece = os.read(0, 1 << 16)
        if not piece:
            break
        data += piece
    return data.decode(session.encoding, 'replace').splitlines()


def _file(session, name):
    with open(paths.host(name, session.cwd), encoding=session.encoding, errors='replace') as file:
        return file.read().splitlines()


def more(session, arguments, raw):
    """more: nobody presses a key."""
    names = [a for a in arguments if a[:1] not in '/+']
    try:
        lines = [l for n in names for l in _file(session, n)] if names else _input(session)
    except OSError:
        session.err('Cannot access file %s\n' % paths.full(names[0], session.cwd))
        return 1
    for line in lines:
        session.out(line + '\n')
    return 0


def sort(session, arguments, raw):
    """sort [/r]."""
    names = [a for a in arguments if not a.startswith('/')]
    lines = [l for n in names for l in _file(session, n)] if names else _input(session)
    for line in sorted(lines, key=str.lower, reverse='/r' in [a.lower() for a in arguments]):
        session.out(line + '\n')
    return 0


def find(session, arguments, raw):
    """find [/v] [/c] [/i] [/n] "TEXT" [FILE...]."""
    options = [a.lower() for a in arguments if a.startswith('/')]
    names = [a for a in arguments if not a.startswith('/')]
    if '"' not in raw or not names:
        session.err('FIND: Parameter format not correct\n')
        return 2
    wanted = names.pop(0)
    return _search(session, names, options, lambda line: (
        wanted.lower() in line.lower() if '/i' in options else wanted in line), True)


def findstr(session, arguments, raw):
    """findstr [/i] [/v] [/c:TEXT] [/r] [/n] [/l] [/b] [/e] [/x] WORDS [FILE...]."""
    options, literal, names = [], [], []
    for word in arguments:
        lower = word.lower()
        if lower.startswith('/c:'):
            literal.append(word[3:])
        elif lower.startswith('/'):
            options += ['/' + c for c in lower[1:]] if ':' not in lower else [lower]
        else:
            names.append(word)
    if not literal:
        if not names:
            session.err('FINDSTR: Bad command line\n')
            return 2
        literal = names.pop(0).split()
    plain = '/l' in options or (literal and '/r' not in options and arguments[0].startswith('/c'))
    flags = re.IGNORECASE if '/i' in options else 0
    tests = []
    for text in literal:
        body = re.escape(text) if plain else _regular(text)
        body = ('^' if '/b' in options or '/x' in options else '') + body
        body += '$' if '/e' in options or '/x' in options else ''
        tests.append(re.compile(body, flags))
    return _search(session, names, options, lambda line: any(t.search(line) for t in tests), False)


def _regular(text):
    """findstr knows . * ^ $ [] \\< \\> only."""
    out = ''
    at = 0
    while at < len(text):
        c = text[at]
        if c == '\\' and at + 1 < len(text):
            at += 1
            out += '\\b' if text[at] in '<>' else re.escape(text[at])
        elif c in '+?(){}|':
            out += '\\' + c
        else:
            out += c
        at += 1
    return out


def _search(session, names, options, matches, headers):
    found = 0
    sources = [(n, None) for n in names] or [(None, _input(session))]
    expanded = []
    for name, lines in sources:
        if name and ('*' in name or '?' in name):
            expanded += [(p, None) for p in paths.glob(name, session.cwd)]
        else:
            expanded.append((name, lines))
    for name, lines in expanded:
        if lines is None:
            try:
                lines = _file(session, name)
            except OSError:
                session.err('FINDSTR: Cannot open %s\n' % name if not headers
                            else 'File not found - %s\n' % name.upper())
                continue
        hits = [(i, l) for i, l in enumerate(lines, 1) if matches(l) != ('/v' in options)]
        found += len(hits)
        if headers and name:
            session.out('\n---------- %s' % name.upper())
            session.out(': %d\n' % len(hits) if '/c' in options else '\n')
        elif '/c' in options:
            session.out('%d\n' % len(hits))
        if '/c' in options and headers:
            continue
        for number, line in hits:
            prefix = name + ':' if name and len(expanded) > 1 and not headers else ''
            if '/n' in options:
                prefix += '[%d]' % number if headers else '%d:' % number
            session.out(prefix + line + '\n')
    return 0 if found else 1

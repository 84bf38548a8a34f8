"""What FOR runs over."""
import os

from standin.cmdexe import words
from standin.windows import paths


def values(shell, switch, options, variable, items):
    """The values of the loop's variables, one dictionary for each turn."""
    if switch == 'l':
        start, step, end = (int(n or 0) for n in items.replace(',', ' ').split()[:3])
        number = start
        while (number <= end) if step >= 0 else (number >= end):
            yield {variable: str(number)}
            number += step
    elif switch == 'f':
        yield from _lines(shell, options, variable, items.strip())
    elif switch == 'r':
        base = paths.full(options.strip('"') or '.', shell.session.cwd)
        for here, _, files in os.walk(paths.host(base)):
            for pattern in words.split(items):
                matcher = paths.pattern(pattern)
                for name in sorted(files):
                    if matcher.match(name):
                        yield {variable: paths.windows(os.path.join(here, name))}
    else:
        yield from _plain(shell, switch, variable, items)


def _plain(shell, switch, variable, items):
    for word in words._with_quotes(items):
        bare = word.replace('"', '')
        if '*' not in bare and '?' not in bare:
            yield {variable: word}
            continue
        folder = bare.rpartition('\\')[0]
        for path in paths.glob(bare, shell.session.cwd):
            if os.path.isdir(paths.host(path)) == (switch == 'd'):
                name = path.rpartition('\\')[2]
                yield {variable: folder + '\\' + name if folder else name}


def _lines(shell, options, variable, items):
    settings = _settings(options)
    for line in _source(shell, items, settings)[settings['skip']:]:
        if settings['eol'] and line.startswith(settings['eol']):
            continue
        fields = _fields(line, settings, variable)
        if fields is not None:
            yield fields


def _settings(options):
    import re
    found = {'delims': ' \t', 'tokens': '1', 'skip': 0, 'eol': ';', 'usebackq': False}
    rest = options
    match = re.search(r'delims=(.*)$', rest, re.IGNORECASE)
    for name in ('tokens', 'skip', 'eol'):
        other = re.search(name + r'=(\S+)', rest, re.IGNORECASE)
        if other:
            found[name] = int(other.group(1)) if name == 'skip' else other.group(1)
    if match:
        value = match.group(1)
        ended = re.match(r'(.*?) (?:tokens|skip|eol|usebackq)\b', value, re.IGNORECASE)
        found['delims'] = ended.group(1) if ended else value
    found['usebackq'] = 'usebackq' in rest.lower()
    return found


def _source(shell, items, settings):
    command, text = ('`', "'") if settings['usebackq'] else ("'", '"')
    if items.startswith(command):
        return _output(shell, items.strip(command))
    if items.startswith(text):
        return [items.strip(text)]
    lines = []
    for name in words.split(items):
        with open(paths.host(name, shell.session.cwd), encoding=shell.session.encoding,
                  errors='replace') as file:
            lines += file.read().splitlines()
    return [l for l in lines if l]


def _output(shell, command):
    from standin.windows import processes
    read, write = os.pipe()
    child = processes.Child(lambda: shell.run_line(command), 'cmd.exe', command,
                            shell.session.user, stdout=write)
    os.close(write)
    with open(read, 'rb') as stream:
        text = stream.read().decode(shell.session.encoding, 'replace')
    child.wait()
    return [l for l in text.splitlines() if l]


def _fields(line, settings, variable):
    delimiters = settings['delims']
    parts, starts = [], []
    at = 0
    while at < len(line):
        while at < len(line) and line[at] in delimiters:
            at += 1
        if at >= len(line):
            break
        start = at
        while at < len(line) and line[at] not in delimiters:
            at += 1
        parts.append(line[start:at])
        starts.append(start)
    out = {}
    letter = ord(variable)
    wanted = settings['tokens']
    for piece in wanted.rstrip('*').split(','):
        if not piece:
            continue
        first, _, last = piece.partition('-')
        for number in range(int(first), int(last or first) + 1):
            out[chr(letter)] = parts[number - 1] if number <= len(parts) else ''
            letter += 1
    if wanted.endswith('*'):
        used = letter - ord(variable)
        out[chr(letter)] = line[starts[used]:] if used < len(parts) else ''
    if not parts:
        return None
    return out

"""%variables%, %1 and !variables!, before a line is read."""


def percent(text, shell, batch=None):
    """Replaces %NAME%; in a batch file also %1, %*, %~dp0, and %% becomes %."""
    if '%' not in text:
        return text
    out = ''
    at = 0
    while at < len(text):
        c = text[at]
        if c != '%':
            out += c
            at += 1
            continue
        if batch is not None:
            if text.startswith('%%', at):
                out += '%'
                at += 2
                continue
            value, length = _argument(text, at + 1, batch)
            if length:
                out += value
                at += 1 + length
                continue
        end = text.find('%', at + 1)
        if end < 0 or '\n' in text[at:end]:
            out += '%' if batch is None else ''
            at += 1
            continue
        value = variable(text[at + 1:end], shell)
        if value is not None:
            out += value
            at = end + 1
        elif batch is not None:
            at = end + 1
        else:
            out += '%'
            at += 1
    return out


def delayed(text, shell):
    """Replaces !NAME!."""
    parts = text.split('!')
    out = parts[0]
    index = 1
    while index < len(parts):
        if index + 1 < len(parts):
            out += variable(parts[index], shell) or ''
            out += parts[index + 1]
            index += 2
        else:
            out += parts[index]
            index += 1
    return out


def variable(name, shell):
    """The value of NAME, NAME:~from,length or NAME:old=new; None when it is not set."""
    name, colon, change = name.partition(':')
    if not name:
        return None
    value = shell.variable(name)
    if value is None or not colon:
        return value
    if change.startswith('~'):
        return _slice(value, change[1:])
    old, equals, new = change.partition('=')
    if not equals or not old:
        return value
    import re
    if old.startswith('*'):
        return re.sub('.*?' + re.escape(old[1:]), lambda m: new, value, count=1,
                      flags=re.IGNORECASE | re.DOTALL)
    return re.sub(re.escape(old), lambda m: new, value, flags=re.IGNORECASE)


def _slice(value, spec):
    start, comma, length = spec.partition(',')
    start = int(start or 0)
    start = max(0, len(value) + start) if start < 0 else start
    if not comma:
        return value[start:]
    length = int(length or 0)
    return value[start:length] if length < 0 else value[start:start + length]


def _argument(text, at, batch):
    """(value, length) of the %1, %* or %~dp0 at a place; length 0 when it is none."""
    c = text[at:at + 1]
    if c == '*':
        return batch.rest(), 1
    if c.isdigit():
        return batch.argument(int(c)), 1
    if c != '~':
        return '', 0
    end = at + 1
    while text[end:end + 1].isalpha():
        end += 1
    if not text[end:end + 1].isdigit():
        return '', 0
    value = batch.argument(int(text[end])).strip('"')
    flags = text[at + 1:end]
    if int(text[end]) == 0:
        value = batch.path if flags else value
    return modified(value, flags, batch.shell.session.cwd), end + 1 - at


def modified(value, flags, cwd):
    """%~dp0 and its like: parts of a path."""
    from standin.windows import paths
    value = value.strip('"')
    flags = flags.lower()
    if not flags:
        return value
    whole = paths.true_case(value, cwd)
    folder, _, last = whole[2:].rpartition('\\')
    stem, dot, extension = last.rpartition('.')
    if not dot:
        stem, extension = last, ''
    if set(flags) <= set('fs'):
        return whole
    out = ''
    if 'd' in flags:
        out += whole[:2]
    if 'p' in flags:
        out += folder + '\\'
    if 'n' in flags:
        out += stem
    if 'x' in flags:
        out += dot + extension
    if 'z' in flags:
        import os
        file = paths.host(whole)
        out += str(os.path.getsize(file)) if os.path.exists(file) else ''
    return out


def loop_variables(text, values, cwd):
    """Replaces the %d of FOR loops, with their modifiers."""
    if '%' not in text or not values:
        return text
    out = ''
    at = 0
    while at < len(text):
        if text[at] == '%':
            end = at + 1
            if text[end:end + 1] == '~':
                end += 1
                while text[end:end + 1].isalpha() and not (
                        text[end] in values and not text[end + 1:end + 2].isalpha()):
                    end += 1
                if text[end:end + 1] in values:
                    out += modified(values[text[end]], text[at + 2:end], cwd)
                    at = end + 1
                    continue
            elif text[end:end + 1] in values and text[end:end + 1]:
                out += values[text[end]]
                at = end + 1
                continue
        out += text[at]
        at += 1
    return out

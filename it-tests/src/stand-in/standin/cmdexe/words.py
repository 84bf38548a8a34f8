"""Splitting the arguments of a command line."""


def split(text, limit=0):
    """As built-in commands do: at blanks, quotes kept together and taken away."""
    out = []
    word = ''
    quoted = started = False
    for index, c in enumerate(text):
        if c == '"':
            quoted = not quoted
            started = True
        elif not quoted and c in ' \t,;=':
            if started:
                out.append(word)
                word, started = '', False
                if limit and len(out) == limit:
                    rest = text[index:].strip()
                    return out + ([rest] if rest else [])
        else:
            word += c
            started = True
    if started:
        out.append(word)
    return out


def switches(text):
    """(names, switches in lower case) of a built-in's arguments; /s/q are two."""
    names, found = [], []
    for word in _with_quotes(text):
        if word.startswith('/'):
            found += ['/' + s.lower() for s in word.split('/') if s]
        elif '/' in word and not word.startswith('"') and not word[1:3] in (':/',):
            head, _, tail = word.partition('/')
            names.append(head)
            found += ['/' + s.lower() for s in tail.split('/') if s]
        else:
            names.append(word.replace('"', ''))
    return names, found


def _with_quotes(text):
    out = []
    word = ''
    quoted = False
    for c in text:
        if c == '"':
            quoted = not quoted
            word += c
        elif not quoted and c in ' \t,;=':
            if word:
                out.append(word)
            word = ''
        else:
            word += c
    if word:
        out.append(word)
    return out


def argv(text):
    """As the C runtime does: backslashes before quotes, "" inside quotes."""
    out = []
    at = 0
    size = len(text)
    while True:
        while at < size and text[at] in ' \t':
            at += 1
        if at >= size:
            return out
        word = ''
        quoted = False
        while at < size and (quoted or text[at] not in ' \t'):
            slashes = 0
            while at < size and text[at] == '\\':
                slashes += 1
                at += 1
            if at < size and text[at] == '"':
                word += '\\' * (slashes // 2)
                if slashes % 2:
                    word += '"'
                elif quoted and text[at + 1:at + 2] == '"':
                    word += '"'
                    at += 1
                else:
                    quoted = not quoted
                at += 1
                continue
            word += '\\' * slashes
            if at < size and (quoted or text[at] not in ' \t'):
                word += text[at]
                at += 1
        out.append(word)


def quote(word):
    """One argument as PowerShell hands it to a program: quotes only around blanks."""
    if word == '':
        return '""' if word is None else ''
    if any(c in ' \t' for c in word) and not word.startswith('"'):
        return '"' + word + ('\\' if word.endswith('\\') else '') + '"'
    return word

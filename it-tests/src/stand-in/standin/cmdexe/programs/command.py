"""cmd.exe, started by another program."""


def run(session, arguments, raw):
    """cmd [/s] [/d] [/q] [/v:on] /c COMMAND."""
    from standin.cmdexe.shell import Shell
    rest = raw.strip()
    keep_rule = False
    shell = Shell(session)
    while rest.startswith('/'):
        option, rest = rest[1:2].lower(), rest[2:]
        if option in 'ck':
            return shell.run_line(_unquoted(rest.strip(), keep_rule))
        if option == 's':
            keep_rule = True
        elif option == 'v':
            shell.delayed = not rest.lower().startswith(':off')
            rest = rest.partition(' ')[2]
        elif option in 'aduqtefx':
            rest = rest.lstrip(':onfONF') if rest.startswith(':') else rest
        rest = rest.strip()
    return _script(shell)


def _unquoted(text, always):
    """One pair of quotes around one program's name stays; otherwise first and last go."""
    if not text.startswith('"'):
        return text
    if not always and text.count('"') == 2 and text.endswith('"') and not any(
            c in '&<>()@^|' for c in text) and ' ' in text:
        from standin.cmdexe import programs
        if programs.known(text.strip('"')):
            return text
    last = text.rfind('"')
    return text[1:last] + text[last + 1:] if last > 0 else text[1:]


def _script(shell):
    """Commands from standard input."""
    import sys
    for line in sys.stdin:
        shell.run_line(line.rstrip('\r\n'))
    return shell.errorlevel

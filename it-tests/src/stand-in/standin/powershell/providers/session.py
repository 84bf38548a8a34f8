"""Variable:, Function: and Alias:"""
from standin.powershell import operators, values

NAME = 'Variable'


def _split(path):
    drive, _, name = path.partition(':')
    return drive, name[7:] if name.lower().startswith('global:') else (
        name.partition('\\')[2] if name.lower().startswith(('global\\',)) else name)


def _find(interpreter, path):
    drive, name = _split(path)
    if drive == 'variable':
        found = interpreter.scope.find(name)
        if found is None:
            value = interpreter._automatic(name.lower())
            if value is None:
                return None
            return name, value
        return found.name, found.value
    if drive == 'function':
        found = interpreter.scope.function(name)
        if found is None:
            return None
        from standin.powershell.functions import ScriptBlock
        return found.name, ScriptBlock(found.ast, interpreter)
    found = interpreter.find_alias(name)
    return (name, found) if found else None


def exists(interpreter, path):
    """Whether there is such a thing."""
    return not _split(path)[1] or _find(interpreter, path) is not None


def is_container(interpreter, path):
    """The drive itself is."""
    return not _split(path)[1]


def get(interpreter, path):
    """The thing."""
    found = _find(interpreter, path)
    if found is None:
        return None
    return values.PsObject((('Name', found[0]), ('Value', found[1]),
                            ('Definition', values.text(found[1]))),
                           'System.Management.Automation.PSVariable')


def children(interpreter, path):
    """All names."""
    drive, _ = _split(path)
    names = {}
    scope = interpreter.scope
    while scope is not None:
        table = scope.variables if drive == 'variable' else (
            scope.functions if drive == 'function' else scope.aliases)
        for lower, item in table.items():
            names.setdefault(lower, getattr(item, 'name', lower))
        scope = scope.parent
    return [drive + ':' + n for n in sorted(names.values(), key=str.lower)]


def glob(interpreter, pattern):
    """Names that match."""
    drive, name = _split(pattern)
    matcher = operators.wildcard(name)
    return [p for p in children(interpreter, drive + ':') if matcher.match(p.partition(':')[2])]


def new(interpreter, path, kind, value, force):
    """New-Item."""
    set_item(interpreter, path, value)
    return get(interpreter, path)


def set_item(interpreter, path, value):
    """Set-Item."""
    drive, name = _split(path)
    if drive == 'variable':
        interpreter.scope.set(name, value)
    elif drive == 'function':
        from standin.powershell.functions import ScriptFunction
        interpreter.scope.functions[name.lower()] = ScriptFunction(name, value.ast, interpreter)
    else:
        interpreter.scope.aliases[name.lower()] = values.text(value)


def remove(interpreter, path, recurse, force):
    """Remove-Item."""
    drive, name = _split(path)
    scope = interpreter.scope
    while scope is not None:
        table = scope.variables if drive == 'variable' else (
            scope.functions if drive == 'function' else scope.aliases)
        if table.pop(name.lower(), None) is not None:
            return
        scope = scope.parent


def show(path):
    """The path in messages."""
    return path.partition(':')[2]


def leaf(path):
    """The last part."""
    return path.partition(':')[2]

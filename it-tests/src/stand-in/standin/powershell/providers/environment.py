"""Env:"""
from standin.powershell import operators, values

NAME = 'Environment'


def exists(interpreter, path):
    """Whether there is such a variable."""
    return not path or path in interpreter.session.env


def is_container(interpreter, path):
    """The drive itself is."""
    return not path


def get(interpreter, path):
    """The variable as an entry."""
    if not path or path not in interpreter.session.env:
        return None
    name = interpreter.session.env._key(path)
    return values.PsObject((('Name', name), ('Key', name), ('Value', interpreter.session.env[name]),
                            ('PSChildName', name)), 'System.Collections.DictionaryEntry')


def children(interpreter, path):
    """The names of all variables."""
    return sorted(interpreter.session.env, key=str.lower) if not path else []


def glob(interpreter, pattern):
    """Names that match."""
    matcher = operators.wildcard(pattern)
    return [n for n in children(interpreter, '') if matcher.match(n)]


def new(interpreter, path, kind, value, force):
    """New-Item."""
    set_item(interpreter, path, value)
    return get(interpreter, path)


def set_item(interpreter, path, value):
    """Set-Item."""
    if value is None or values.text(value) == '':
        interpreter.session.env.pop(path, None)
    else:
        interpreter.session.env[path] = values.text(value)


def remove(interpreter, path, recurse, force):
    """Remove-Item."""
    interpreter.session.env.pop(path, None)


def show(path):
    """The path in messages."""
    return path


def leaf(path):
    """The last part."""
    return path

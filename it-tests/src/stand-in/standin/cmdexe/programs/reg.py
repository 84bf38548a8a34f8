"""reg.exe."""
from standin.windows import registry

TYPES = ('REG_SZ', 'REG_MULTI_SZ', 'REG_EXPAND_SZ', 'REG_DWORD', 'REG_QWORD', 'REG_BINARY',
         'REG_NONE')
MISSING = 'ERROR: The system was unable to find the specified registry key or value.\n'
DONE = 'The operation completed successfully.\n'


def run(session, arguments, raw):
    """reg add|query|delete KEY [/v NAME | /ve] [/t TYPE] [/d DATA] [/f] [/s]"""
    if not arguments or arguments[0].lower() not in ('add', 'query', 'delete', 'export', 'import',
                                                     'load', 'unload', 'copy', 'save'):
        session.err('ERROR: Invalid syntax.\nType "REG /?" for usage.\n')
        return 1
    verb = arguments[0].lower()
    if verb not in ('add', 'query', 'delete'):
        session.out(DONE)
        return 0
    key, options, problem = _options(arguments[1:])
    if problem:
        session.err("ERROR: Invalid syntax.\nType \"REG %s /?\" for usage.\n" % verb.upper())
        return 1
    try:
        registry.normal(key)
    except KeyError:
        session.err('ERROR: Invalid key name.\nType "REG %s /?" for usage.\n' % verb.upper())
        return 1
    if verb != 'query' and not session.elevated and key.upper().startswith(('HKLM', 'HKEY_LOCAL')):
        session.err('ERROR: Access is denied.\n')
        return 1
    return {'add': _add, 'query': _query, 'delete': _delete}[verb](session, key, options)


def _options(words):
    key, options = None, {}
    at = 0
    while at < len(words):
        word = words[at]
        lower = word.lower()
        if lower in ('/v', '/t', '/d', '/s2', '/se'):
            at += 1
            if at >= len(words):
                return key, options, True
            options[lower[1:]] = words[at]
        elif lower in ('/f', '/ve', '/va', '/s', '/reg:64', '/reg:32', '/z'):
            options[lower[1:]] = True
        elif key is None:
            key = word
        else:
            return key, options, True
        at += 1
    return key, options, key is None


def _add(session, key, options):
    kind = options.get('t', 'REG_SZ').upper()
    if kind not in TYPES:
        session.err('ERROR: Invalid syntax.\nType "REG ADD /?" for usage.\n')
        return 1
    registry.create(key)
    if 'v' in options or 've' in options:
        name = options.get('v', '')
        exists = any(e[0].lower() == name.lower() for e in registry.entries(key))
        if exists and 'f' not in options:
            # It would ask, and nobody answers.
            session.out('Value %s exists, overwrite(Yes/No)? ' % name)
            return 1
        data = options.get('d', '')
        if kind in ('REG_DWORD', 'REG_QWORD'):
            try:
                data = int(data or '0', 0)
            except ValueError:
                session.err('ERROR: Invalid syntax. Specify valid numeric value for \'/d\'.\n'
                            'Type "REG ADD /?" for usage.\n')
                return 1
        elif kind == 'REG_MULTI_SZ':
            data = data.split('\\0') if data else []
        elif kind == 'REG_BINARY':
            data = list(bytes.fromhex(data))
        registry.set_value(key, name, data, kind)
    session.out(DONE)
    return 0


def _shown(kind, data):
    if kind in ('REG_DWORD', 'REG_QWORD'):
        return '0x%x' % (data & 0xFFFFFFFFFFFFFFFF if data < 0 else data)
    if kind == 'REG_MULTI_SZ':
        return '\\0'.join(data)
    if kind == 'REG_BINARY':
        return ''.join('%02X' % b for b in data)
    return str(data)


def _query(session, key, options):
    if not registry.exists(key):
        session.err(MISSING)
        return 1
    found = 0
    for place in _places(key, 's' in options):
        entries = registry.entries(place)
        if 'v' in options or 've' in options:
            wanted = options.get('v', '').lower()
            entries = [e for e in entries if e[0].lower() == wanted]
            if not entries:
                continue
        found += len(entries)
        session.out('\n%s\n' % registry.long_name(registry.name(place)))
        for name, kind, data in entries:
            session.out('    %s    %s    %s\n' % (name or '(Default)', kind, _shown(kind, data)))
        if 's' not in options and 'v' not in options and 've' not in options:
            session.out('\n')
            for child in registry.children(place):
                session.out('%s\\%s\n' % (registry.long_name(registry.name(place)), child))
    if not found and ('v' in options or 've' in options):
        session.err(MISSING)
        return 1
    if 'v' in options or 've' in options:
        session.out('\n')
    return 0


def _places(key, deep):
    yield key
    if deep:
        for child in registry.children(key):
            yield from _places(key + '\\' + child, True)


def _delete(session, key, options):
    if 'f' not in options:
        session.out('Permanently delete the registry key %s (Yes/No)? ' % key)
        return 1
    try:
        if 'v' in options:
            registry.remove_value(key, options['v'])
        elif 've' in options:
            registry.remove_value(key, '')
        elif 'va' in options:
            for name, _, _ in registry.entries(key):
                registry.remove_value(key, name)
        else:
            registry.remove(key)
    except KeyError:
        session.err(MISSING)
        return 1
    session.out(DONE)
    return 0

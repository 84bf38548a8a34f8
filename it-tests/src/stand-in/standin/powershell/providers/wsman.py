"""WSMan:"""
from standin.powershell import operators
from standin.powershell.records import NetError
from standin.powershell.values import PsObject, text
from standin.windows import certificates, wsman

NAME = 'WSMan'
KIND = 'Microsoft.WSMan.Management.WSManConfig'


def _parts(path):
    parts = [p for p in path.replace('/', '\\').split('\\') if p]
    return parts


def _inner(path):
    """The path below localhost."""
    return '\\'.join(_parts(path)[1:])


def _listeners():
    return {wsman.listener_name(l): l for l in wsman.state()['listeners']}


def _below(inner):
    """Names of what is below a container; None when it is none."""
    if inner.lower() == 'listener':
        return sorted(_listeners())
    if inner.lower().startswith('listener\\'):
        parts = inner.split('\\')
        if len(parts) == 2 and _listener(parts[1]):
            return list(_listener_values(_listener(parts[1])))
        return None
    prefix = inner.lower() + '\\' if inner else ''
    names = {}
    for path in wsman.DEFAULTS:
        if path.lower().startswith(prefix):
            name = path[len(prefix):].partition('\\')[0]
            names.setdefault(name.lower(), name)
    if not inner:
        names['listener'] = 'Listener'
    if inner and inner.lower() in {k.lower() for k in wsman.DEFAULTS}:
        return None
    return list(names.values()) or None


def _listener(name):
    return next((l for n, l in _listeners().items() if n.lower() == name.lower()), None)


def _listener_values(listener):
    return {'Address': listener['Address'], 'Transport': listener['Transport'],
            'Port': str(listener['Port']), 'Hostname': listener.get('Hostname', ''),
            'Enabled': 'true', 'URLPrefix': 'wsman',
            'CertificateThumbprint': listener['CertificateThumbprint'],
            'ListeningOn_1770022257': '10.0.2.15'}


def exists(interpreter, path):
    """Whether there is such a setting or container."""
    parts = _parts(path)
    if not parts:
        return True
    if parts[0].lower() not in ('localhost', '.', '127.0.0.1'):
        return False
    inner = _inner(path)
    if not inner or _below(inner) is not None:
        return True
    if inner.lower().startswith('listener\\'):
        listener = _listener(inner.split('\\')[1])
        return bool(listener) and inner.split('\\')[2].lower() in [
            k.lower() for k in _listener_values(listener)]
    try:
        wsman.setting(inner)
        return True
    except KeyError:
        return False


def is_container(interpreter, path):
    """Whether something is below."""
    return not _parts(path) or not _inner(path) or _below(_inner(path)) is not None


def get(interpreter, path):
    """The setting or container."""
    inner = _inner(path)
    name = leaf(path)
    full = 'WSMan:\\' + path
    if is_container(interpreter, path):
        made = PsObject((('Name', name),), KIND + 'ContainerElement', name)
        if inner.lower().startswith('listener\\'):
            listener = _listener(name)
            made.set('Keys', ['Transport=' + listener['Transport'],
                              'Address=' + listener['Address']])
        made.set('Type', 'Container')
        made.set('TypeNameOfElement', 'Container')
    else:
        if inner.lower().startswith('listener\\'):
            known = _listener_values(_listener(inner.split('\\')[1]))
            name, value = next((k, v) for k, v in known.items() if k.lower() == name.lower())
        else:
            known, value = wsman.setting(inner)
            name = known.rpartition('\\')[2]
        made = PsObject((('Name', name), ('Value', value)), KIND + 'LeafElement', name)
        made.set('Type', 'System.String')
    made.set('PSPath', 'Microsoft.WSMan.Management\\WSMan::' + path)
    made.set('PSParentPath', 'Microsoft.WSMan.Management\\WSMan::' + path.rpartition('\\')[0])
    made.set('PSChildName', name)
    made.set('PSIsContainer', is_container(interpreter, path))
    made.view = ['Type', 'Keys' if made.has('Keys') else 'Name'] if is_container(
        interpreter, path) else ['Type', 'Name', 'Value']
    return made if full else None


def children(interpreter, path):
    """Paths of what is below."""
    if not _parts(path):
        return ['localhost']
    return [path.rstrip('\\') + '\\' + n for n in _below(_inner(path)) or []]


def glob(interpreter, pattern):
    """Paths that match."""
    found = ['']
    for part in _parts(pattern):
        matcher = operators.wildcard(part)
        found = [c for f in found for c in children(interpreter, f) if matcher.match(leaf(c))]
    return found


def _failed(message):
    return NetError(message, 'System.InvalidOperationException')


def set_item(interpreter, path, value):
    """Set-Item."""
    inner = _inner(path)
    if not interpreter.session.elevated:
        raise _failed('Access is denied.')
    if isinstance(value, bool):
        value = 'true' if value else 'false'
    try:
        wsman.set_value(inner, text(value))
    except KeyError:
        raise _failed("Cannot find path '%s' because it does not exist." % path) from None
    except ValueError:
        raise _failed('The WS-Management service cannot process the request. The value of the '
                      'property is not valid: %s' % text(value)) from None


def new_listener(call, path):
    """New-Item WSMan:\\localhost\\Listener -Transport HTTPS -Address * ..."""
    if not call.session.elevated:
        raise _failed('Access is denied.')
    if _inner(path).lower() != 'listener':
        raise _failed('The path is not supported for new items: %s' % path)
    thumbprint = call.text('CertificateThumbPrint') or ''
    transport = (call.text('Transport') or 'HTTP').upper()
    if transport == 'HTTPS':
        mine = next((c for p, c in certificates.table().items()
                     if p.lower() == 'localmachine\\my'), {})
        facts = mine.get(thumbprint.upper())
        if facts is None or not facts['hasKey']:
            raise _failed('The WS-Management service cannot find the certificate that was '
                          'requested.')
    try:
        wsman.add_listener(transport, call.text('Address') or '*', thumbprint.upper(),
                           int(call.text('Port')) if call.has('Port') else None,
                           call.text('HostName') or '')
    except ValueError:
        raise _failed('The WS-Management service cannot create the resource because it already '
                      'exists.') from None
    name = wsman.listener_name(wsman.state()['listeners'][-1])
    return get(call.interpreter, 'localhost\\Listener\\' + name)


def new(interpreter, path, kind, value, force):
    """New-Item for anything but listeners."""
    raise _failed('The path is not supported for new items: %s' % path)


def remove(interpreter, path, recurse, force):
    """Remove-Item: listeners alone."""
    wsman.remove_listener(leaf(path))


def show(path):
    """The path in messages."""
    return 'WSMan:\\' + path


def leaf(path):
    """The last part."""
    return path.rpartition('\\')[2]

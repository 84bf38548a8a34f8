"""Drives of PowerShell: files, registry, certificates, WSMan, environment, variables."""
import importlib

from standin.powershell import values
from standin.windows import paths

DRIVES = {
    'hklm': 'registry', 'hkcu': 'registry', 'hku': 'registry', 'hkcr': 'registry',
    'registry': 'registry', 'env': 'environment', 'variable': 'session', 'function': 'session',
    'alias': 'session', 'cert': 'certificates', 'wsman': 'wsman',
}


def find(interpreter, path):
    """(provider module, path inside of it). The module knows its own form of a path."""
    path = values.text(path)
    name, inner = split(path)
    mapped = getattr(interpreter, 'drives', {}).get(name)
    if mapped:
        return find(interpreter, mapped.rstrip('\\') + '\\' + inner.lstrip('\\'))
    kind = DRIVES.get(name)
    if kind is None:
        if '::' in path[:60]:
            provider, _, rest = path.partition('::')
            if provider.lower().endswith('filesystem'):
                return load('filesystem'), paths.full(rest, interpreter.session.cwd)
            if provider.lower().endswith('registry'):
                return load('registry'), rest
            if provider.lower().endswith('certificate'):
                return load('certificates'), rest
            if provider.lower().endswith('wsman'):
                return load('wsman'), rest
        if name and len(name) > 1:
            from standin.powershell.records import error
            raise error("Cannot find drive. A drive with the name '%s' does not exist." %
                        path.partition(':')[0], 'DriveNotFound', 'ObjectNotFound',
                        path.partition(':')[0],
                        'System.Management.Automation.DriveNotFoundException')
        if not name and interpreter.location_drive and not path.startswith(('\\\\', '//')):
            base = interpreter.location_drive
            return find(interpreter, base.rstrip('\\') + '\\' + path)
        if path.startswith('~'):
            path = interpreter.session.env.get('USERPROFILE', 'C:') + path[1:]
        return load('filesystem'), paths.full(path, interpreter.session.cwd)
    module = load(kind)
    if kind == 'registry':
        return module, path if name != 'registry' else inner.lstrip(':')
    if kind == 'session':
        return module, name + ':' + inner.lstrip('\\')
    return module, inner.strip('\\')


def split(path):
    """(name of the drive in lower case, the rest)."""
    at = path.find(':')
    if at <= 0 or '\\' in path[:at] or '/' in path[:at]:
        return '', path
    name = path[:at].lower()
    if path[at:at + 2] == '::':
        return ('registry', path[at + 2:]) if name.endswith('registry') else ('', path)
    return name, path[at + 1:]


def load(name):
    """A provider's module."""
    return importlib.import_module('standin.powershell.providers.' + name)


def content(interpreter, path):
    """${drive:name}: the content of an item."""
    module, inner = find(interpreter, path)
    if module.NAME == 'FileSystem':
        lines = module.lines(interpreter, inner)
        return lines[0] if len(lines) == 1 else lines
    item = module.get(interpreter, inner)
    return item.get('Value') if item is not None and hasattr(item, 'get') else None


def set_content(interpreter, path, value):
    """${drive:name} = value."""
    module, inner = find(interpreter, path)
    if module.NAME == 'FileSystem':
        file = module.open_for_writing(interpreter, inner, 'ansi', False)
        for line in values.as_list(value):
            file.write(values.text(line) + '\r\n')
        file.close()
    else:
        module.set_item(interpreter, inner, value)


def location_object(interpreter):
    """$PWD"""
    path = interpreter.location_drive or interpreter.session.cwd
    name = path.partition(':')[0]
    return values.PsObject({
        'Path': path, 'ProviderPath': path, 'Drive': values.PsObject({'Name': name}),
        'Provider': values.PsObject({'Name': 'FileSystem'}, text='Microsoft.PowerShell.Core\\'
                                    'FileSystem')},
        'System.Management.Automation.PathInfo', path)


def has_wildcard(path):
    """Whether a path stands for many."""
    return any(c in path for c in '*?[')


def expand(interpreter, path, literal=False):
    """[(provider, path)] of everything that a path with wildcards means; without any, itself."""
    module, inner = find(interpreter, path)
    if literal or not has_wildcard(inner):
        return [(module, inner.replace('`', '') if not literal else inner)]
    return [(module, p) for p in module.glob(interpreter, inner)]

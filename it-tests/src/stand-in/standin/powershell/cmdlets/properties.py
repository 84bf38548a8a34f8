"""Get-ItemProperty and its like."""
from standin.powershell import providers, values
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.cmdlets.items import PATHS, targets
from standin.powershell.values import text
from standin.windows import registry


def _missing(call, name, path):
    call.error('Property %s does not exist at path %s.' % (name, path),
               'System.Management.Automation.PSArgumentException', 'InvalidArgument', name,
               'System.Management.Automation.PSArgumentException')


@cmdlet('Get-ItemProperty', PATHS.replace('<.', '<.') + '1Name=PSProperty:string[] Filter '
        'Include Exclude')
def get_item_property(call):
    """Get-ItemProperty"""
    names = [text(n) for n in call.list('Name')]
    for module, path in targets(call):
        if module.NAME != 'Registry':
            item = module.get(call.interpreter, path)
            call.write_one(item)
            continue
        for name in names:
            if not any(c in name for c in '*?') and not _has(module, path, name):
                _missing(call, name, module.show(path))
        if names and not any(_has(module, path, n) or '*' in n for n in names):
            continue
        found = module.properties(call.interpreter, path, names or None)
        if found is not None:
            call.write_one(found)


def _has(module, path, name):
    name = '' if name.lower() == '(default)' else name
    return name.lower() in [e[0].lower() for e in registry.entries(module.key_of(path))]


@cmdlet('Get-ItemPropertyValue', PATHS + '1Name:string[]! Filter Include Exclude')
def get_item_property_value(call):
    """Get-ItemPropertyValue"""
    from standin.powershell import members
    for module, path in targets(call):
        for name in call.list('Name'):
            name = text(name)
            if module.NAME != 'Registry':
                call.write(members.get(module.get(call.interpreter, path), name))
            elif not _has(module, path, name):
                _missing(call, name, module.show(path))
            else:
                call.write(module.properties(call.interpreter, path, [name]).get(name))


def _write(call, module, path, name, value, kind):
    data, reg = module.to_data(value, kind)
    registry.set_value(module.key_of(path), '' if name.lower() == '(default)' else name, data, reg)


@cmdlet('Set-ItemProperty', PATHS.replace('<', '') + '1Name=PSProperty:string 2Value '
        'Type=PropertyType:string Force? PassThru? InputObject< Filter Include Exclude')
def set_item_property(call):
    """Set-ItemProperty"""
    for module, path in targets(call):
        if module.NAME != 'Registry':
            from standin.powershell import members
            members.assign(module.get(call.interpreter, path), call.text('Name'), call['Value'])
            continue
        if not call.session.elevated:
            call.error('Requested registry access is not allowed.',
                       'System.Security.SecurityException', 'PermissionDenied',
                       module.show(path), 'System.Security.SecurityException')
            continue
        kind = call.text('Type')
        if kind is None:
            old = next((e for e in registry.entries(module.key_of(path))
                        if e[0].lower() == call.text('Name').lower()), None)
            if old and old[1] in ('REG_DWORD', 'REG_QWORD') and isinstance(call['Value'], int):
                kind = 'DWord' if old[1] == 'REG_DWORD' else 'QWord'
        _write(call, module, path, call.text('Name'), call['Value'], kind)


@cmdlet('New-ItemProperty', PATHS.replace('<', '') + '1Name=PSProperty:string! '
        'PropertyType=Type:string Value Force? Filter Include Exclude')
def new_item_property(call):
    """New-ItemProperty"""
    for module, path in targets(call):
        name = call.text('Name')
        if _has(module, path, name) and not call.has('Force'):
            call.error('The property already exists.', 'System.IO.IOException', 'WriteError',
                       module.show(path), 'System.IO.IOException')
            continue
        _write(call, module, path, name, call['Value'], call.text('PropertyType') or (
            'String' if not call.has('PropertyType') and not isinstance(call['Value'], int)
            else None))
        call.write_one(module.properties(call.interpreter, path, [name]))


@cmdlet('Remove-ItemProperty', PATHS.replace('<', '') + '1Name=PSProperty:string[]!. Force? '
        'InputObject< Filter Include Exclude')
def remove_item_property(call):
    """Remove-ItemProperty"""
    for module, path in targets(call):
        for name in call.list('Name'):
            name = text(name)
            if not _has(module, path, name):
                _missing(call, name, module.show(path))
                continue
            registry.remove_value(module.key_of(path), '' if name.lower() == '(default)' else name)


@cmdlet('Clear-ItemProperty', PATHS + '1Name:string! Force?')
def clear_item_property(call):
    """Clear-ItemProperty"""
    for module, path in targets(call):
        _write(call, module, path, call.text('Name'), '', 'String')


@cmdlet('Rename-ItemProperty', '0Path=LiteralPath:string! 1Name:string! 2NewName:string! Force?')
def rename_item_property(call):
    """Rename-ItemProperty"""
    module, path = providers.find(call.interpreter, call.text('Path'))
    key = module.key_of(path)
    _, kind, data = registry.entry(key, call.text('Name'))
    registry.set_value(key, call.text('NewName'), data, kind)
    registry.remove_value(key, call.text('Name'))


class Acl(values.NetObject):
    """An access list: rights are not kept."""

    net_type = 'System.Security.AccessControl.FileSecurity'

    def __init__(self, path):
        self.Path = path
        self.Owner = 'BUILTIN\\Administrators'
        self.Access = []

    def net_method(self, lower):
        """Every change is accepted."""
        return lambda *a: values.Nothing


@cmdlet('Get-Acl', PATHS + 'Audit?')
def get_acl(call):
    """Get-Acl"""
    for _, path in targets(call):
        call.write(Acl(path))


@cmdlet('Set-Acl', '0Path=LiteralPath:string[]<. 1AclObject PassThru?')
def set_acl(call):
    """Set-Acl"""

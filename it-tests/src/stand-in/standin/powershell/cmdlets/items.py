"""Get-Item and its like, for every kind of drive."""
import os

from standin.powershell import operators, providers, values
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.records import NetError
from standin.powershell.values import text
from standin.windows import paths

NOT_FOUND = 'System.Management.Automation.ItemNotFoundException'
PATHS = '0Path:string[]<. LiteralPath=PSPath:string[]. '


def targets(call, missing=True):
    """(provider, path) of what the call's paths mean; tells those that are not there."""
    literal = call.has('LiteralPath')
    given = call.list('LiteralPath') if literal else call.list('Path')
    for path in given:
        path = text(path)
        found = providers.expand(call.interpreter, path, literal)
        for module, inner in found:
            if missing and not module.exists(call.interpreter, inner):
                not_found(call, path if module.NAME != 'FileSystem' or ':' in path else inner)
                continue
            yield module, inner


def not_found(call, path):
    """The error for a path that is not there."""
    call.error("Cannot find path '%s' because it does not exist." % path, 'PathNotFound',
               'ObjectNotFound', path, NOT_FOUND)


def fail(call, problem, error_id, category, target):
    """Tells what a provider threw."""
    exception = problem.exception
    call.error(exception.Message, error_id, category, target, exception.net_type,
               exception.HResult)


def wanted(call, name):
    """Whether -Filter, -Include and -Exclude let a name through."""
    filters = call.list('Filter')
    if filters and not operators.wildcard(text(filters[0])).match(name):
        return False
    include = call.list('Include')
    if include and not any(operators.wildcard(text(i)).match(name) for i in include):
        return False
    return not any(operators.wildcard(text(e)).match(name) for e in call.list('Exclude'))


@cmdlet('Get-Item', PATHS + 'Filter Include:string[] Exclude:string[] Force? Stream')
def get_item(call):
    """Get-Item"""
    for module, path in targets(call):
        item = module.get(call.interpreter, path)
        if item is not None:
            call.write_one(item)


@cmdlet('Test-Path', PATHS + 'PathType IsValid? Filter Include:string[] Exclude:string[]')
def test_path(call):
    """Test-Path"""
    literal = call.has('LiteralPath')
    given = call.list('LiteralPath') if literal else call.list('Path')
    if not given or (len(given) == 1 and (given[0] is None or text(given[0]) == '')):
        raise call.stop("Cannot bind argument to parameter 'Path' because it is an empty string.",
                        'ParameterArgumentValidationErrorEmptyStringNotAllowed', 'InvalidData',
                        kind='System.Management.Automation.ParameterBindingValidationException')
    kind = (call.text('PathType') or 'any').lower()
    for path in given:
        if call.has('IsValid'):
            call.write(paths.valid_name(text(path)))
            continue
        result = False
        try:
            for module, inner in providers.expand(call.interpreter, text(path), literal):
                if module.exists(call.interpreter, inner):
                    container = module.is_container(call.interpreter, inner)
                    result = result or kind == 'any' or (kind == 'container') == container
        except Exception as problem:  # pylint: disable=broad-except
            if 'drive' not in str(problem).lower():
                raise
        call.write(result)


@cmdlet('Get-ChildItem', '0Path:string[]<. LiteralPath=PSPath:string[]. 1Filter:string '
        'Include:string[] Exclude:string[] Recurse=s? Depth:int Force? Name? File=af? '
        'Directory=ad,d? Hidden=h? ReadOnly? System? Attributes CodeSigningCert? SSLServerAuthentication?')
def get_child_item(call):
    """Get-ChildItem"""
    if not call.has('Path') and not call.has('LiteralPath'):
        call.bound['path'] = ['.']
    for module, path in targets(call):
        if not module.is_container(call.interpreter, path):
            if wanted(call, module.leaf(path)):
                call.write_one(module.get(call.interpreter, path))
            continue
        _list(call, module, path, call['Depth'] if call.has('Depth') else None, '')


def _list(call, module, path, depth, prefix):
    try:
        found = module.children(call.interpreter, path)
    except OSError as problem:
        from standin.powershell.dotnet.io import io_error
        fail(call, io_error(problem, path), 'DirUnauthorizedAccessError', 'PermissionDenied', path)
        return
    recurse = call.has('Recurse') or depth is not None
    folders = []
    # Files are shown before what is in the folders below.
    for one in found:
        container = module.is_container(call.interpreter, one)
        if container and module.NAME in ('FileSystem', 'Registry', 'Certificate', 'WSMan'):
            folders.append(one)
        if call.has('File') and container or call.has('Directory') and not container:
            continue
        name = module.leaf(one)
        if not wanted(call, name):
            continue
        if call.has('Name'):
            call.write(prefix + name)
        else:
            item = module.get(call.interpreter, one)
            if item is not None:
                call.write_one(item)
    if recurse and (depth is None or depth > 0):
        for folder in folders:
            if module.NAME == 'FileSystem' and os.path.islink(paths.host(folder)):
                continue
            _list(call, module, folder, None if depth is None else depth - 1,
                  prefix + module.leaf(folder) + '\\')


@cmdlet('New-Item', '0Path:string[]. Name:string ItemType=Type:string Value=Target< Force? '
        'Transport Address CertificateThumbPrint Port HostName Enabled URLPrefix Issuer Subject')
def new_item(call):
    """New-Item"""
    given = call.list('Path') or ['.']
    for path in given:
        path = text(path)
        if call.has('Name'):
            path = path.rstrip('\\') + '\\' + call.text('Name')
        module, inner = providers.find(call.interpreter, path)
        try:
            if module.NAME == 'WSMan':
                call.write(module.new_listener(call, inner))
                continue
            kind = call.text('ItemType')
            if kind is None and module.NAME == 'FileSystem':
                kind = 'File'
            call.write_one(module.new(call.interpreter, inner, kind, call['Value'],
                                      call.has('Force')))
        except NetError as problem:
            known = problem.exception.net_type
            error_id = {'System.IO.IOException': 'NewItemIOError',
                        'System.UnauthorizedAccessException': 'NewItemUnauthorizedAccessError',
                        'System.IO.DirectoryNotFoundException': 'NewItemIOError'}.get(
                            known, known)
            if 'already exists' in problem.exception.Message and 'specified name' in \
                    problem.exception.Message:
                error_id = 'DirectoryExist'
                fail(call, problem, error_id, 'ResourceExists', inner)
            else:
                fail(call, problem, error_id, 'WriteError', inner)


@cmdlet('mkdir', '0Path:string[]<. Force?')
def mkdir(call):
    """mkdir: New-Item -ItemType Directory"""
    call.bound['itemtype'] = 'Directory'
    new_item(call)


@cmdlet('Remove-Item', PATHS + 'Filter Include:string[] Exclude:string[] Recurse? Force? '
        'DeleteKey? Stream')
def remove_item(call):
    """Remove-Item"""
    for module, path in list(targets(call)):
        if not wanted(call, module.leaf(path)):
            continue
        if module.NAME in ('FileSystem', 'Registry') and not call.has('Recurse') and \
                module.is_container(call.interpreter, path) and module.children(
                    call.interpreter, path) and not _confirmed(call):
            raise call.stop(
                'Windows PowerShell is in NonInteractive mode. Read and Prompt functionality is '
                'not available.', 'RemoveItemNonInteractive', 'InvalidOperation', path,
                'System.Management.Automation.PSInvalidOperationException')
        try:
            module.remove(call.interpreter, path, call.has('Recurse'), call.has('Force'))
        except NetError as problem:
            fail(call, problem, 'RemoveFileSystemItemIOError', 'WriteError', path)


def _confirmed(call):
    return call.has('Confirm') and not call['Confirm']


def _destination(call, default='.'):
    module, inner = providers.find(call.interpreter, call.text('Destination') or default)
    return module, inner


@cmdlet('Copy-Item', '0Path:string[]<. LiteralPath=PSPath:string[]. 1Destination:string Recurse? '
        'Container? Force? PassThru? Filter Include:string[] Exclude:string[] ToSession FromSession')
def copy_item(call):
    """Copy-Item"""
    import shutil
    from standin.powershell.dotnet.io import info, io_error
    _, where = _destination(call)
    for module, path in targets(call):
        if module.NAME != 'FileSystem' or not wanted(call, module.leaf(path)):
            continue
        source, target = paths.host(path), paths.host(where)
        inside = os.path.isdir(target)
        try:
            if os.path.isdir(source):
                if inside:
                    target = os.path.join(target, os.path.basename(source))
                if call.has('Recurse'):
                    shutil.copytree(source, target, dirs_exist_ok=True)
                else:
                    os.makedirs(target, exist_ok=True)
            else:
                if inside:
                    target = os.path.join(target, os.path.basename(source))
                elif where.endswith('\\') or not os.path.isdir(os.path.dirname(target)):
                    raise FileNotFoundError(2, 'folder', target)
                if os.path.exists(target) and os.path.samefile(source, target):
                    raise NetError('Cannot overwrite the item %s with itself.' % path,
                                   'System.IO.IOException')
                shutil.copyfile(source, target)
        except NetError as problem:
            fail(call, problem, 'CopyError', 'WriteError', path)
        except FileNotFoundError:
            fail(call, NetError("Could not find a part of the path '%s'." % where,
                                'System.IO.DirectoryNotFoundException'),
                 'System.IO.DirectoryNotFoundException', 'NotSpecified', path)
        except OSError as problem:
            fail(call, io_error(problem, where), 'CopyFileInfoItemUnauthorizedAccessError',
                 'PermissionDenied', path)
        else:
            if call.has('PassThru'):
                call.write_one(info(paths.windows(target)))


@cmdlet('Move-Item', '0Path:string[]<. LiteralPath=PSPath:string[]. 1Destination:string Force? '
        'PassThru? Filter Include:string[] Exclude:string[]')
def move_item(call):
    """Move-Item"""
    import shutil
    from standin.powershell.dotnet.io import info, io_error
    _, where = _destination(call)
    for module, path in targets(call):
        source, target = paths.host(path), paths.host(where)
        try:
            if os.path.isdir(target):
                target = os.path.join(target, os.path.basename(source))
            if os.path.exists(target) and source != target:
                if not call.has('Force') or os.path.isdir(target):
                    raise NetError('Cannot create a file when that file already exists.\r\n',
                                   'System.IO.IOException')
            if os.path.isdir(source):
                shutil.move(source, target)
            else:
                os.replace(source, target)
        except NetError as problem:
            fail(call, problem, 'MoveFileInfoItemIOError', 'WriteError', path)
        except FileNotFoundError:
            fail(call, NetError("Could not find a part of the path.",
                                'System.IO.DirectoryNotFoundException'),
                 'MoveFileInfoItemIOError', 'WriteError', path)
        except OSError as problem:
            fail(call, io_error(problem, where), 'MoveFileInfoItemIOError', 'WriteError', path)
        else:
            if call.has('PassThru'):
                call.write_one(info(paths.windows(target)))


@cmdlet('Rename-Item', '0Path:string<. LiteralPath=PSPath:string. 1NewName! Force? PassThru?')
def rename_item(call):
    """Rename-Item"""
    from standin.powershell.dotnet.io import info
    name = call['NewName']
    if getattr(name, 'is_script_block', False):
        name = name.call_with(call.item)
    name = text(name).rpartition('\\')[2]
    for module, path in targets(call):
        if module.NAME == 'Registry':
            continue
        source = paths.host(path)
        target = os.path.join(os.path.dirname(source), name)
        if os.path.exists(target) and target.lower() != source.lower():
            fail(call, NetError('Cannot create a file when that file already exists.\r\n',
                                'System.IO.IOException'), 'RenameItemIOError', 'WriteError', path)
            continue
        os.rename(source, target)
        if call.has('PassThru'):
            call.write_one(info(paths.windows(target)))


@cmdlet('Set-Item', PATHS + '1Value Force? PassThru? Type')
def set_item(call):
    """Set-Item"""
    literal = call.has('LiteralPath')
    for path in call.list('LiteralPath') if literal else call.list('Path'):
        module, inner = providers.find(call.interpreter, path)
        try:
            module.set_item(call.interpreter, inner, call['Value'])
        except NetError as problem:
            fail(call, problem, 'SetItemError', 'WriteError', inner)


@cmdlet('Clear-Item', PATHS + 'Force?')
def clear_item(call):
    """Clear-Item"""
    for module, inner in targets(call):
        module.set_item(call.interpreter, inner, None)


@cmdlet('Get-PSDrive', '0Name:string[] PSProvider:string')
def get_ps_drive(call):
    """Get-PSDrive"""
    import shutil
    rows = []
    for letter in paths.drives():
        usage = shutil.disk_usage(paths.host(letter + ':\\'))
        rows.append((letter, 'FileSystem', letter + ':\\', usage.used, usage.free))
    rows += [('HKLM', 'Registry', 'HKEY_LOCAL_MACHINE', None, None),
             ('HKCU', 'Registry', 'HKEY_CURRENT_USER', None, None),
             ('Env', 'Environment', '', None, None), ('Cert', 'Certificate', '\\', None, None),
             ('WSMan', 'WSMan', '', None, None), ('Variable', 'Variable', '', None, None),
             ('Function', 'Function', '', None, None), ('Alias', 'Alias', '', None, None)]
    for name, root in getattr(call.interpreter, 'drives', {}).items():
        rows.append((name.upper(), 'Registry' if 'HK' in root.upper() else 'FileSystem', root,
                     None, None))
    names = [text(n).lower() for n in call.list('Name')]
    found = False
    for name, provider, root, used, free in rows:
        if names and not any(operators.wildcard(n).match(name) for n in names):
            continue
        if call.has('PSProvider') and call.text('PSProvider').lower() != provider.lower():
            continue
        found = True
        made = values.PsObject({'Name': name, 'Provider': provider, 'Root': root, 'Used': used,
                                'Free': free, 'CurrentLocation': '', 'Description': ''},
                               'System.Management.Automation.PSDriveInfo', name)
        made.view = ['Name', 'Used', 'Free', 'Provider', 'Root']
        call.write(made)
    if names and not found:
        call.error("Cannot find drive. A drive with the name '%s' does not exist." % names[0],
                   'GetLocationNoMatchingDrive', 'ObjectNotFound', names[0],
                   'System.Management.Automation.DriveNotFoundException')


@cmdlet('New-PSDrive', '0Name:string! 1PSProvider:string! 2Root:string! Scope Description '
        'Credential Persist?')
def new_ps_drive(call):
    """New-PSDrive"""
    drives = getattr(call.interpreter, 'drives', {})
    root = call.text('Root')
    if call.text('PSProvider').lower() == 'registry':
        root = 'Registry::' + root
    drives[call.text('Name').lower()] = root
    call.interpreter.drives = drives
    call.write(values.PsObject({'Name': call.text('Name'), 'Provider': call.text('PSProvider'),
                                'Root': call.text('Root')}))


@cmdlet('Remove-PSDrive', '0Name:string[]! Force? Scope')
def remove_ps_drive(call):
    """Remove-PSDrive"""
    for name in call.list('Name'):
        getattr(call.interpreter, 'drives', {}).pop(text(name).lower(), None)

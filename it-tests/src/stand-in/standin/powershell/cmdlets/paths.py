"""Cmdlets for paths and the current location."""
import os

from standin.powershell import providers, values
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.cmdlets.items import NOT_FOUND, PATHS, targets
from standin.powershell.values import text
from standin.windows import paths


@cmdlet('Join-Path', '0Path=PSPath:string[]!<. 1ChildPath:string! Resolve?')
def join_path(call):
    """Join-Path"""
    for path in call.list('Path'):
        whole = text(path).rstrip('\\/') + '\\' + call.text('ChildPath').lstrip('\\/')
        call.write(whole.replace('/', '\\'))


@cmdlet('Split-Path', '0Path=LiteralPath,PSPath:string[]!<. Parent? Leaf? Qualifier? NoQualifier? '
        'LeafBase? Extension? IsAbsolute? Resolve?')
def split_path(call):
    """Split-Path"""
    for path in call.list('Path'):
        path = text(path).replace('/', '\\')
        if call.has('Leaf'):
            call.write(path.rstrip('\\').rpartition('\\')[2] or path)
        elif call.has('Qualifier'):
            call.write(path.partition(':')[0] + ':')
        elif call.has('NoQualifier'):
            call.write(path.partition(':')[2] if ':' in path else path)
        elif call.has('IsAbsolute'):
            call.write(path[1:3] == ':\\' or path.startswith('\\\\'))
        else:
            bare = path.rstrip('\\')
            parent = bare.rpartition('\\')[0]
            if len(bare) == 2 and bare[1] == ':':
                parent = ''
            elif len(parent) == 2 and parent[1] == ':':
                parent += '\\'
            call.write(parent)


@cmdlet('Resolve-Path', PATHS + 'Relative?')
def resolve_path(call):
    """Resolve-Path"""
    for module, path in targets(call):
        whole = paths.true_case(path) if module.NAME == 'FileSystem' else path
        if call.has('Relative'):
            cwd = call.session.cwd.rstrip('\\') + '\\'
            call.write('.\\' + whole[len(cwd):] if whole.lower().startswith(cwd.lower()) else whole)
            continue
        call.write(values.PsObject({'Path': whole, 'ProviderPath': whole},
                                   'System.Management.Automation.PathInfo', whole))


@cmdlet('Convert-Path', PATHS)
def convert_path(call):
    """Convert-Path"""
    for _, path in targets(call):
        call.write(path)


@cmdlet('Get-Location', 'PSDrive Stack?')
def get_location(call):
    """Get-Location"""
    call.write(providers.location_object(call.interpreter))


def _go(call, path):
    module, inner = providers.find(call.interpreter, path)
    if not module.exists(call.interpreter, inner):
        raise call.stop("Cannot find path '%s' because it does not exist." % inner,
                        'PathNotFound', 'ObjectNotFound', inner, NOT_FOUND)
    if module.NAME == 'FileSystem':
        if not os.path.isdir(paths.host(inner)):
            raise call.stop("Cannot find path '%s' because it does not exist." % inner,
                            'PathNotFound', 'ObjectNotFound', inner, NOT_FOUND)
        call.session.cwd = paths.true_case(inner)
        call.interpreter.location_drive = None
    else:
        call.interpreter.location_drive = text(path)


@cmdlet('Set-Location', '0Path=LiteralPath,PSPath:string<. PassThru? StackName')
def set_location(call):
    """Set-Location"""
    _go(call, call.text('Path') or '~')


@cmdlet('Push-Location', '0Path=LiteralPath:string<. PassThru? StackName')
def push_location(call):
    """Push-Location"""
    call.interpreter.locations.append((call.session.cwd, call.interpreter.location_drive))
    if call.has('Path'):
        _go(call, call.text('Path'))


@cmdlet('Pop-Location', 'PassThru? StackName')
def pop_location(call):
    """Pop-Location"""
    if call.interpreter.locations:
        call.session.cwd, call.interpreter.location_drive = call.interpreter.locations.pop()

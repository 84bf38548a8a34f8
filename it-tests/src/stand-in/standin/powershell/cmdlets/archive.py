"""Zip files."""
import os

from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.dotnet.io import full, host
from standin.powershell.values import text


@cmdlet('Expand-Archive', '0Path=LiteralPath:string!<. 1DestinationPath:string Force? PassThru?')
def expand_archive(call):
    """Expand-Archive"""
    import zipfile
    path = call.text('Path')
    if not os.path.isfile(host(path)):
        raise call.stop("The path '%s' either does not exist or is not a valid file system path."
                        % path, 'ArchiveCmdletPathNotFound', 'InvalidArgument', path,
                        'System.InvalidOperationException')
    target = call.text('DestinationPath') or '.\\' + full(path).rpartition('\\')[2][:-4]
    os.makedirs(host(target), exist_ok=True)
    with zipfile.ZipFile(host(path)) as archive:
        for entry in archive.infolist():
            where = os.path.join(host(target), entry.filename)
            if os.path.exists(where) and not entry.is_dir() and not call.has('Force'):
                call.error("Failed to create file '%s' while expanding the archive file '%s' "
                           'contents as the file already exists. Use the -Force parameter if you '
                           'want to overwrite the existing directory contents when expanding the '
                           'archive file.' % (where, path), 'ExpandArchiveFileExists',
                           'InvalidOperation')
                continue
            archive.extract(entry, host(target))


@cmdlet('Compress-Archive', '0Path:string[]<. LiteralPath:string[] 1DestinationPath:string! '
        'Force? Update? CompressionLevel', 'all')
def compress_archive(call):
    """Compress-Archive"""
    import zipfile
    from standin.windows import paths
    target = host(call.text('DestinationPath'))
    if os.path.exists(target) and not call.has('Force') and not call.has('Update'):
        raise call.stop('The archive file %s already exists.' % call.text('DestinationPath'),
                        'ArchiveFileExists', 'InvalidArgument')
    given = [text(p) for p in call.list('Path', 'LiteralPath')] + [text(i) for i in call.items]
    with zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as archive:
        for one in given:
            for path in paths.glob(one, call.session.cwd):
                _add(archive, paths.host(path))


def _add(archive, source):
    base = os.path.dirname(source)
    if os.path.isfile(source):
        archive.write(source, os.path.relpath(source, base))
        return
    for here, _, files in os.walk(source):
        for name in files:
            path = os.path.join(here, name)
            archive.write(path, os.path.relpath(path, base))

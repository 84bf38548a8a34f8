"""Get-Content and its like."""
from standin.powershell import formatting, providers, values
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.cmdlets.items import PATHS, fail, targets
from standin.powershell.records import NetError
from standin.powershell.values import text


@cmdlet('Get-Content', PATHS + 'Raw? Tail=Last:int TotalCount=First,Head:int Encoding '
        'ReadCount:long Delimiter Wait? Force? Filter Include Exclude Stream')
def get_content(call):
    """Get-Content"""
    from standin.powershell.providers import filesystem
    for module, path in targets(call):
        if module.NAME != 'FileSystem':
            item = module.get(call.interpreter, path)
            call.write(item.get('Value') if item is not None else None)
            continue
        if module.is_container(call.interpreter, path):
            call.error("Access to the path '%s' is denied." % path,
                       'GetContentReaderUnauthorizedAccessError', 'PermissionDenied', path,
                       'System.UnauthorizedAccessException')
            continue
        try:
            data = filesystem.data(path)
        except NetError as problem:
            fail(call, problem, 'GetContentReaderIOError', 'ReadError', path)
            continue
        encoding = call['Encoding']
        if encoding is not None and text(encoding).lower() == 'byte':
            if call.has('TotalCount'):
                data = data[:call['TotalCount']]
            if call['ReadCount'] == 0 or call.has('Raw'):
                call.write_one(bytearray(data))
            else:
                call.write(bytearray(data))
            continue
        whole = filesystem.decode(data, encoding)
        if call.has('Raw'):
            if whole or not data:
                call.write(whole if data else None)
            continue
        lines = filesystem.split_lines(whole)
        if call.has('TotalCount') and call['TotalCount'] >= 0:
            lines = lines[:call['TotalCount']]
        if call.has('Tail'):
            lines = lines[-call['Tail']:] if call['Tail'] else []
        if call['ReadCount'] == 0 and call.has('ReadCount'):
            call.write_one(lines)
        else:
            call.write(lines)


VALUE = PATHS.replace('<', '') + '1Value< Encoding Force? NoNewline? PassThru? Filter Include ' \
        'Exclude Stream'


class _Writer:
    append = False

    def __init__(self, call):
        self.call = call
        self.files = None

    def begin(self):
        self.files = []
        call = self.call
        encoding = text(call['Encoding']) if call.has('Encoding') else 'ansi'
        self.bytes = encoding.lower() == 'byte'
        literal = call.has('LiteralPath')
        for path in call.list('LiteralPath') if literal else call.list('Path'):
            for module, inner in providers.expand(call.interpreter, text(path), literal):
                if module.NAME != 'FileSystem':
                    module.set_item(call.interpreter, inner, call['Value'])
                    continue
                self._open(module, inner, 'utf8nobom' if self.bytes else encoding)

    def _open(self, module, inner, encoding):
        import os
        from standin.windows import paths
        if not os.path.isdir(os.path.dirname(paths.host(inner))):
            self.call.error("Could not find a part of the path '%s'." % inner,
                            'GetContentWriterDirectoryNotFoundError', 'ObjectNotFound', inner,
                            'System.IO.DirectoryNotFoundException')
            return
        if os.path.isdir(paths.host(inner)):
            self.call.error("Access to the path '%s' is denied." % inner,
                            'GetContentWriterUnauthorizedAccessError', 'PermissionDenied', inner,
                            'System.UnauthorizedAccessException')
            return
        self.files.append(module.open_for_writing(self.call.interpreter, inner, encoding,
                                                  self.append))

    def alone(self):
        for item in self.call.list('Value'):
            self.process(item)

    def process(self, item):
        for file in self.files:
            if self.bytes:
                file.write_bytes(bytes(item if isinstance(item, (bytes, bytearray)) else [item]))
                continue
            for one in values.as_list(item):
                shown = formatting.plain(one)
                shown = text(one) if shown is None else shown
                file.write(shown + ('' if self.call.has('NoNewline') else '\r\n'))
            file.flush()

    def end(self):
        for file in self.files:
            file.close()
        if self.call.has('PassThru'):
            self.call.write(self.call['Value'])


@cmdlet('Set-Content', VALUE, 'stream')
class SetContent(_Writer):
    """Set-Content"""


@cmdlet('Add-Content', VALUE, 'stream')
class AddContent(_Writer):
    """Add-Content"""

    append = True


@cmdlet('Clear-Content', PATHS + 'Force?')
def clear_content(call):
    """Clear-Content"""
    from standin.windows import paths
    for module, path in targets(call):
        with open(paths.host(path), 'wb'):
            pass

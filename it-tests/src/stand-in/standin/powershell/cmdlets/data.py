"""JSON, CSV and such."""
from standin.powershell import values
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.values import text


@cmdlet('ConvertFrom-Json', '0InputObject:string!<', 'all')
def convert_from_json(call):
    """ConvertFrom-Json"""
    import json
    content = '\n'.join(text(i) for i in call.items) if call.items else call.text('InputObject')
    if not content.strip():
        if call.items:
            return
        raise call.stop("Cannot bind argument to parameter 'InputObject' because it is an empty "
                        'string.', 'ParameterArgumentValidationErrorEmptyStringNotAllowed',
                        'InvalidData')
    try:
        value = json.loads(content, object_pairs_hook=lambda pairs: values.PsObject(pairs))
    except ValueError as problem:
        raise call.stop('Invalid JSON primitive: %s.' % (content.strip().split()[0][:40]),
                        'System.ArgumentException', 'NotSpecified',
                        kind='System.ArgumentException') from problem
    # Windows PowerShell hands an array on as one object.
    call.write_one(value)


@cmdlet('ConvertTo-Json', '0InputObject< Depth:int Compress?', 'all')
def convert_to_json(call):
    """ConvertTo-Json"""
    value = call.items[0] if len(call.items) == 1 else (
        call.items if call.items else call['InputObject'])
    depth = call['Depth'] if call.has('Depth') else 2
    call.write(write(plain(value, depth), call.has('Compress')))


def plain(value, depth):
    """A value as JSON knows it."""
    from standin.powershell.dotnet.time import DateTime
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, DateTime):
        return '/Date(%d)/' % int(value.epoch() * 1000)
    if isinstance(value, values.EnumValue):
        return value.number
    if isinstance(value, values.TypeRef):
        return value.name
    if depth < 0:
        return text(value)
    if isinstance(value, values.Hash):
        return {text(k): plain(v, depth - 1) for k, v in value.pairs()}
    if values.is_collection(value):
        return [plain(v, depth - 1) for v in values.elements(value)]
    if isinstance(value, values.PsObject):
        if value.base is not None and not value.properties:
            return plain(value.base, depth)
        return {n: plain(v, depth - 1) for n, v in value.pairs()}
    from standin.powershell import members
    from standin.powershell.formatting import all_columns
    names = all_columns(value)
    if not names:
        return text(value)
    return {n: plain(members.get(value, n), depth - 1) for n in names}


def write(value, compress, indent=0):
    """JSON as Windows PowerShell lays it out: members under the end of their name."""
    import json
    if isinstance(value, dict):
        if not value:
            return '{}' if compress else '{\r\n\r\n%s}' % (' ' * indent)
        if compress:
            return '{%s}' % ','.join('%s:%s' % (quote(k), write(v, True)) for k, v in value.items())
        inner = indent + 4
        lines = []
        for key, item in value.items():
            head = ' ' * inner + quote(key) + ':  '
            lines.append(head + write(item, False, len(head)))
        return '{\r\n' + ',\r\n'.join(lines) + '\r\n' + ' ' * indent + '}'
    if isinstance(value, list):
        if not value:
            return '[]' if compress else '[\r\n\r\n%s]' % (' ' * indent)
        if compress:
            return '[%s]' % ','.join(write(v, True) for v in value)
        inner = indent + 4
        return '[\r\n' + ',\r\n'.join(' ' * inner + write(v, False, inner) for v in value) \
            + '\r\n' + ' ' * indent + ']'
    if isinstance(value, str):
        return quote(value)
    return json.dumps(value)


def quote(value):
    """A string, with < > & ' escaped as Windows PowerShell does."""
    import json
    out = json.dumps(value, ensure_ascii=False)
    for sign in '<>&\'':
        out = out.replace(sign, '\\u%04x' % ord(sign))
    return out


def _csv_lines(items, delimiter, header=True):
    from standin.powershell import members
    from standin.powershell.formatting import all_columns
    names = all_columns(items[0]) if items else []

    def cell(value):
        return '' if value is None else '"%s"' % text(value).replace('"', '""')
    out = [delimiter.join(cell(n) for n in names)] if header and names else []
    return out + [delimiter.join(cell(members.get(i, n)) for n in names) for i in items]


@cmdlet('ConvertTo-Csv', '0InputObject< Delimiter:string NoTypeInformation? UseCulture?', 'all')
def convert_to_csv(call):
    """ConvertTo-Csv"""
    lines = _csv_lines(call.items, call.text('Delimiter') or ',')
    if not call.has('NoTypeInformation') and call.items:
        lines.insert(0, '#TYPE ' + values.type_name(call.items[0]))
    call.write(lines)


@cmdlet('Export-Csv', '0Path=LiteralPath:string! 1Delimiter:string NoTypeInformation? Append? '
        'Encoding Force? NoClobber? InputObject<', 'all')
def export_csv(call):
    """Export-Csv"""
    from standin.powershell.providers import filesystem
    lines = _csv_lines(call.items, call.text('Delimiter') or ',', not call.has('Append'))
    if not call.has('NoTypeInformation') and call.items and not call.has('Append'):
        lines.insert(0, '#TYPE ' + values.type_name(call.items[0]))
    file = filesystem.open_for_writing(call.interpreter, call.text('Path'),
                                       call.text('Encoding') or 'ascii', call.has('Append'))
    for line in lines:
        file.write(line + '\r\n')
    file.close()


def _read_csv(call, lines):
    import csv
    lines = [l for l in lines if not l.startswith('#TYPE')]
    rows = list(csv.reader(lines, delimiter=call.text('Delimiter') or ','))
    header = [text(h) for h in call.list('Header')] or (rows.pop(0) if rows else [])
    for row in rows:
        call.write(values.PsObject([(n, row[i] if i < len(row) else None)
                                    for i, n in enumerate(header)]))


@cmdlet('ConvertFrom-Csv', '0InputObject:object[]< Delimiter:string Header:string[] UseCulture?', 'all')
def convert_from_csv(call):
    """ConvertFrom-Csv"""
    items = call.items or call.list('InputObject')
    _read_csv(call, '\n'.join(text(i) for i in items).splitlines())


@cmdlet('Import-Csv', '0Path=LiteralPath:string! 1Delimiter:string Header:string[] Encoding')
def import_csv(call):
    """Import-Csv"""
    from standin.powershell.cmdlets.items import targets
    from standin.powershell.providers import filesystem
    call.bound['path'] = [call.text('Path')]
    for _, path in targets(call):
        _read_csv(call, filesystem.lines(call.interpreter, path, call['Encoding'] or 'utf8'))


@cmdlet('ConvertFrom-StringData', '0StringData:string!<')
def convert_from_string_data(call):
    """ConvertFrom-StringData"""
    made = values.Hash()
    for line in call.text('StringData').splitlines():
        name, equals, value = line.partition('=')
        if equals and not line.lstrip().startswith('#'):
            made[name.strip()] = value.strip().replace('\\\\', '\\')
    call.write(made)


@cmdlet('Export-Clixml', '0Path=LiteralPath:string! InputObject< Depth:int Encoding Force?', 'all')
def export_clixml(call):
    """Export-Clixml: kept as JSON, which Import-Clixml reads."""
    import json
    from standin.powershell.dotnet.io import host
    items = [plain(i, 5) for i in call.items or call.list('InputObject')]
    with open(host(call.text('Path')), 'w', encoding='utf-8') as file:
        json.dump(items, file)


@cmdlet('Import-Clixml', '0Path=LiteralPath:string!')
def import_clixml(call):
    """Import-Clixml"""
    import json
    from standin.powershell.dotnet.io import host
    with open(host(call.text('Path')), encoding='utf-8') as file:
        call.write(json.load(file, object_pairs_hook=lambda pairs: values.PsObject(pairs)))

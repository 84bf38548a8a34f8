"""How objects look: lines, tables, lists."""
from standin.powershell import members, values
from standin.powershell.records import ErrorRecord

WIDTH = 120
# Type: the columns that its view shows.
VIEWS = {
    'System.IO.FileInfo': ['Mode', 'LastWriteTime', 'Length', 'Name'],
    'System.IO.DirectoryInfo': ['Mode', 'LastWriteTime', 'Length', 'Name'],
    'System.Diagnostics.Process': ['Handles', 'NPM(K)', 'PM(K)', 'WS(K)', 'CPU(s)', 'Id', 'SI',
                                   'ProcessName'],
    'System.ServiceProcess.ServiceController': ['Status', 'Name', 'DisplayName'],
    'Microsoft.PowerShell.Commands.LocalUser': ['Name', 'Enabled', 'Description'],
    'System.Collections.DictionaryEntry': ['Name', 'Value'],
}


class OutDefault:
    """Takes objects one by one and writes lines."""

    def __init__(self, line, width=WIDTH):
        self.line = line
        self.width = width
        self.group = []
        self.shape = None

    def write(self, value):
        """One object."""
        if isinstance(value, Formatted):
            self.flush()
            for text in value.lines(self.width):
                self.line(text)
            return
        text = plain(value)
        if text is not None:
            self.flush()
            for line in text.split('\n'):
                self.line(line.rstrip('\r'))
            return
        names = columns(value)
        shape = (values.type_name(value), tuple(names))
        if isinstance(value, values.Hash):
            shape = ('hash', ())
        if self.shape is not None and shape != self.shape:
            self.flush()
        self.shape = shape
        # Read now: a file in it may be gone when the table is complete.
        self.group.append((value, names, None if shape[0] == 'hash' else _cells(value, names)))

    def flush(self):
        """Writes what was kept back for the widths of a table."""
        if not self.group:
            return
        group, self.group, self.shape = self.group, [], None
        for line in group_lines(group, self.width):
            self.line(line)


class Formatted:
    """What Format-Table and its like give."""

    def __init__(self, kind, items, names, options):
        self.kind = kind
        self.items = items
        self.names = names
        self.options = options

    def lines(self, width):
        """The lines to show."""
        if not self.items:
            return []
        rows = [(i, self.names or columns(i)) for i in self.items]
        if self.kind == 'list':
            return list_lines([_cells(i, self.names or all_columns(i)) for i in self.items])
        return table_lines([_cells(i, n) for i, n in rows], self.options.get('hide'),
                           self.options.get('wrap'), width)


def plain(value):
    """The line of a simple value, None for one that has properties to show."""
    if value is None:
        return ''
    if isinstance(value, ErrorRecord):
        from standin.powershell.errorview import text
        return text(value)
    if isinstance(value, (str, bool, int, float)):
        return values.text(value)
    if isinstance(value, values.TypeRef):
        return None
    if isinstance(value, values.EnumValue):
        return value.name
    shown = getattr(value, 'net_shown', None)
    if shown:
        return shown()
    if isinstance(value, values.PsObject):
        if value.text is not None and not value.properties:
            return values.text(value)
        if value.view == 'text' or value.net_type.endswith(('WarningRecord', 'VerboseRecord',
                                                            'InformationRecord')):
            return values.text(value)
    if isinstance(value, list):
        return None
    return None


def columns(value):
    """The names that a table of such a value has."""
    if isinstance(value, values.PsObject) and isinstance(value.view, list):
        return value.view
    kind = values.type_name(value)
    if kind in VIEWS:
        return VIEWS[kind]
    return all_columns(value)


def all_columns(value):
    """The names of all properties."""
    if isinstance(value, values.PsObject):
        if value.base is not None:
            return value.names() + all_columns(value.base)
        return value.names()
    if isinstance(value, values.Hash):
        return ['Name', 'Value']
    if isinstance(value, values.TypeRef):
        return ['IsPublic', 'IsSerial', 'Name', 'BaseType']
    if isinstance(value, values.NetObject):
        own = [n for n in value.__dict__ if n[0].isupper() and not callable(value.__dict__[n])]
        kind = type(value)
        return own + [n for n in values.member_table(kind).values()
                      if isinstance(getattr(kind, n), property)]
    if isinstance(value, list):
        return ['Length']
    return ['Length'] if isinstance(value, str) else []


def group_lines(group, width):
    """A table for up to four properties, a list for more."""
    first, names, _ = group[0]
    if isinstance(first, values.Hash):
        rows = []
        for table, _, _ in group:
            rows += [[('Name', k), ('Value', v)] for k, v in table.pairs()]
        return table_lines(rows, False, False, width, [('Name', 30), ('Value', 0)]) if rows else []
    if not names:
        return ['', *[values.text(v) for v, _, _ in group], ''] if not isinstance(
            first, values.PsObject) else ['' for _ in group]
    view = values.type_name(first) in VIEWS or isinstance(getattr(first, 'view', None), list)
    rows = [cells for _, _, cells in group]
    if len(names) <= 4 or view:
        return table_lines(rows, False, False, width)
    return list_lines(rows)


def _cells(item, names):
    out = []
    for name in names:
        if isinstance(name, tuple):
            out.append((name[0], name[1](item)))
        else:
            out.append((name, members.get(item, name)))
    return out


def cell(value):
    """A value in a table or list."""
    if isinstance(value, (list,)):
        shown = [values.text(v) for v in value[:4]]
        return '{%s%s}' % (', '.join(shown), '...' if len(value) > 4 else '')
    if isinstance(value, values.Hash):
        return '{%s}' % ', '.join(values.text(k) for k in value.keys()[:4])
    short = getattr(value, 'net_cell', None)
    return short() if short else values.text(value)


def list_lines(rows):
    """Name : value, one below the other."""
    out = ['']
    for row in rows:
        width = max([len(n) for n, _ in row] or [0])
        for name, value in row:
            pieces = cell(value).split('\n')
            out.append('%s : %s' % (name.ljust(width), pieces[0].rstrip('\r')))
            out += [' ' * (width + 3) + p.rstrip('\r') for p in pieces[1:]]
        out.append('')
    return out + ['']


def table_lines(rows, hide, wrap, width, fixed=None):
    """A table with its head."""
    if not rows:
        return []
    names = [n for n, _ in rows[0]]
    texts = [[cell(v).split('\n')[0].rstrip('\r') for _, v in row] for row in rows]
    right = [all(isinstance(row[i][1], (int, float)) and not isinstance(row[i][1], bool)
                 or row[i][1] is None for row in rows) and any(
                     row[i][1] is not None for row in rows) for i in range(len(names))]
    widths = [max([len(names[i])] + [len(t[i]) for t in texts if i < len(t)])
              for i in range(len(names))]
    for index, (_, least) in enumerate(fixed or []):
        widths[index] = max(widths[index], least)
    total = 0
    for index, size in enumerate(widths):
        room = width - 1 - total
        if size > room:
            widths[index] = max(3, room)
        total += widths[index] + 1
    out = ['']
    if not hide:
        out.append(_row(names, widths, right))
        out.append(_row(['-' * len(n) for n in names], widths, right))
    out += [_row(t, widths, right) for t in texts]
    return out + ['', '']


def _row(texts, widths, right):
    out = []
    for text, size, to_right in zip(texts, widths, right):
        if len(text) > size:
            text = text[:max(0, size - 3)] + '...'
        out.append(text.rjust(size) if to_right else text.ljust(size))
    return ' '.join(out).rstrip()


def to_lines(items, width=WIDTH):
    """What the objects look like."""
    out = []
    writer = OutDefault(out.append, width)
    for item in items:
        writer.write(item)
    writer.flush()
    return out


class FileSink:
    """> FILE: Unicode, unless it is appended to a file of another kind."""

    def __init__(self, interpreter, name, append=False, encoding='unicode'):
        from standin.powershell.providers import filesystem
        self.file = filesystem.open_for_writing(interpreter, name, encoding, append)
        self.writer = OutDefault(self._line)

    def _line(self, text):
        self.file.write(text + '\r\n')
        self.file.flush()

    def write(self, value):
        """One object."""
        if isinstance(value, ErrorRecord):
            from standin.powershell.errorview import lines
            self.writer.flush()
            for line in lines(value):
                self._line(line)
            return
        self.writer.write(value)

    def close(self):
        """All of it is on the disk."""
        self.writer.flush()
        self.file.close()


def open_text(interpreter, name, append):
    """A file for text in UTF-8."""
    from standin.powershell.providers import filesystem
    return filesystem.open_for_writing(interpreter, name, 'utf8', append)

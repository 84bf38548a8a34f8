"""How an error looks, line by line."""
from standin.powershell import values

WIDTH = 80


def lines(record, width=WIDTH):
    """The lines of an error record."""
    if getattr(record, 'native', False):
        return [record.message()]
    message = _head(record) + record.message()
    out = []
    place = record.place
    if place is not None and place.source is not None:
        message += '\n' + '\n'.join(position(place))
    for line in message.split('\n'):
        out += _wrap(line.rstrip('\r'), width)
    out += _broken('    + CategoryInfo          : ' + record.category_text(), width)
    out += _broken('    + FullyQualifiedErrorId : ' + record.FullyQualifiedErrorId, width)
    return out + [' ']


def _head(record):
    if record.prefix is not None:
        return record.prefix
    if record.activity:
        return record.activity + ' : '
    place = record.place
    name = type(place).__name__ if place is not None else ''
    if name == 'Command':
        return place.elements[0].text + ' : '
    return ''


def position(place):
    """At FILE:LINE char:COLUMN, and the text with ~ below it."""
    number, column = place.source.place(place.start)
    line = place.source.line(number)
    where = place.source.file
    head = 'At %s:%d char:%d' % (where if where else 'line', number, column)
    end_number, end_column = place.source.place(place.end)
    length = end_column - column if end_number == number else len(line) - column + 1
    indent = len(line) - len(line.lstrip())
    shown = line.strip()
    offset = column - 1 - indent
    if len(shown) > 69:
        start = max(0, min(offset - 10, len(shown) - 66))
        shown = ('... ' if start else '') + shown[start:start + 62] + ' ...'
        offset = offset - start + (4 if start else 0)
        length = min(length, len(shown) - offset)
    return [head, '+ ' + shown, '+ ' + ' ' * max(0, offset) + '~' * max(1, length)]


def script_stack(place):
    """One line of a ScriptStackTrace."""
    if place is None or place.source is None:
        return ''
    number, _ = place.source.place(place.start)
    return 'at <ScriptBlock>, %s: line %d' % (place.source.file or '<No file>', number)


def _wrap(line, width):
    """At blanks, which stay at the ends of the lines."""
    out = []
    while len(line) >= width:
        cut = line.rfind(' ', 0, width - 1)
        cut = width - 1 if cut <= 0 else cut + 1
        out.append(line[:cut])
        line = line[cut:]
    return out + [line]


def _broken(line, width):
    out = []
    first = True
    room = width - 1
    while len(line) > room - (0 if first else 3):
        part = line[:room - (0 if first else 3) - 1]
        line = line[len(part):]
        out.append(('' if first else '   ') + part + ' ')
        first = False
    return out + [('' if first else '   ') + line]


def text(record, width=WIDTH):
    """All lines."""
    return '\n'.join(lines(record, width))


def of(item):
    """What an item of the error stream looks like as text."""
    from standin.powershell.records import ErrorRecord
    return text(item) if isinstance(item, ErrorRecord) else values.text(item)

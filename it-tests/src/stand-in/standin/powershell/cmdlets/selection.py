"""Cmdlets that choose, sort, count and compare."""
import functools

from standin.powershell import conversion, members, operators, values
from standin.powershell.cmdlets.base import cmdlet
from standin.powershell.records import StopPipeline
from standin.powershell.values import text, truth


def prepared(call, name='Property'):
    """[(label, function)] of a -Property, with calculated ones."""
    out = []
    for one in call.list(name):
        if isinstance(one, values.Hash):
            label = one['Name'] or one['Label'] or one['n'] or one['l']
            expression = one['Expression'] if 'Expression' in one else one['e']
            out.append((text(label) if label else text(expression), _getter(expression), one))
        elif getattr(one, 'is_script_block', False):
            out.append((one.text, one.call_with, None))
        else:
            out.append((text(one), _getter(text(one)), None))
    return out


def _getter(expression):
    if getattr(expression, 'is_script_block', False):
        return expression.call_with
    return lambda item: members.get(item, text(expression))


@cmdlet('Select-Object', '0Property:object[] ExcludeProperty:string[] ExpandProperty:string '
        'First:int Last:int Skip:int SkipLast:int Unique? Index:object[] Wait? InputObject<',
        'stream')
class SelectObject:
    """Select-Object"""

    def __init__(self, call):
        self.call = call
        self.first = call['First'] if call.has('First') else None
        self.skip = call['Skip'] or 0
        self.last = call['Last'] if call.has('Last') else None
        self.skip_last = call['SkipLast'] or 0
        self.index = call.list('Index') if call.has('Index') else None
        self.properties = prepared(call)
        self.kept, self.seen = [], []
        self.count = 0

    def alone(self):
        for item in self.call.list('InputObject'):
            self.process(item)

    def process(self, item):
        if self.last is not None or self.skip_last:
            self.kept.append(item)
            return
        number = self.count
        self.count += 1
        if self.index is not None:
            if number in self.index:
                self._give(item)
            return
        if number < self.skip:
            return
        if self.first is not None and number - self.skip >= self.first:
            raise StopPipeline(self.call)
        self._give(item)
        if self.first is not None and number - self.skip + 1 >= self.first:
            raise StopPipeline(self.call)

    def end(self):
        kept, self.kept = self.kept, []
        if self.skip_last:
            kept = kept[:-self.skip_last]
        if self.last is not None:
            kept = kept[-self.last:] if self.last else []
        for item in kept:
            self._give(item)

    def _give(self, item):
        expand = self.call.text('ExpandProperty')
        if expand is not None:
            found = members.lookup(item, expand)
            if found is members.MISSING:
                self.call.error('Property "%s" cannot be found.' % expand,
                                'ExpandPropertyNotFound', 'InvalidArgument', item)
                return
            for one in values.as_list(found):
                self._unique(one)
            return
        self._unique(self._shaped(item) if self.properties else item)

    def _shaped(self, item):
        made = values.PsObject(kind='Selected.' + values.type_name(item))
        excluded = [text(e) for e in self.call.list('ExcludeProperty')]
        for label, getter, _ in self.properties:
            if '*' in label:
                from standin.powershell.formatting import all_columns
                for name in all_columns(item):
                    if operators.wildcard(label).match(name) and not any(
                            operators.wildcard(e).match(name) for e in excluded):
                        made.set(name, members.get(item, name))
                continue
            found = members.lookup(item, label)
            if isinstance(item, values.PsObject) and item.has(label):
                label = item.find(label)
            elif isinstance(item, values.NetObject) and found is not members.MISSING:
                label = values.member_table(type(item)).get(label.lower(), label)
            made.set(label, getter(item))
        return made

    def _unique(self, item):
        if self.call.has('Unique'):
            if any(_same(item, other) for other in self.seen):
                return
            self.seen.append(item)
        self.call.write_one(item)


def _same(left, right):
    if isinstance(left, values.PsObject) and isinstance(right, values.PsObject):
        return [(n, text(v)) for n, v in left.pairs()] == [(n, text(v)) for n, v in right.pairs()]
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return operators.equal(left, right)


@cmdlet('Sort-Object', '0Property:object[] Descending? Unique? CaseSensitive? Top:int Bottom:int '
        'InputObject< Culture', 'all')
def sort_object(call):
    """Sort-Object"""
    keys = prepared(call) or [('', lambda item: item, None)]
    items = call.items or call.list('InputObject')

    def order(left, right):
        for _, getter, options in keys:
            found = _order(getter(left), getter(right), call.has('CaseSensitive'))
            descending = call.has('Descending')
            if options is not None and ('Descending' in options or 'Ascending' in options):
                descending = truth(options['Descending']) or (
                    'Ascending' in options and not truth(options['Ascending']))
            if found:
                return -found if descending else found
        return 0
    items = sorted(items, key=functools.cmp_to_key(order))
    if call.has('Unique'):
        kept = []
        for item in items:
            if not kept or order(kept[-1], item) != 0:
                kept.append(item)
        items = kept
    for item in items[:call['Top']] if call.has('Top') else items:
        call.write_one(item)


def _order(left, right, case):
    try:
        return operators.compare(left, right, case)
    except Exception:  # pylint: disable=broad-except
        return operators.compare(text(left), text(right), case)


@cmdlet('Measure-Object', '0Property:string[] Sum? Average? Minimum? Maximum? Line? Word? '
        'Character? InputObject<', 'all')
def measure_object(call):
    """Measure-Object"""
    items = call.items
    if call.has('Line') or call.has('Word') or call.has('Character'):
        whole = [text(i) for i in items]
        call.write(values.PsObject({
            'Lines': sum(len(w.splitlines()) or (1 if w else 0) for w in whole)
            if call.has('Line') else None,
            'Words': sum(len(w.split()) for w in whole) if call.has('Word') else None,
            'Characters': sum(len(w) for w in whole) if call.has('Character') else None,
            'Property': None}))
        return
    names = [text(p) for p in call.list('Property')] or [None]
    for name in names:
        found = items
        if name is not None:
            found = [members.lookup(i, name) for i in items]
            found = [f for f in found if f is not members.MISSING and f is not None]
        numbers = [conversion.number(v) for v in found] if any(
            call.has(o) for o in ('Sum', 'Average')) else []
        best = functools.cmp_to_key(operators.compare)
        made = values.PsObject({
            'Count': len(found),
            'Average': sum(numbers) / len(numbers) if call.has('Average') and numbers else None,
            'Sum': float(sum(numbers)) if call.has('Sum') else None,
            'Maximum': max(found, key=best) if call.has('Maximum') and found else None,
            'Minimum': min(found, key=best) if call.has('Minimum') and found else None,
            'Property': name}, 'Microsoft.PowerShell.Commands.GenericMeasureInfo')
        call.write(made)


@cmdlet('Group-Object', '0Property:object[] NoElement? AsHashTable? AsString? CaseSensitive? '
        'InputObject<', 'all')
def group_object(call):
    """Group-Object"""
    keys = prepared(call) or [('', lambda item: item, None)]
    groups = []
    for item in call.items:
        key = [getter(item) for _, getter, _ in keys]
        for other, found in groups:
            if [text(k).lower() for k in other] == [text(k).lower() for k in key]:
                found.append(item)
                break
        else:
            groups.append((key, [item]))
    if call.has('AsHashTable'):
        made = values.Hash()
        for key, found in groups:
            made[text(key[0]) if call.has('AsString') else key[0]] = found
        call.write(made)
        return
    for key, found in sorted(groups, key=lambda g: ', '.join(text(k) for k in g[0]).lower()):
        made = values.PsObject((('Count', len(found)), ('Name', ', '.join(text(k) for k in key))),
                               'Microsoft.PowerShell.Commands.GroupInfo')
        if not call.has('NoElement'):
            made.set('Group', found)
        made.set('Values', key)
        made.view = ['Count', 'Name', 'Group'] if not call.has('NoElement') else ['Count', 'Name']
        call.write(made)


@cmdlet('Get-Unique', 'InputObject< AsString? OnType?', 'all')
def get_unique(call):
    """Get-Unique"""
    last = None
    for number, item in enumerate(call.items):
        if number == 0 or text(item) != text(last):
            call.write_one(item)
        last = item


@cmdlet('Compare-Object', '0ReferenceObject:object[]! 1DifferenceObject:object[]! Property:object[] '
        'IncludeEqual? ExcludeDifferent? PassThru? SyncWindow', 'each')
def compare_object(call):
    """Compare-Object"""
    left, right = list(call.list('ReferenceObject')), list(call.list('DifferenceObject'))
    names = [text(p) for p in call.list('Property')]

    def key(item):
        return tuple(text(members.get(item, n)).lower() for n in names) if names else text(
            item).lower()
    both, only_left = [], []
    for item in left:
        match = next((i for i, r in enumerate(right) if key(r) == key(item)), None)
        if match is None:
            only_left.append(item)
        else:
            both.append(item)
            right.pop(match)
    rows = [(i, '==') for i in both] if call.has('IncludeEqual') else []
    rows += [] if call.has('ExcludeDifferent') else [(i, '=>') for i in right] + [
        (i, '<=') for i in only_left]
    for item, side in rows:
        if call.has('PassThru'):
            call.write_one(item)
            continue
        pairs = [(n, members.get(item, n)) for n in names] or [('InputObject', item)]
        call.write(values.PsObject(pairs + [('SideIndicator', side)]))

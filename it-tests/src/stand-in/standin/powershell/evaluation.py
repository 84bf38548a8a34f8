"""Working out expressions."""
from standin.powershell import conversion, members, nodes, operators, types, values
from standin.powershell.records import error
from standin.powershell.values import Nothing, truth


class Evaluation:
    """Part of the interpreter."""

    def evaluate(self, node):
        """The value of an expression."""
        return EVALUATE[type(node)](self, node)

    def _constant(self, node):
        value = node.value
        if isinstance(value, int) and not isinstance(value, bool) and not -2**31 <= value < 2**31:
            return values.Long(value) if -2**63 <= value < 2**63 else float(value)
        return value

    def _bareword(self, node):
        return node.value

    def _expandable(self, node):
        out = []
        for part in node.parts:
            if isinstance(part, str):
                out.append(part)
            else:
                value = self.evaluate(part)
                if isinstance(value, list):
                    out.append(self.separator().join(values.text(v) for v in value))
                else:
                    out.append(values.text(value))
        return ''.join(out)

    def separator(self):
        """$OFS"""
        found = self.scope.find('OFS')
        return ' ' if found is None or found.value is None else values.text(found.value)

    def _variable(self, node):
        return self.get_variable(node)

    def _array_literal(self, node):
        out = []
        for item in node.items:
            value = self.evaluate(item)
            out.append(None if value is Nothing else value)
        return out

    def _array_expression(self, node):
        found = []
        statements = node.body.statements
        if len(statements) == 1 and isinstance(statements[0], nodes.Pipeline) and len(
                statements[0].elements) == 1 and isinstance(
                    statements[0].elements[0], nodes.CommandExpression):
            value = self.evaluate(statements[0].elements[0].expression)
            if value is Nothing:
                return []
            if value is None:
                inner = statements[0].elements[0].expression
                return [] if isinstance(inner, nodes.Paren) else [None]
            return values.as_list(value)
        self.block(node.body, found.append)
        return found

    def _sub_expression(self, node):
        return self.collect(lambda out: self.block(node.body, out))

    def _paren(self, node):
        return self.value_of(node.statement)

    def _hash(self, node):
        made = values.Hash()
        for key, value in node.pairs:
            name = self.evaluate(key)
            if name in made:
                raise error("Duplicate keys '%s' are not allowed in hash literals." %
                            values.text(name), 'DuplicateKeyInHashLiteral', 'ParserError')
            made[name] = self.value_of(value)
        return made

    def _script_block(self, node):
        from standin.powershell.functions import ScriptBlock
        return ScriptBlock(node.block, self, node.text[1:-1])

    def _unary(self, node):
        value = self.evaluate(node.operand)
        operator = node.operator
        if operator == 'not':
            return not truth(value)
        if operator == '-':
            return operators.negate(value)
        if operator == '+':
            return conversion.number(value)
        if operator == 'bnot':
            return ~int(conversion.number(value))
        if operator == 'join':
            return ''.join(values.text(i) for i in values.as_list(value))
        return operators.split_blanks(value)

    def _binary(self, node):
        operator = node.operator
        if operator == 'and':
            return truth(self.evaluate(node.left)) and truth(self.evaluate(node.right))
        if operator == 'or':
            return truth(self.evaluate(node.left)) or truth(self.evaluate(node.right))
        left, right = self.evaluate(node.left), self.evaluate(node.right)
        left = None if left is Nothing else left
        right = None if right is Nothing else right
        if operator in ('match', 'imatch', 'cmatch', 'notmatch', 'inotmatch', 'cnotmatch'):
            wanted = 'not' not in operator
            case = operator.startswith('c')
            if isinstance(left, list):
                return [i for i in left if self.match(values.text(i), right, case, False) == wanted]
            return self.match(values.text(left), right, case) == wanted
        return operators.binary(operator, left, right)

    def match(self, subject, pattern, case=False, keep=True):
        """-match: fills $Matches."""
        found = operators.regex(pattern, case).search(subject)
        if found and keep:
            from standin.powershell.dotnet.regex import group_name
            groups = values.Hash([(0, found.group())])
            for number, value in enumerate(found.groups(), 1):
                if value is not None:
                    groups[group_name(found.re, number)] = value
            self.scope.set('Matches', groups)
        return bool(found)

    def _step(self, node):
        old = self.evaluate(node.target)
        if old is not None and not isinstance(old, (int, float)):
            raise error("The '%s' operator works only on numbers. The operand is a '%s'." % (
                '++' if node.amount > 0 else '--', values.type_name(old)),
                'OperatorRequiresNumber', 'InvalidOperation')
        new = operators.add(old or 0, node.amount)
        self.assign_to(node.target, new)
        return new if node.prefix else (old or 0)

    def member_name(self, name):
        """The name behind a dot, which may be worked out."""
        if isinstance(name, str):
            return name
        value = self.evaluate(name)
        return value if isinstance(value, (str, int)) else values.text(value)

    def _member(self, node):
        target = self.evaluate(node.target)
        name = self.member_name(node.name)
        if node.static:
            kind = target if isinstance(target, values.TypeRef) else values.TypeRef(
                values.type_name(target))
            return members.static(kind, name)
        value = members.get(target, name)
        return value

    def _invoke(self, node):
        target = self.evaluate(node.target)
        name = self.member_name(node.name)
        arguments = [self.evaluate(a) for a in node.arguments]
        arguments = [None if a is Nothing else a for a in arguments]
        if node.static:
            kind = target if isinstance(target, values.TypeRef) else types.resolve(
                values.text(target))
            return members.static_call(kind, name, arguments)
        return members.invoke(target, name, arguments)

    def _index(self, node):
        return self.index(self.evaluate(node.target), self.evaluate(node.index))

    def index(self, target, index):
        """target[index]"""
        if target is None:
            raise error('Cannot index into a null array.', 'NullArray', 'InvalidOperation')
        if isinstance(target, values.Hash):
            if isinstance(index, list):
                return [target[i] for i in index]
            if target.ordered and isinstance(index, int) and index not in target:
                items = target.values()
                return items[index] if -len(items) <= index < len(items) else None
            return target[index]
        if hasattr(target, 'net_item'):
            return target.net_item(index)
        if isinstance(index, list):
            found = [self.index(target, i) for i in index]
            return [f for f in found if f is not None]
        if isinstance(target, values.PsObject) and target.base is not None:
            return self.index(target.base, index)
        if isinstance(target, (str, list, bytes, bytearray)) or values.is_collection(target):
            items = target if isinstance(target, (str, list, bytes, bytearray)) \
                else values.elements(target)
            at = conversion.integer(index)
            if not -len(items) <= at < len(items):
                return None
            found = items[at]
            if isinstance(items, str):
                return values.Char(found)
            return values.Byte(found) if isinstance(items, (bytes, bytearray)) else found
        at = index
        if isinstance(at, int) and at in (0, -1):
            return target
        raise error('Unable to index into an object of type %s.' % values.type_name(target),
                    'CannotIndex', 'InvalidOperation')

    def _type_name(self, node):
        return types.resolve(node.name)

    def _cast(self, node):
        if node.kind.lower() == 'ordered' and isinstance(node.operand, nodes.Hash):
            table = self._hash(node.operand)
            return values.Hash(table.pairs(), True)
        if node.kind.lower() in ('pscustomobject', 'psobject') and isinstance(
                node.operand, nodes.Hash):
            return values.PsObject(self._hash(node.operand).pairs())
        value = self.evaluate(node.operand)
        return self.cast(None if value is Nothing else value, node.kind)

    def cast(self, value, kind):
        """[kind] value"""
        return conversion.cast(value, kind)


EVALUATE = {
    nodes.Constant: Evaluation._constant, nodes.Bareword: Evaluation._bareword,
    nodes.Expandable: Evaluation._expandable, nodes.Variable: Evaluation._variable,
    nodes.ArrayLiteral: Evaluation._array_literal,
    nodes.ArrayExpression: Evaluation._array_expression,
    nodes.SubExpression: Evaluation._sub_expression, nodes.Paren: Evaluation._paren,
    nodes.Hash: Evaluation._hash, nodes.ScriptBlockExpression: Evaluation._script_block,
    nodes.Unary: Evaluation._unary, nodes.Binary: Evaluation._binary,
    nodes.Step: Evaluation._step, nodes.Member: Evaluation._member,
    nodes.Invoke: Evaluation._invoke, nodes.Index: Evaluation._index,
    nodes.TypeName: Evaluation._type_name, nodes.Cast: Evaluation._cast,
}

"""The grammar of expressions."""
import re

from standin.powershell import nodes
from standin.powershell.scanner import DASHES, DOUBLE, SINGLE

NUMBER = re.compile(
    r'(0[xX][0-9A-Fa-f]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([lLdD]?)(kb|mb|gb|tb|pb)?',
    re.IGNORECASE)
SIZES = {'kb': 2**10, 'mb': 2**20, 'gb': 2**30, 'tb': 2**40, 'pb': 2**50}
VARIABLE = re.compile(r'\$(?:(\w+):(?=[\w?]))?(\w+|[$?^])')
COMPARISONS = {'eq', 'ne', 'gt', 'ge', 'lt', 'le', 'like', 'notlike', 'match', 'notmatch',
               'replace', 'contains', 'notcontains', 'in', 'notin', 'split', 'join', 'is', 'isnot',
               'as', 'shl', 'shr'}
COMPARISONS |= {p + n for p in 'ic' for n in COMPARISONS - {'in', 'is', 'join', 'isnot', 'as'}}
LEVELS = (
    ({'and', 'or', 'xor'}, ''),
    ({'band', 'bor', 'bxor'}, ''),
    (COMPARISONS | {'cin', 'iin'}, ''),
    (set(), '+-'),
    (set(), '*/%'),
    ({'f'}, ''),
)
OPERATOR = re.compile(r'[%s]([A-Za-z]+)' % DASHES)


class ExpressionRules:
    """Part of the parser."""

    def expression(self, level=0):
        """A whole expression."""
        if level == len(LEVELS):
            return self._range()
        start = self.at
        left = self.expression(level + 1)
        names, signs = LEVELS[level]
        while True:
            self.blanks()
            operator = self._operator(names, signs)
            if not operator:
                return left
            self.lines()
            right = self.expression(level + 1)
            left = self.made(nodes.Binary(operator, left, right), start)

    def _operator(self, names, signs):
        c = self.peek()
        if signs and c and c in signs + DASHES:
            sign = '-' if c in DASHES else c
            if sign not in signs or self.peek(1) == '=':
                return None
            if sign == '-' and (self.peek(1).isalpha() and OPERATOR.match(self.text, self.at)
                                and self._is_operator_word()):
                return None
            if sign in '+-' and self.peek(1) == c and c:
                return None
            self.at += 1
            return sign
        if names and c and c in DASHES:
            match = OPERATOR.match(self.text, self.at, self.size)
            if match and match.group(1).lower() in names:
                self.at = match.end()
                return match.group(1).lower()
        return None

    def _is_operator_word(self):
        word = OPERATOR.match(self.text, self.at).group(1).lower()
        return any(word in names for names, _ in LEVELS)

    def _range(self):
        start = self.at
        left = self._array()
        self.blanks()
        while self.starts('..'):
            self.at += 2
            self.blanks()
            left = self.made(nodes.Binary('..', left, self._array()), start)
            self.blanks()
        return left

    def _array(self):
        start = self.at
        first = self.unary()
        self.blanks()
        if self.peek() != ',' or self.no_comma:
            return first
        items = [first]
        while self.peek() == ',':
            self.at += 1
            self.lines()
            items.append(self.unary())
            self.blanks()
        return self.made(nodes.ArrayLiteral(items), start)

    def unary(self):
        """An operand with the operators in front of it."""
        start = self.at
        c = self.peek()
        if c == ',':
            self.at += 1
            self.lines()
            return self.made(nodes.ArrayLiteral([self.unary()]), start)
        if c == '!':
            self.at += 1
            self.lines()
            return self.made(nodes.Unary('not', self.unary()), start)
        if self.starts('++') or self.starts('--'):
            amount = 1 if c == '+' else -1
            self.at += 2
            self.blanks()
            return self.made(nodes.Step(self.unary(), amount, True), start)
        if c and c in DASHES:
            match = OPERATOR.match(self.text, self.at, self.size)
            if match:
                name = match.group(1).lower()
                if name in ('not', 'bnot', 'split', 'join', 'isplit', 'csplit'):
                    self.at = match.end()
                    self.lines()
                    return self.made(nodes.Unary(name, self.unary()), start)
            if not self._number_next(1):
                self.at += 1
                self.blanks()
                return self.made(nodes.Unary('-', self.unary()), start)
        if c == '+' and not self._number_next(1):
            self.at += 1
            self.blanks()
            return self.made(nodes.Unary('+', self.unary()), start)
        if c == '[':
            return self._type_first()
        return self.postfix(self.primary(), start)

    def _number_next(self, ahead):
        c = self.peek(ahead)
        return c.isdigit() or (c == '.' and self.peek(ahead + 1).isdigit())

    def _type_first(self):
        """[type], [type]::member, or a cast."""
        start = self.at
        kind = self.type_literal()
        if isinstance(kind, nodes.Attribute):
            self.lines()
            return self.unary()
        mark = self.at
        if self.starts('::'):
            return self.postfix(self.made(nodes.TypeName(kind), start), start)
        if self.peek() == '.':
            return self.postfix(self.made(nodes.TypeName(kind), start), start)
        self.lines()
        c = self.peek()
        if c and (c in '$("\'@[{+!,' or c in SINGLE or c in DOUBLE or c.isdigit()
                  or (c in DASHES and (self.peek(1).isdigit() or self.peek(1) in '($.')
                      and self.peek(1) != '')
                  or (c in DASHES and OPERATOR.match(self.text, self.at) and OPERATOR.match(
                      self.text, self.at).group(1).lower() in ('split', 'join', 'not', 'bnot'))):
            return self.made(nodes.Cast(kind, self.unary()), start)
        self.at = mark
        return self.made(nodes.TypeName(kind), start)

    def type_literal(self):
        """[Name] as text, or an Attribute when it has arguments."""
        start = self.at
        self.expect('[')
        depth = 1
        at = self.at
        while at < self.size and depth:
            c = self.text[at]
            if c == '(':
                return self._attribute(start)
            depth += (c == '[') - (c == ']')
            at += 1
        if depth:
            self.fail("Missing ] at end of type token.", 'EndSquareBracketExpectedAtEndOfType')
        name = self.text[self.at:at - 1].strip()
        if not name:
            self.fail('Missing type name after \'[\'.', 'MissingTypename')
        self.at = at
        return name

    def _attribute(self, start):
        match = re.compile(r'\s*([\w.]+)\s*\(').match(self.text, self.at)
        if not match:
            self.fail('Unexpected attribute.')
        self.at = match.end()
        positional, named = [], {}
        while True:
            self.lines()
            if self.peek() == ')':
                break
            if self.peek() == ',':
                self.at += 1
                continue
            equals = re.compile(r'(\w+)\s*=(?!=)\s*').match(self.text, self.at)
            saved, self.no_comma = self.no_comma, True
            if equals:
                self.at = equals.end()
                named[equals.group(1).lower()] = self.expression()
            elif re.compile(r'\w+\s*[,)]').match(self.text, self.at) and not self.peek().isdigit():
                word = self.word()
                self.at += len(word)
                named[word.lower()] = nodes.Constant(True)
            else:
                positional.append(self.expression())
            self.no_comma = saved
        self.at += 1
        self.lines()
        self.expect(']')
        return self.made(nodes.Attribute(match.group(1), positional, named), start)

    def primary(self):
        """What stands by itself."""
        start = self.at
        c = self.peek()
        if c == '$':
            if self.peek(1) == '(':
                self.at += 2
                body = self.block_until(')')
                self.at += 1
                return self.made(nodes.SubExpression(body), start)
            node = self.variable()
            if node is None:
                self.fail("The '$' is not a valid variable reference.", 'InvalidVariableReference')
            return node
        if c == '(':
            self.at += 1
            saved, self.no_comma = self.no_comma, False
            self.lines()
            statement = self.statement()
            self.no_comma = saved
            self.lines()
            if statement is None or self.peek() != ')':
                self.fail("Missing closing ')' in expression." if statement else
                          "An expression was expected after '('.",
                          'MissingEndParenthesisInExpression' if statement
                          else 'ExpectedExpression')
            self.at += 1
            return self.made(nodes.Paren(statement), start)
        if c == '@':
            return self._at()
        if c == '{':
            return self.script_block_expression()
        if c and (c in SINGLE or c in DOUBLE):
            return self.quoted()
        if c == '[':
            return self._type_first()
        return self._number()

    def _at(self):
        start = self.at
        following = self.peek(1)
        if following == '(':
            self.at += 2
            body = self.block_until(')')
            self.at += 1
            return self.made(nodes.ArrayExpression(body), start)
        if following == '{':
            self.at += 2
            return self._hash(start)
        if following and (following in SINGLE or following in DOUBLE):
            return self.quoted()
        match = re.compile(r'@(\w+)').match(self.text, self.at)
        if match:
            self.at = match.end()
            return self.made(nodes.Variable(None, match.group(1), True, False), start)
        return self.fail("Unrecognized token in source text.", 'UnrecognizedToken')

    def _hash(self, start):
        pairs = []
        saved, self.no_comma = self.no_comma, False
        while True:
            self.separators()
            if self.peek() == '}':
                break
            if self.at >= self.size:
                self.fail("The hash literal was incomplete.", 'IncompleteHashLiteral')
            key = self._hash_key()
            self.blanks()
            if self.peek() != '=':
                self.fail("Missing '=' operator after key in hash literal.",
                          'MissingEqualsInHashLiteral')
            self.at += 1
            self.lines()
            value = self.statement()
            if value is None:
                self.fail('Missing statement after \'=\' in hash literal.', 'MissingStatement')
            pairs.append((key, value))
        self.no_comma = saved
        self.at += 1
        return self.made(nodes.Hash(pairs), start)

    def _hash_key(self):
        start = self.at
        c = self.peek()
        if c.isalpha() or c == '_':
            match = re.compile(r'[\w.-]+').match(self.text, self.at)
            self.at = match.end()
            return self.made(nodes.Constant(match.group()), start)
        return self.unary()

    def _number(self):
        start = self.at
        sign = 1
        if self.peek() and self.peek() in DASHES:
            sign = -1
            self.at += 1
        elif self.peek() == '+':
            self.at += 1
        match = NUMBER.match(self.text, self.at, self.size)
        if not match or not match.group():
            found = self.peek()
            if not found:
                self.fail('You must provide a value expression.', 'ExpectedValueExpression', start)
            self.fail("Unexpected token '%s' in expression or statement." % (
                self.word() or found), 'UnexpectedToken', start)
        digits, suffix, size = match.groups()
        text = match.group()
        if text.endswith('.') and self.text[match.end():match.end() + 1] == '.':
            digits = digits[:-1]
            self.at = match.end() - 1
        else:
            self.at = match.end()
        if digits[:2].lower() == '0x':
            value = int(digits, 16)
            if value > 0x7FFFFFFF and value <= 0xFFFFFFFF and not suffix:
                value -= 2**32
        elif '.' in digits or 'e' in digits.lower():
            value = float(digits)
        else:
            value = int(digits)
        if size:
            value *= SIZES[size.lower()]
        return self.made(nodes.Constant(value * sign), start)

    def variable(self, in_string=False):
        """$name, $scope:name, ${any name}; None when no variable starts here."""
        start = self.at
        if self.peek(1) == '{':
            end = self.text.find('}', self.at)
            if end < 0:
                return None
            name = self.text[self.at + 2:end].replace('`', '')
            self.at = end + 1
            scope, colon, rest = name.partition(':')
            if colon and re.fullmatch(r'\w+', scope):
                return self.made(nodes.Variable(scope.lower(), rest, False, True), start)
            return self.made(nodes.Variable(None, name, False, True), start)
        match = VARIABLE.match(self.text, self.at, self.size)
        if not match:
            return None
        if in_string and match.group(2) in ('^',):
            return None
        self.at = match.end()
        scope, name = match.groups()
        return self.made(nodes.Variable(scope.lower() if scope else None, name, False, False),
                         start)

    def postfix(self, node, start):
        """Members, methods, indexes and ++ behind an operand, with no blank between."""
        while True:
            c = self.peek()
            if c == '.' and self.peek(1) != '.' and self._member_next(1):
                self.at += 1
                node = self._member(node, start, False)
            elif self.starts('::'):
                self.at += 2
                node = self._member(node, start, True)
            elif c == '[' and not self.no_index:
                self.at += 1
                self.lines()
                saved, self.no_comma = self.no_comma, False
                index = self.expression()
                self.no_comma = saved
                self.lines()
                self.expect(']', "Missing ']' after array index expression.")
                node = self.made(nodes.Index(node, index), start)
            elif (self.starts('++') or self.starts('--')) and isinstance(
                    node, (nodes.Variable, nodes.Member, nodes.Index)):
                amount = 1 if c == '+' else -1
                self.at += 2
                node = self.made(nodes.Step(node, amount, False), start)
            else:
                return node

    def _member_next(self, ahead):
        c = self.peek(ahead)
        return bool(c) and (c.isalpha() or c in '_$("\'{')

    def _member(self, node, start, static):
        self.blanks() if static else None
        c = self.peek()
        if c == '$' or c in SINGLE + DOUBLE or c == '(':
            name = self.primary() if c != '$' else self.variable()
        else:
            match = re.compile(r'\w+').match(self.text, self.at)
            if not match:
                self.fail("Missing property name after reference operator.",
                          'MissingPropertyName')
            self.at = match.end()
            name = match.group()
        if self.peek() == '(':
            self.at += 1
            arguments = self._arguments()
            return self.made(nodes.Invoke(node, name, arguments, static), start)
        if self.peek() == '{' and isinstance(name, str) and name.lower() in ('foreach', 'where'):
            return self.made(nodes.Invoke(node, name, [self.script_block_expression()], static),
                             start)
        return self.made(nodes.Member(node, name, static), start)

    def _arguments(self):
        saved = self.no_comma, self.no_index
        self.no_comma, self.no_index = True, False
        arguments = []
        self.lines()
        while self.peek() != ')':
            arguments.append(self.expression())
            self.lines()
            if self.peek() == ',':
                self.at += 1
                self.lines()
            elif self.peek() != ')':
                self.fail("Missing ')' in method call.", 'MissingEndParenthesisInMethodCall')
        self.at += 1
        self.no_comma, self.no_index = saved
        return arguments

"""The grammar of statements."""
import re

from standin.powershell import nodes
from standin.powershell.commands import CommandRules
from standin.powershell.expressions import ExpressionRules
from standin.powershell.scanner import ParseError, Scanner
from standin.powershell.strings import StringRules

ASSIGNMENT = re.compile(r'(\+|-|\*|/|%)?=(?!=)')
KEYWORDS = {'if', 'while', 'do', 'for', 'foreach', 'switch', 'function', 'filter', 'return',
            'break', 'continue', 'throw', 'exit', 'try', 'trap', 'param', 'data', 'class', 'enum',
            'begin', 'process', 'end', 'dynamicparam', 'workflow', 'configuration', 'using'}
LOOPS = ('while', 'do', 'for', 'foreach', 'switch')


class Parser(StringRules, ExpressionRules, CommandRules, Scanner):
    """Reads a script into a tree."""

    def __init__(self, source):
        super().__init__(source)
        self.no_comma = False
        self.no_index = False
        if self.text.startswith('\ufeff'):
            self.at = 1

    def made(self, node, start):
        """Notes where a node stands."""
        node.start, node.end, node.source = start, self.at, self.source
        return node

    def script(self):
        """The whole text as a script block."""
        node = self.script_block('')
        if self.at < self.size:
            self.fail("Unexpected token '%s' in expression or statement." % (
                self.word() or self.peek()), 'UnexpectedToken')
        return node

    def script_block(self, closing):
        """The inside of a script block, up to the closing sign."""
        start = self.at
        saved = self.no_comma, self.no_index
        self.no_comma = self.no_index = False
        attributes, parameters = self._param_block()
        named = {}
        while True:
            self.separators()
            word = self.word().lower()
            if word not in ('begin', 'process', 'end', 'dynamicparam') or not re.match(
                    r'\s*\{', self.text[self.at + len(word):]):
                break
            self.at += len(word)
            self.lines()
            named[word] = self.braces()
        if named:
            node = nodes.ScriptBlock(parameters, attributes, named.get('begin'),
                                     named.get('process'), named.get('end'), True)
        else:
            body = self.block_until(closing)
            node = nodes.ScriptBlock(parameters, attributes, None, None, body, False)
        self.no_comma, self.no_index = saved
        return self.made(node, start)

    def script_block_expression(self):
        """{ ... } as a value."""
        start = self.at
        self.expect('{')
        block = self.script_block('}')
        if self.peek() != '}':
            self.fail("Missing closing '}' in statement block or type definition.",
                      'MissingEndCurlyBrace', start)
        self.at += 1
        return self.made(nodes.ScriptBlockExpression(block), start)

    def block_until(self, closing):
        """Statements up to a sign, which stays."""
        start = self.at
        saved = self.no_comma, self.no_index
        self.no_comma = self.no_index = False
        statements, traps = [], []
        while True:
            self.separators()
            if self.at >= self.size or (closing and self.peek() == closing):
                break
            if self.peek() in ')}':
                self.fail("Unexpected token '%s' in expression or statement." % self.peek(),
                          'UnexpectedToken')
            statement = self.statement()
            if statement is None:
                self.fail("Unexpected token '%s' in expression or statement." % self.peek(),
                          'UnexpectedToken')
            (traps if isinstance(statement, nodes.Trap) else statements).append(statement)
            self.blanks()
            c = self.peek()
            if c and c not in ';\r\n)}' and not self._block_statement(statement):
                self.fail("Unexpected token '%s' in expression or statement." % (
                    self.word() or c), 'UnexpectedToken')
        if closing and self.at >= self.size:
            self.fail("Missing closing '%s' in %s." % (
                closing, 'expression' if closing == ')' else 'statement block or type definition'),
                'MissingEndParenthesisInSubexpression' if closing == ')'
                else 'MissingEndCurlyBrace', start)
        self.no_comma, self.no_index = saved
        return self.made(nodes.Block(statements, traps), start)

    @staticmethod
    def _block_statement(statement):
        return isinstance(statement, (nodes.If, nodes.While, nodes.DoLoop, nodes.For, nodes.ForEach,
                                      nodes.Switch, nodes.Function, nodes.Try, nodes.Trap))

    def braces(self):
        """{ statements }."""
        start = self.at
        self.lines()
        if self.peek() != '{':
            self.fail("Missing statement block.", 'MissingStatementBlock')
        self.at += 1
        block = self.block_until('}')
        self.at += 1
        return self.made(block, start)

    # -- parameters

    def _param_block(self):
        mark = self.at
        attributes = []
        while True:
            self.separators()
            if self.peek() != '[':
                break
            inner = self.at
            try:
                kind = self.type_literal()
            except ParseError:
                self.at = inner
                break
            if not isinstance(kind, nodes.Attribute):
                self.at = inner
                break
            attributes.append(kind)
        if self.word().lower() == 'param' and re.match(r'\s*\(', self.text[self.at + 5:]):
            self.at += 5
            self.lines()
            return attributes, self._parameters()
        self.at = mark
        return [], []

    def _parameters(self):
        self.expect('(')
        found = []
        while True:
            self.lines()
            if self.peek() == ')':
                self.at += 1
                return found
            start = self.at
            types, attributes = [], []
            while self.peek() == '[':
                kind = self.type_literal()
                (attributes if isinstance(kind, nodes.Attribute) else types).append(kind)
                self.lines()
            variable = self.variable() if self.peek() == '$' else None
            if variable is None:
                self.fail("Missing ')' in function parameter list.",
                          'MissingEndParenthesisInFunctionParameterList')
            self.lines()
            default = None
            if self.peek() == '=':
                self.at += 1
                self.lines()
                saved, self.no_comma = self.no_comma, True
                default = self.expression()
                self.no_comma = saved
                self.lines()
            found.append(self.made(nodes.Parameter(variable.name, types, attributes, default),
                                   start))
            if self.peek() == ',':
                self.at += 1
            elif self.peek() != ')':
                self.fail("Missing ')' in function parameter list.",
                          'MissingEndParenthesisInFunctionParameterList')

    # -- statements

    def statement(self):
        """One statement; None when none starts here."""
        self.blanks()
        start = self.at
        c = self.peek()
        label = None
        if c == ':':
            match = re.compile(r':(\w+)').match(self.text, self.at)
            if match:
                label = match.group(1)
                self.at = match.end()
                self.lines()
        word = self.word().lower()
        if word in KEYWORDS and hasattr(self, '_' + word) and not self._is_command_word(word):
            self.at += len(word)
            if word in LOOPS:
                return self.made(getattr(self, '_' + word)(label), start)
            return self.made(getattr(self, '_' + word)(), start)
        if word in ('class', 'enum', 'workflow', 'configuration', 'using') and re.match(
                r'\s+[A-Za-z]', self.text[self.at + len(word):]):
            self.fail("'%s' is not known to this stand-in." % word)
        return self._pipeline_or_assignment(start)

    def _is_command_word(self, word):
        """`foreach` and its like as a name in a path: no blank or parenthesis follows."""
        following = self.text[self.at + len(word):self.at + len(word) + 1]
        return bool(following) and following not in ' \t\r\n({;}`$"\'-|)#@['

    def _pipeline_or_assignment(self, start):
        if self._expression_next():
            target = self.expression()
            self.blanks()
            match = ASSIGNMENT.match(self.text, self.at, self.size)
            if match and self._assignable(target):
                self.at = match.end()
                self.lines()
                value = self.statement()
                if value is None:
                    self.fail("You must provide a value expression following the '%s' operator."
                              % match.group(), 'ExpectedValueExpression')
                return self.made(nodes.Assign(target, match.group(1), value), start)
            if match:
                self.fail('The assignment expression is not valid. The input to an assignment '
                          'operator must be an object that is able to accept assignments, such '
                          'as a variable or a property.', 'InvalidLeftHandSide', start)
            self.at = start
        return self.pipeline()

    def _assignable(self, node):
        if isinstance(node, nodes.Cast):
            return self._assignable(node.operand)
        if isinstance(node, nodes.ArrayLiteral):
            return all(self._assignable(i) for i in node.items)
        return isinstance(node, (nodes.Variable, nodes.Member, nodes.Index))

    def _condition(self):
        self.lines()
        self.expect('(')
        self.lines()
        saved, self.no_comma = self.no_comma, False
        node = self.statement()
        self.no_comma = saved
        self.lines()
        if node is None:
            self.fail("Missing condition in statement.", 'MissingCondition')
        self.expect(')', "Missing closing ')' after expression in statement.")
        return node

    def _if(self):
        clauses = [(self._condition(), self.braces())]
        otherwise = None
        while True:
            mark = self.at
            self.lines()
            word = self.word().lower()
            if word == 'elseif':
                self.at += 6
                clauses.append((self._condition(), self.braces()))
            elif word == 'else':
                self.at += 4
                otherwise = self.braces()
                break
            else:
                self.at = mark
                break
        return nodes.If(clauses, otherwise)

    def _while(self, label):
        return nodes.While(self._condition(), self.braces(), label)

    def _do(self, label):
        body = self.braces()
        self.lines()
        word = self.word().lower()
        if word not in ('while', 'until'):
            self.fail('Missing while or until keyword in do loop.', 'MissingWhileOrUntilInDoWhile')
        self.at += 5
        return nodes.DoLoop(self._condition(), body, word == 'until', label)

    def _for(self, label):
        self.lines()
        self.expect('(')
        self.lines()
        parts = []
        for sign in (';', ';', ')'):
            self.lines()
            parts.append(None if self.peek() == sign else self.statement())
            self.lines()
            if sign == ';' and self.peek() == ')':
                continue
            self.expect(sign, "Missing ')' in for statement.")
            if sign == ')':
                break
        while len(parts) < 3:
            parts.append(None)
        return nodes.For(parts[0], parts[1], parts[2], self.braces(), label)

    def _foreach(self, label):
        self.lines()
        if self.peek() != '(' and not self.starts('-parallel'):
            self.fail("Missing '(' after 'foreach'.", 'MissingOpenParenthesisAfterKeyword')
        self.expect('(')
        self.lines()
        variable = self.variable()
        self.lines()
        if variable is None or self.word().lower() != 'in':
            self.fail("Missing 'in' after variable in foreach loop.", 'MissingInInForeach')
        self.at += 2
        self.lines()
        subject = self.statement()
        self.lines()
        self.expect(')', "Missing ')' in foreach statement.")
        return nodes.ForEach(variable, subject, self.braces(), label)

    def _switch(self, label):
        options = set()
        file = None
        while True:
            self.lines()
            match = re.compile(r'-(\w+)').match(self.text, self.at)
            if not match:
                break
            option = match.group(1).lower()
            self.at = match.end()
            options.add(option)
            if option == 'file':
                self.blanks()
                file = self._argument(False)
        subject = None if file else self._condition()
        self.lines()
        self.expect('{')
        clauses, default = [], None
        while True:
            self.separators()
            if self.peek() == '}':
                self.at += 1
                break
            if self.word().lower() == 'default' and re.match(r'\s*\{', self.text[self.at + 7:]):
                self.at += 7
                default = self.braces()
                continue
            test = self._argument(False)
            if test is None:
                self.fail('Missing condition in switch statement clause.',
                          'MissingSwitchConditionExpression')
            clauses.append((test, self.braces()))
        return nodes.Switch(options, subject, clauses, default, label, file)

    def _function(self, is_filter=False):
        self.blanks()
        match = re.compile(r'(?:(\w+):)?([^\s({;]+)').match(self.text, self.at)
        if not match:
            self.fail('Missing name after function keyword.', 'MissingNameAfterKeyword')
        self.at = match.end()
        self.lines()
        parameters = None
        if self.peek() == '(':
            parameters = self._parameters()
            self.lines()
        self.expect('{', 'Missing function body in function declaration.')
        block = self.script_block('}')
        if self.peek() != '}':
            self.fail("Missing closing '}' in statement block or type definition.",
                      'MissingEndCurlyBrace')
        self.at += 1
        if parameters is not None:
            block.parameters = parameters
        if is_filter and not block.named:
            block.process, block.finish, block.named = block.finish, None, True
        name = match.group()
        return nodes.Function(name, block, is_filter)

    def _filter(self):
        return self._function(True)

    def _value(self):
        self.blanks()
        if not self.peek() or self.peek() in ';\r\n)}':
            return None
        return self.statement()

    def _return(self):
        return nodes.Return(self._value())

    def _throw(self):
        return nodes.Throw(self._value())

    def _exit(self):
        return nodes.Exit(self._value())

    def _label(self):
        self.blanks()
        match = re.compile(r'\w+').match(self.text, self.at)
        if match:
            self.at = match.end()
            return match.group()
        return None

    def _break(self):
        return nodes.Break(self._label())

    def _continue(self):
        return nodes.Continue(self._label())

    def _try(self):
        body = self.braces()
        catches, last = [], None
        while True:
            mark = self.at
            self.lines()
            word = self.word().lower()
            if word == 'catch':
                self.at += 5
                kinds = []
                while True:
                    self.lines()
                    if self.peek() == '[':
                        kinds.append(self.type_literal())
                        self.lines()
                        if self.peek() == ',':
                            self.at += 1
                        continue
                    break
                catches.append((kinds, self.braces()))
            elif word == 'finally':
                self.at += 7
                last = self.braces()
                break
            else:
                self.at = mark
                break
        if not catches and last is None:
            self.fail('The Try statement is missing its Catch or Finally block.',
                      'MissingCatchOrFinally')
        return nodes.Try(body, catches, last)

    def _trap(self):
        self.lines()
        kind = self.type_literal() if self.peek() == '[' else None
        return nodes.Trap(kind, self.braces())


def parse(text, file=None):
    """The tree of a script; ParseError with its source when it is none."""
    source = nodes.Source(text, file)
    try:
        return Parser(source).script()
    except ParseError as problem:
        problem.source = source
        raise

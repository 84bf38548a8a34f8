"""The syntax tree. Every node knows where its text starts and ends."""


class Node:
    """A piece of a script."""

    fields = ()
    __slots__ = ('start', 'end', 'source')

    def __init__(self, *values):
        self.start = self.end = 0
        self.source = None
        for name, value in zip(self.__slots__, values):
            setattr(self, name, value)

    @property
    def text(self):
        """The node as it was written."""
        return self.source.text[self.start:self.end] if self.source else ''

    def __repr__(self):
        return '%s(%s)' % (type(self).__name__, ', '.join(
            repr(getattr(self, n)) for n in self.__slots__))


class Source:
    """The text of a script and where it came from."""

    def __init__(self, text, file=None):
        self.text = text
        self.file = file

    def place(self, offset):
        """(line, column) of an offset, from 1."""
        before = self.text[:offset]
        return before.count('\n') + 1, offset - (before.rfind('\n') + 1) + 1

    def line(self, number):
        """The text of a line."""
        lines = self.text.split('\n')
        return lines[number - 1].rstrip('\r') if number <= len(lines) else ''


def _node(name, fields):
    return type(name, (Node,), {'__slots__': tuple(fields.split()), '__module__': __name__,
                                '__doc__': 'The node for %s.' % name})


# Blocks and statements
ScriptBlock = _node('ScriptBlock', 'parameters attributes begin process finish named')
Parameter = _node('Parameter', 'name types attributes default')
Attribute = _node('Attribute', 'name positional named')
Block = _node('Block', 'statements traps')
Pipeline = _node('Pipeline', 'elements')
Assign = _node('Assign', 'target operator value')
If = _node('If', 'clauses otherwise')
While = _node('While', 'condition body label')
DoLoop = _node('DoLoop', 'condition body until label')
For = _node('For', 'first condition step body label')
ForEach = _node('ForEach', 'variable subject body label')
Switch = _node('Switch', 'options subject clauses default label file')
Function = _node('Function', 'name body filter')
Return = _node('Return', 'value')
Break = _node('Break', 'label')
Continue = _node('Continue', 'label')
Throw = _node('Throw', 'value')
Exit = _node('Exit', 'value')
Try = _node('Try', 'body catches last')
Trap = _node('Trap', 'kind body')

# Commands
Command = _node('Command', 'operator elements redirections')
NamedArgument = _node('NamedArgument', 'name value')
CommandExpression = _node('CommandExpression', 'expression redirections')
Redirection = _node('Redirection', 'stream append target merge')

# Expressions
Constant = _node('Constant', 'value')
Bareword = _node('Bareword', 'value')
Expandable = _node('Expandable', 'parts')
Variable = _node('Variable', 'scope name splat braced')
ArrayLiteral = _node('ArrayLiteral', 'items')
ArrayExpression = _node('ArrayExpression', 'body')
SubExpression = _node('SubExpression', 'body')
Paren = _node('Paren', 'statement')
Hash = _node('Hash', 'pairs')
ScriptBlockExpression = _node('ScriptBlockExpression', 'block')
Unary = _node('Unary', 'operator operand')
Binary = _node('Binary', 'operator left right')
Step = _node('Step', 'target amount prefix')
Member = _node('Member', 'target name static')
Invoke = _node('Invoke', 'target name arguments static')
Index = _node('Index', 'target index')
TypeName = _node('TypeName', 'name')
Cast = _node('Cast', 'kind operand')

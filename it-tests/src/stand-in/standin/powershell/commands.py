"""The grammar of commands: names, arguments, redirections."""
import re

from standin.powershell import nodes
from standin.powershell.scanner import DASHES, DOUBLE, SINGLE

REDIRECTION = re.compile(r'([1-6*])?>(>)?(?:&([12]))?')
PARAMETER = re.compile(r'[%s]([A-Za-z_?][\w-]*)(:)?' % DASHES)
ENDS = '\r\n;|&(){}'


class CommandRules:
    """Part of the parser."""

    def pipeline(self):
        """Commands and expressions with | between them; None when none starts here."""
        start = self.at
        elements = []
        while True:
            element = self._element(bool(elements))
            if element is None:
                if elements:
                    self.fail('An empty pipe element is not allowed.', 'EmptyPipeElement')
                return None
            elements.append(element)
            self.blanks()
            if self.starts('||') or self.starts('&&'):
                self.fail("The token '%s' is not a valid statement separator in this version."
                          % self.text[self.at:self.at + 2], 'InvalidEndOfLine')
            if self.peek() != '|':
                break
            self.at += 1
            self.lines()
        if self.peek() == '&':
            self.fail("The ampersand (&) character is not allowed. The & operator is reserved for "
                      "future use; wrap an ampersand in double quotation marks (\"&\") to pass it "
                      "as part of a string.", 'AmpersandNotAllowed')
        return self.made(nodes.Pipeline(elements), start)

    def _element(self, later):
        self.blanks()
        if self._expression_next():
            start = self.at
            node = self.expression()
            self.blanks()
            redirections = self._redirections()
            return self.made(nodes.CommandExpression(node, redirections), start)
        return self._command()

    def _expression_next(self):
        c = self.peek()
        if not c or c in '\r\n;|&)}':
            return False
        if c in '$("\'@[{!,' or c in SINGLE or c in DOUBLE:
            return True
        if c.isdigit() or (c == '.' and self.peek(1).isdigit()):
            return self._is_number()
        if c == '+' or c in DASHES:
            following = self.peek(1)
            if following in ' \t' and following:
                rest = self.text[self.at + 1:self.at + 40].lstrip(' \t')
                return rest[:1].isdigit() or rest[:1] in ('$', '(')
            if following and (following.isdigit() or following in '.($+' or following in DASHES):
                return True
            word = PARAMETER.match(self.text, self.at)
            return bool(word) and word.group(1).lower() in (
                'not', 'bnot', 'split', 'join', 'isplit', 'csplit')
        return False

    def _is_number(self):
        """7 is an expression, 7z a command."""
        from standin.powershell.expressions import NUMBER
        match = NUMBER.match(self.text, self.at, self.size)
        if not match:
            return False
        following = self.text[match.end():match.end() + 1]
        return not (following.isalnum() or following in '_\\:') or following == ''

    def _command(self):
        start = self.at
        c = self.peek()
        operator = None
        if c == '&':
            operator = '&'
            self.at += 1
            self.blanks()
        elif c == '.' and self.peek(1) in (' ', '\t', '"', "'", '$', '{', '(') and self.peek(1):
            operator = '.'
            self.at += 1
            self.blanks()
        elif not c or c in '\r\n;|)}':
            return None
        elements, redirections = [], []
        first = self._name() if operator is None else self._argument(True)
        if first is None:
            self.fail("Unexpected token '%s' in expression or statement." % self.peek(),
                      'UnexpectedToken')
        elements.append(first)
        while True:
            self.blanks()
            c = self.peek()
            if not c or c in '\r\n;|)}' or self.starts('&&') or c == '&':
                break
            found = self._redirections()
            if found:
                redirections += found
                continue
            if self.starts('--%'):
                self.at += 3
                end = self.at
                while end < self.size and self.text[end] not in '\r\n|':
                    end += 1
                elements.append(self.made(nodes.Bareword(self.text[self.at:end].strip()), self.at))
                elements[-1] = ('verbatim', elements[-1])
                self.at = end
                break
            argument = self._named() or self._argument_list()
            if argument is None:
                self.fail("Unexpected token '%s' in expression or statement." % c,
                          'UnexpectedToken')
            elements.append(argument)
        return self.made(nodes.Command(operator, elements, redirections), start)

    def _name(self):
        return self._bareword()

    def _redirections(self):
        found = []
        while True:
            match = REDIRECTION.match(self.text, self.at, self.size)
            if not match:
                if self.peek() == '<' and self.peek(1) != '#':
                    self.fail("The '<' operator is reserved for future use.",
                              'RedirectionNotSupported')
                return found
            start = self.at
            self.at = match.end()
            stream = match.group(1) or '1'
            if match.group(3):
                node = nodes.Redirection(stream, False, None, int(match.group(3)))
            else:
                self.blanks()
                target = self._argument(False)
                if target is None:
                    self.fail('Missing file specification after redirection operator.',
                              'MissingFileSpecification')
                node = nodes.Redirection(stream, bool(match.group(2)), target, None)
            found.append(self.made(node, start))
            self.blanks()

    def _named(self):
        match = PARAMETER.match(self.text, self.at, self.size)
        if not match:
            return None
        following = self.text[match.end():match.end() + 1]
        if following and not match.group(2) and following not in ' \t\r\n;|&(){},"\'' + '`$@':
            if following != '.':
                return None
        start = self.at
        self.at = match.end()
        value = None
        if match.group(2):
            self.blanks()
            value = self._argument_list()
        return self.made(nodes.NamedArgument(match.group(1), value), start)

    def _argument_list(self):
        start = self.at
        first = self._argument(False)
        if first is None:
            return None
        mark = self.at
        self.blanks()
        if self.peek() != ',':
            self.at = mark
            return first
        items = [first]
        while self.peek() == ',':
            self.at += 1
            self.lines()
            item = self._argument(False)
            if item is None:
                self.fail("Missing argument in parameter list.", 'MissingArgument')
            items.append(item)
            mark = self.at
            self.blanks()
        self.at = mark
        return self.made(nodes.ArrayLiteral(items), start)

    def _argument(self, as_name):
        start = self.at
        c = self.peek()
        if not c or c in '\r\n;|)}':
            return None
        if c == '@' and self.peek(1) not in ('(', '{', '"', "'") and not re.match(
                r'@\w', self.text[self.at:self.at + 2]):
            return self._bareword()
        if c in '$(@{[' or c in SINGLE or c in DOUBLE:
            if c == '[':
                return self._bareword()
            if c == '$' and not re.match(r'\$[\w{(?^$]', self.text[self.at:self.at + 2]):
                return self._bareword()
            saved = self.no_comma, self.no_index
            self.no_comma = self.no_index = False
            node = self.postfix(self.primary(), start)
            self.no_comma, self.no_index = saved
            following = self.peek()
            quoted = c in SINGLE or c in DOUBLE
            if following and following not in ' \t' + ENDS + ',' and c in '$' or (
                    quoted and following and following not in ' \t' + ENDS + ',>'):
                if not (c == '$' and following in '>'):
                    self.at = start
                    return self._bareword()
            return node
        if c.isdigit() or (c in DASHES + '.' and self.peek(1).isdigit()):
            from standin.powershell.expressions import NUMBER
            ahead = 1 if c in DASHES else 0
            match = NUMBER.match(self.text, self.at + ahead, self.size)
            following = self.text[match.end():match.end() + 1] if match else 'x'
            if match and (following in ' \t,' + ENDS or not following):
                node = self._number()
                # A native program sees the digits as they were written.
                return self.made(nodes.Constant(node.value), start)
        return self._bareword()

    def _bareword(self):
        """A word without quotes around it, though there may be some inside."""
        start = self.at
        parts, text = [], []
        depth = 0
        while self.at < self.size:
            c = self.text[self.at]
            if c in ' \t\r\n;|&){},' and not depth or c in '<>' and not text and not parts:
                break
            if c == '>' and not depth:
                break
            if c == '(' and not depth:
                break
            if c == '`' and self.at + 1 < self.size:
                if self.peek(1) in '\r\n':
                    break
                text.append(self.escaped())
            elif c in SINGLE or c in DOUBLE:
                inner = self.quoted()
                if isinstance(inner, nodes.Constant):
                    text.append(inner.value)
                else:
                    if text:
                        parts.append(''.join(text))
                        text = []
                    parts += inner.parts
            elif c == '$':
                part = self._string_variable()
                if part is None:
                    text.append('$')
                    self.at += 1
                else:
                    if text:
                        parts.append(''.join(text))
                        text = []
                    parts.append(part)
            else:
                text.append(c)
                self.at += 1
        if self.at == start:
            return None
        if not parts:
            return self.made(nodes.Bareword(''.join(text)), start)
        if text:
            parts.append(''.join(text))
        return self.made(nodes.Expandable(parts), start)

"""cmd.exe's grammar: a line, after %variables%, becomes a tree of tuples.

('cmd', text, redirections)  text keeps its quotes; carets are gone
('seq' | 'and' | 'or' | 'pipe', left, right)
('group', tree, redirections)
('if', condition, then, otherwise)   condition: (negated, kind, operands, ignore case)
('for', switch, options, variable, items, body)
('quiet', tree)              the @ in front
A redirection is (descriptor, mode, target): mode '<', '>', '>>' or '&'.
"""

SEPARATORS = ' \t,;='


class SyntaxProblem(Exception):
    """cmd.exe gives the whole line up."""


class Incomplete(SyntaxProblem):
    """A parenthesis is open: a batch file goes on with its next line."""


class Parser:
    """Reads one logical line."""

    def __init__(self, text):
        self.text = text
        self.at = 0
        self.depth = 0

    def parse(self):
        """The tree of the whole line, None for an empty one."""
        tree = self._sequence()
        if self.at < len(self.text):
            raise SyntaxProblem('%s was unexpected at this time.' % self.text[self.at:].split()[0])
        return tree

    def _skip(self, extra=''):
        while self.at < len(self.text) and self.text[self.at] in SEPARATORS + '\r' + extra:
            self.at += 1

    def _sequence(self):
        trees = []
        while True:
            self._skip('\n')
            if self.at >= len(self.text) or self.text[self.at] == ')':
                break
            trees.append(self._or())
            self._skip()
            if self.at < len(self.text) and self.text[self.at] in '&\n':
                self.at += 1
                continue
            break
        if not trees:
            return None
        tree = trees[0]
        for other in trees[1:]:
            tree = ('seq', tree, other)
        return tree

    def _or(self):
        left = self._and()
        while self.text.startswith('||', self.at):
            self.at += 2
            left = ('or', left, self._operand('||', self._and))
        return left

    def _and(self):
        left = self._pipe()
        while self.text.startswith('&&', self.at):
            self.at += 2
            left = ('and', left, self._operand('&&', self._pipe))
        return left

    def _pipe(self):
        left = self._command()
        if self.text.startswith('|', self.at) and not self.text.startswith('||', self.at):
            self.at += 1
            left = ('pipe', left, self._operand('|', self._pipe))
        return left

    def _operand(self, sign, rule):
        self._skip('\n' if self.depth else '')
        if self.at >= len(self.text) or self.text[self.at] in '&|)':
            found = self.text[self.at:self.at + 1] or sign
            raise SyntaxProblem('%s was unexpected at this time.' % found)
        return rule()

    def _command(self):
        self._skip()
        if self.at >= len(self.text):
            return None
        first = self.text[self.at]
        if first == '@':
            self.at += 1
            return ('quiet', self._command())
        if first in '&|':
            raise SyntaxProblem('%s was unexpected at this time.' % self._sign())
        if first == '(':
            return self._group()
        word = self._peek_word()
        if word == 'if':
            return self._if()
        if word == 'for':
            return self._for()
        if word == 'rem' or word.startswith('::') or word.startswith(':'):
            return self._remark()
        return self._simple()

    def _sign(self):
        return self.text[self.at:self.at + 2] if self.text[self.at:self.at + 2] in (
            '&&', '||') else self.text[self.at]

    def _peek_word(self):
        end = self.at
        while end < len(self.text) and self.text[end] not in SEPARATORS + '\n\r&|()<>"/':
            end += 1
        return self.text[self.at:end].lower()

    def _remark(self):
        while self.at < len(self.text) and self.text[self.at] != '\n':
            self.at += 1
        return ('cmd', 'rem', [])

    def _group(self):
        self.at += 1
        self.depth += 1
        tree = self._sequence()
        self._skip('\n')
        if self.at >= len(self.text):
            raise Incomplete('(')
        self.at += 1
        self.depth -= 1
        redirections = []
        while True:
            self._skip()
            found = self._redirection()
            if not found:
                break
            redirections.append(found)
        return ('group', tree, redirections)

    def _redirection(self):
        start = self.at
        descriptor = None
        if self.text[self.at:self.at + 1].isdigit() and self.text[self.at + 1:self.at + 2] in (
                '<', '>') and self.text[self.at + 1:self.at + 2]:
            descriptor = int(self.text[self.at])
            self.at += 1
        sign = self.text[self.at:self.at + 1]
        if sign not in ('<', '>') or not sign:
            self.at = start
            return None
        self.at += 1
        if sign == '>' and self.text[self.at:self.at + 1] == '>':
            sign = '>>'
            self.at += 1
        if descriptor is None:
            descriptor = 0 if sign == '<' else 1
        if self.text[self.at:self.at + 1] == '&' and self.text[self.at + 1:self.at + 2].isdigit():
            target = self.text[self.at + 1]
            self.at += 2
            return (descriptor, '&', int(target))
        self._skip()
        target = self._word()
        if not target:
            raise SyntaxProblem('The syntax of the command is incorrect.')
        return (descriptor, sign, target)

    def _word(self, stop='&|<>\n'):
        """One word, with its quotes; carets are taken away."""
        out = ''
        quoted = False
        while self.at < len(self.text):
            c = self.text[self.at]
            if quoted:
                quoted = c != '"'
            elif c == '"':
                quoted = True
            elif c == '^' and self.at + 1 < len(self.text):
                self.at += 1
                c = self.text[self.at]
            elif c in SEPARATORS + stop or (c == ')' and self.depth):
                break
            if quoted and c == '\n':
                break
            out += c
            self.at += 1
        return out

    def _simple(self):
        out = ''
        redirections = []
        quoted = False
        while self.at < len(self.text):
            c = self.text[self.at]
            if c == '\n' or c == '\r':
                break
            if quoted:
                quoted = c != '"'
            elif c == '"':
                quoted = True
            elif c == '^':
                self.at += 1
                if self.at < len(self.text):
                    c = self.text[self.at]
                    if c == '\n':
                        self.at += 1
                        c = self.text[self.at:self.at + 1]
                    out += c
                    self.at += 1
                continue
            elif c in '&|' or (c == ')' and self.depth):
                break
            elif c in '<>' or (c.isdigit() and self.text[self.at + 1:self.at + 2] in ('<', '>')
                               and self.text[self.at + 1:self.at + 2]
                               and (not out or out[-1] in SEPARATORS)):
                redirections.append(self._redirection())
                continue
            out += c
            self.at += 1
        return ('cmd', out, redirections)

    def _if(self):
        self.at += 2
        negated = ignore = False
        while True:
            self._skip()
            word = self._peek_word()
            if word == 'not':
                negated = True
                self.at += 3
            elif self.text[self.at:self.at + 2].lower() == '/i':
                ignore = True
                self.at += 2
            else:
                break
        condition = (negated,) + self._condition(word) + (ignore,)
        self._skip()
        if self.at >= len(self.text):
            raise SyntaxProblem('The syntax of the command is incorrect.')
        then = self._branch()
        mark = self.at
        self._skip()
        otherwise = None
        if self._peek_word() == 'else' and then and then[0] == 'group':
            self.at += 4
            self._skip()
            otherwise = self._branch()
        else:
            self.at = mark
        return ('if', condition, then, otherwise)

    def _branch(self):
        """A single command; the & and && behind it belong to it, as in cmd.exe."""
        self._skip()
        if self.text[self.at:self.at + 1] == '(':
            return self._group()
        tree = self._or()
        mark = self.at
        self._skip()
        if self.text[self.at:self.at + 1] == '&':
            self.at += 1
            rest = self._sequence_until_line()
            return ('seq', tree, rest) if rest else tree
        self.at = mark
        return tree

    def _sequence_until_line(self):
        self._skip()
        if self.at >= len(self.text) or self.text[self.at] in ')\n':
            return None
        return self._branch()

    def _condition(self, word):
        if word in ('exist', 'errorlevel', 'defined', 'cmdextversion'):
            self.at += len(word)
            self._skip()
            return (word, (self._word(),))
        left = ''
        quoted = False
        while self.at < len(self.text):
            c = self.text[self.at]
            if c == '"':
                quoted = not quoted
            if not quoted and (c in ' \t\n' or self.text.startswith('==', self.at)):
                break
            left += c
            self.at += 1
        while self.text[self.at:self.at + 1] in (' ', '\t'):
            self.at += 1
        if self.text.startswith('==', self.at):
            self.at += 2
            kind = '=='
        else:
            kind = self._word().lower()
            if kind not in ('equ', 'neq', 'lss', 'leq', 'gtr', 'geq'):
                raise SyntaxProblem('%s was unexpected at this time.' % (kind or left))
        while self.text[self.at:self.at + 1] in (' ', '\t'):
            self.at += 1
        return (kind, (left, self._word()))

    def _for(self):
        self.at += 3
        switch, options = '', ''
        self._skip()
        while self.text[self.at:self.at + 1] == '/':
            switch = self.text[self.at + 1:self.at + 2].lower()
            self.at += 2
            self._skip()
            if switch == 'f' and self.text[self.at:self.at + 1] in ('"', "'"):
                end = self.text.index(self.text[self.at], self.at + 1)
                options = self.text[self.at + 1:end]
                self.at = end + 1
            elif switch in 'fr' and self.text[self.at:self.at + 1] not in ('%', '/'):
                options = self._word()
            self._skip()
        variable = self._word()
        if len(variable) != 2 or variable[0] != '%':
            raise SyntaxProblem('%s was unexpected at this time.' % variable)
        self._skip()
        if self._peek_word() != 'in':
            raise SyntaxProblem('%s was unexpected at this time.' % self._peek_word())
        self.at += 2
        self._skip()
        if self.text[self.at:self.at + 1] != '(':
            raise SyntaxProblem('%s was unexpected at this time.' % self.text[self.at:])
        items = self._parenthesis()
        self._skip()
        if self._peek_word() != 'do':
            raise SyntaxProblem('%s was unexpected at this time.' % self._peek_word())
        self.at += 2
        self._skip('\n')
        return ('for', switch, options, variable[1], items, self._branch())

    def _parenthesis(self):
        end = self.at + 1
        quoted = None
        while end < len(self.text):
            c = self.text[end]
            if quoted:
                quoted = None if c == quoted else quoted
            elif c == '"' or (c == "'" and not self.text[self.at + 1:end].strip()):
                quoted = c
            elif c == ')':
                break
            end += 1
        if end >= len(self.text):
            raise Incomplete('(')
        items = self.text[self.at + 1:end]
        self.at = end + 1
        return items

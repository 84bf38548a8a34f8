"""Quoted strings, here-strings, and the variables inside of them."""
from standin.powershell import nodes
from standin.powershell.scanner import DOUBLE, SINGLE

ESCAPES = {'n': '\n', 'r': '\r', 't': '\t', '0': '\0', 'a': '\a', 'b': '\b', 'f': '\f', 'v': '\v'}


class StringRules:
    """Part of the parser."""

    def quoted(self):
        """A string in quotes of either kind, at this place."""
        if self.peek() == '@':
            return self._here_string()
        return self._single() if self.peek() in SINGLE else self._double()

    def _single(self):
        start = self.at
        self.at += 1
        out = []
        while True:
            if self.at >= self.size:
                self.fail("The string is missing the terminator: '.", 'TerminatorExpectedAtEndOfString',
                          start)
            c = self.text[self.at]
            if c in SINGLE:
                if self.peek(1) in SINGLE and self.peek(1):
                    self.at += 1
                else:
                    self.at += 1
                    return self.made(nodes.Constant(''.join(out)), start)
            out.append(c)
            self.at += 1

    def _double(self):
        start = self.at
        self.at += 1
        at = self.at
        while True:
            if at >= self.size:
                self.fail('The string is missing the terminator: ".',
                          'TerminatorExpectedAtEndOfString', start)
            c = self.text[at]
            if c == '`':
                at += 2
                continue
            if c in DOUBLE:
                if self.text[at + 1:at + 2] in DOUBLE and self.text[at + 1:at + 2]:
                    at += 2
                    continue
                break
            if c == '$' and self.text[at + 1:at + 2] == '(':
                at = self._over_subexpression(at)
                continue
            at += 1
        node = self.expandable(self.at, at, True)
        self.at = at + 1
        return self.made(node, start)

    def _over_subexpression(self, at):
        """The place behind $( ) inside of a string: it may hold quotes of its own."""
        saved = self.at
        self.at = at + 2
        self.block_until(')')
        end = self.at + 1
        self.at = saved
        return end

    def _here_string(self):
        start = self.at
        quote = self.peek(1)
        self.at += 2
        while self.peek() in ' \t' and self.peek():
            self.at += 1
        if self.peek() == '\r':
            self.at += 1
        if self.peek() != '\n':
            self.fail('No characters are allowed after a here-string header but before the end '
                      'of the line.', 'UnexpectedCharactersAfterHereStringHeader')
        self.at += 1
        body = self.at
        end = self.at - 1
        while True:
            line = end + 1
            if self.text[line:line + 2] == quote + '@':
                break
            end = self.text.find('\n', line)
            if end < 0:
                self.fail('The string is missing the terminator: %s@.' % quote,
                          'TerminatorExpectedAtEndOfString', start)
        stop = max(body, line - 1)
        if self.text[stop - 1:stop] == '\r' and stop > body:
            stop -= 1
        if quote in SINGLE:
            node = nodes.Constant(self.text[body:stop])
        else:
            node = self.expandable(body, stop, False)
        self.at = line + 2
        return self.made(node, start)

    def expandable(self, start, end, doubled):
        """The text between two places, with $variables, $( ) and `escapes."""
        saved = self.at, self.size
        self.at, self.size = start, end
        parts = []
        text = []
        while self.at < end:
            c = self.text[self.at]
            if c == '`' and self.at + 1 < end:
                text.append(self.escaped())
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
                if doubled and c in DOUBLE and self.peek(1) in DOUBLE and self.peek(1):
                    self.at += 1
                text.append(c)
                self.at += 1
        self.at, self.size = saved
        if text or not parts:
            parts.append(''.join(text))
        if len(parts) == 1 and isinstance(parts[0], str):
            return self.made(nodes.Constant(parts[0]), start)
        return self.made(nodes.Expandable(parts), start)

    def escaped(self):
        """The character behind a backtick; moves over both."""
        c = self.text[self.at + 1]
        self.at += 2
        return ESCAPES.get(c, c)

    def _string_variable(self):
        if self.peek(1) == '(':
            start = self.at
            self.at += 2
            saved, self.size = self.size, len(self.text)
            body = self.block_until(')')
            self.size = saved
            self.at += 1
            return self.made(nodes.SubExpression(body), start)
        return self.variable(in_string=True)

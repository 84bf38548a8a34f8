"""Blanks, comments, and what a parser can look at. PowerShell reads commands and expressions by
different rules, so there are no tokens ahead of the parser: it reads characters."""

DASHES = '-\u2013\u2014\u2015'
SINGLE = "'\u2018\u2019\u201a\u201b"
DOUBLE = '"\u201c\u201d\u201e'


class ParseError(Exception):
    """The script cannot be read."""

    def __init__(self, message, offset, error_id='ParserError', incomplete=False):
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.error_id = error_id
        self.incomplete = incomplete
        self.source = None


class Scanner:
    """A text with a place in it."""

    def __init__(self, source):
        self.source = source
        self.text = source.text
        self.size = len(self.text)
        self.at = 0

    def peek(self, ahead=0):
        """A character, '' behind the end."""
        at = self.at + ahead
        return self.text[at] if at < self.size else ''

    def starts(self, text):
        """Whether the text goes on like this."""
        return self.text.startswith(text, self.at)

    def fail(self, message, error_id='ParserError', at=None):
        """Gives up."""
        raise ParseError(message, self.at if at is None else at, error_id)

    def blanks(self):
        """Skips blanks, continued lines and comments; stays on the line."""
        while self.at < self.size:
            c = self.text[self.at]
            if c in ' \t\f\v\u00a0\u0085':
                self.at += 1
            elif c == '`' and self.peek(1) in ('\n', '\r') and self.peek(1):
                self.at += 2
                if self.text[self.at - 1] == '\r' and self.peek() == '\n':
                    self.at += 1
            elif c == '#':
                while self.at < self.size and self.text[self.at] not in '\r\n':
                    self.at += 1
            elif c == '<' and self.peek(1) == '#':
                end = self.text.find('#>', self.at + 2)
                if end < 0:
                    self.fail("The terminator '#>' is missing from the multiline comment.",
                              'MissingTerminatorMultiLineComment')
                self.at = end + 2
            else:
                return

    def lines(self):
        """Skips blanks and ends of lines."""
        while True:
            self.blanks()
            if self.peek() in ('\n', '\r') and self.peek():
                self.at += 1
            else:
                return

    def separators(self):
        """Skips everything that may stand between statements."""
        while True:
            self.lines()
            if self.peek() == ';':
                self.at += 1
            else:
                return

    def word(self):
        """The bare word at this place, without moving."""
        at = self.at
        while at < self.size and (self.text[at].isalnum() or self.text[at] in '_-?'):
            at += 1
        return self.text[self.at:at]

    def expect(self, sign, message=None):
        """Moves over a sign that must be there."""
        if not self.starts(sign):
            self.fail(message or "Missing '%s' in statement." % sign, 'MissingToken')
        self.at += len(sign)

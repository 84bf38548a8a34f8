/** The words of Bicep. A line break is a word: it ends statements, properties and items. */
lexer grammar BicepLexer;

@members {
  /** An unmatched brace is an error for the parser to tell, not for the mode stack. */
  @Override
  public int popMode() {
    return _modeStack.isEmpty() ? _mode : super.popMode();
  }
}

MULTILINE_STRING: '\'\'\'' .*? '\'\'\'' '\''*;
MULTILINE_TEMPLATE: '$'+ '\'\'\'' .*? '\'\'\'' '\''*;
UNCLOSED_MULTILINE: '$'* '\'\'\'';
STRING_START: '\'' -> pushMode(IN_STRING);

TARGET_SCOPE: 'targetScope';
METADATA: 'metadata';
PARAM: 'param';
TYPE: 'type';
VAR: 'var';
FUNC: 'func';
RESOURCE: 'resource';
MODULE: 'module';
OUTPUT: 'output';
ASSERT: 'assert';
IMPORT: 'import';
EXTENSION: 'extension';
PROVIDER: 'provider';
USING: 'using';
EXTENDS: 'extends';
EXISTING: 'existing';
FOR: 'for';
IN: 'in';
IF: 'if';
FROM: 'from';
AS: 'as';
WITH: 'with';
NONE: 'none';
TRUE: 'true';
FALSE: 'false';
NULL: 'null';

INTEGER: [0-9]+;
IDENTIFIER: [a-zA-Z_] [a-zA-Z0-9_]*;

ARROW: '=>';
EQUAL: '==';
NOT_EQUAL: '!=';
SAME: '=~';
NOT_SAME: '!~';
LESS_EQUAL: '<=';
GREATER_EQUAL: '>=';
AND: '&&';
OR: '||';
COALESCE: '??';
DOUBLE_COLON: '::';
SPREAD: '...';
ASSIGN: '=';
LESS: '<';
GREATER: '>';
PLUS: '+';
MINUS: '-';
TIMES: '*';
DIVIDE: '/';
MODULO: '%';
NOT: '!';
QUESTION: '?';
COLON: ':';
DOT: '.';
COMMA: ',';
AT: '@';
BAR: '|';
CARET: '^';
LEFT_PAREN: '(';
RIGHT_PAREN: ')';
LEFT_BRACKET: '[';
RIGHT_BRACKET: ']';
LEFT_BRACE: '{' -> pushMode(DEFAULT_MODE);
RIGHT_BRACE: '}' -> popMode;

NEWLINE: '\r'? '\n' | '\r';
DIRECTIVE: '#' ~[\r\n]* -> skip;
LINE_COMMENT: '//' ~[\r\n]* -> skip;
BLOCK_COMMENT: '/*' .*? '*/' -> skip;
UNCLOSED_COMMENT: '/*';
SPACE: [ \t\u00A0\uFEFF]+ -> skip;
UNKNOWN: .;

mode IN_STRING;

STRING_TEXT: ~['\\$\r\n]+;
DOLLAR: '$';
ESCAPE: '\\' ([nrt'\\$] | 'u{' [0-9a-fA-F]+ '}');
BAD_ESCAPE: '\\' ~[\r\n]?;
INTERPOLATION: '${' -> pushMode(DEFAULT_MODE);
STRING_END: '\'' -> popMode;
UNCLOSED_STRING: [\r\n] -> popMode;

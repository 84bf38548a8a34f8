/** The sentences of Bicep, in a template (.bicep) and in a parameter file (.bicepparam). */
parser grammar BicepParser;

options {
  tokenVocab = BicepLexer;
}

program: NEWLINE* (statement (NEWLINE+ statement)* NEWLINE*)? EOF;

statement
    : decorators (
        targetScope
        | metadata
        | parameter
        | typeDeclaration
        | variable
        | function
        | resource
        | module
        | output
        | assertion
        | importing
        | extension
        | using
        | extending
    )
    ;

decorators: (decorator NEWLINE*)*;

decorator: AT expression;

targetScope: TARGET_SCOPE ASSIGN expression;

metadata: METADATA identifier ASSIGN expression;

parameter: PARAM identifier type? (ASSIGN NEWLINE* expression)?;

typeDeclaration: TYPE identifier ASSIGN NEWLINE* type;

variable: VAR identifier type? ASSIGN NEWLINE* expression;

function
    : FUNC identifier LEFT_PAREN NEWLINE* (functionParameter (separator functionParameter)* separator?)? RIGHT_PAREN
        type ARROW NEWLINE* expression
    ;

functionParameter: identifier type;

resource: RESOURCE identifier string EXISTING? ASSIGN NEWLINE* deployed;

module: MODULE identifier string EXISTING? ASSIGN NEWLINE* deployed;

deployed: conditional | object | loop;

conditional: IF LEFT_PAREN NEWLINE* expression NEWLINE* RIGHT_PAREN NEWLINE* object;

output: OUTPUT identifier (RESOURCE string | type)? ASSIGN NEWLINE* expression;

assertion: ASSERT identifier ASSIGN NEWLINE* expression;

importing
    : IMPORT LEFT_BRACE NEWLINE* (importedItem (separator importedItem)* separator?)? RIGHT_BRACE FROM string
        # importItems
    | IMPORT TIMES AS identifier FROM string # importAll
    | IMPORT string (WITH object)? (AS identifier)? # importExtension
    ;

importedItem: (identifier | string) (AS identifier)?;

extension: (EXTENSION | PROVIDER) (identifier | string) (WITH object)? (AS identifier)?;

using: USING (string | NONE) (WITH object)?;

extending: EXTENDS string;

// Types

type: NEWLINE* BAR? postfixType (NEWLINE* BAR NEWLINE* postfixType)*;

postfixType
    : primaryType # plainType
    | postfixType LEFT_BRACKET RIGHT_BRACKET # arrayType
    | postfixType QUESTION # nullableType
    | postfixType NOT # nonNullType
    | postfixType DOT identifier # memberType
    | postfixType DOT TIMES # othersType
    | postfixType LEFT_BRACKET TIMES RIGHT_BRACKET # itemsType
    | postfixType LEFT_BRACKET INTEGER RIGHT_BRACKET # placeType
    ;

primaryType
    : identifier LESS NEWLINE* type (NEWLINE* COMMA NEWLINE* type)* NEWLINE* GREATER # typeFunction
    | RESOURCE string # resourceType
    | literal # literalType
    | MINUS INTEGER # negativeType
    | identifier # namedType
    | LEFT_PAREN NEWLINE* type NEWLINE* RIGHT_PAREN # groupedType
    | LEFT_BRACE NEWLINE* (typeMember (separator typeMember)* separator?)? RIGHT_BRACE # objectType
    | LEFT_BRACKET NEWLINE* (typeItem (separator typeItem)* separator?)? RIGHT_BRACKET # tupleType
    ;

typeMember: decorators (identifier | string | TIMES) COLON type;

typeItem: decorators type;

// Expressions

expression
    : primary # plain
    | expression NOT # nonNull
    | expression DOT QUESTION? identifier # member
    | expression DOT QUESTION? identifier arguments # method
    | expression DOUBLE_COLON identifier # childResource
    | expression LEFT_BRACKET QUESTION? CARET? expression RIGHT_BRACKET # item
    | (NOT | MINUS | PLUS) expression # unary
    | expression (TIMES | DIVIDE | MODULO) NEWLINE* expression # binary
    | expression (PLUS | MINUS) NEWLINE* expression # binary
    | expression (LESS | LESS_EQUAL | GREATER | GREATER_EQUAL) NEWLINE* expression # binary
    | expression (EQUAL | NOT_EQUAL | SAME | NOT_SAME) NEWLINE* expression # binary
    | expression NEWLINE* AND NEWLINE* expression # binary
    | expression NEWLINE* OR NEWLINE* expression # binary
    | expression NEWLINE* COALESCE NEWLINE* expression # binary
    | <assoc = right> expression NEWLINE* QUESTION NEWLINE* expression NEWLINE* COLON NEWLINE* expression # ternary
    ;

primary
    : lambda # lambdaPrimary
    | identifier arguments # call
    | literal # literalPrimary
    | identifier # name
    | object # objectPrimary
    | array # arrayPrimary
    | loop # loopPrimary
    | LEFT_PAREN NEWLINE* expression NEWLINE* RIGHT_PAREN # grouped
    ;

lambda: (identifier | LEFT_PAREN NEWLINE* (identifier (NEWLINE* COMMA NEWLINE* identifier)*)? NEWLINE* RIGHT_PAREN) ARROW NEWLINE* expression;

arguments: LEFT_PAREN NEWLINE* (expression (NEWLINE* COMMA NEWLINE* expression)* NEWLINE* COMMA? NEWLINE*)? RIGHT_PAREN;

literal: string | INTEGER | TRUE | FALSE | NULL;

object: LEFT_BRACE NEWLINE* (objectItem (separator objectItem)* separator?)? RIGHT_BRACE;

objectItem
    : decorators resource # nestedResource
    | (identifier | string) COLON NEWLINE* expression # property
    | SPREAD expression # spreadProperty
    ;

array: LEFT_BRACKET NEWLINE* (arrayItem (separator arrayItem)* separator?)? RIGHT_BRACKET;

arrayItem: SPREAD? expression;

loop
    : LEFT_BRACKET NEWLINE* FOR loopNames IN expression COLON NEWLINE* (conditional | expression) NEWLINE* RIGHT_BRACKET
    ;

loopNames: identifier | LEFT_PAREN identifier COMMA identifier RIGHT_PAREN;

/** Items are apart by a comma or a line break; both together are no Bicep, but often written. */
separator: NEWLINE+ | NEWLINE* COMMA NEWLINE*;

string: MULTILINE_STRING | MULTILINE_TEMPLATE | STRING_START stringPart* STRING_END;

stringPart: STRING_TEXT | DOLLAR | ESCAPE | BAD_ESCAPE | INTERPOLATION NEWLINE* expression NEWLINE* RIGHT_BRACE;

/** Every keyword may also be a name. */
identifier
    : IDENTIFIER
    | TARGET_SCOPE
    | METADATA
    | PARAM
    | TYPE
    | VAR
    | FUNC
    | RESOURCE
    | MODULE
    | OUTPUT
    | ASSERT
    | IMPORT
    | EXTENSION
    | PROVIDER
    | USING
    | EXTENDS
    | EXISTING
    | FOR
    | IN
    | IF
    | FROM
    | AS
    | WITH
    | NONE
    ;

package org.imageengine.engine.bicep;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.ProblemsException;

/** Parses Bicep text; every line that is no Bicep is a problem. */
final class BicepSyntax {
  private static final int MOST_CHARACTERS = 4 << 20;
  private static final int MOST_DEPTH = 100;
  private static final int MOST_PROBLEMS = 20;
  private static final int MOST_EXPECTED = 4;

  private final String file;
  private final Problems problems = new Problems();
  private final Set<Integer> statementsTold = new HashSet<>();
  private final Set<Integer> linesWarned = new HashSet<>();

  private BicepSyntax(String file) {
    this.file = file;
  }

  /** Parses a whole file; what is accepted and no Bicep goes to {@code warnings}. */
  static BicepParser.ProgramContext program(String file, String text, Problems warnings)
      throws ProblemsException {
    BicepSyntax syntax = new BicepSyntax(file);
    BicepParser.ProgramContext program =
        syntax.parse(text, 1, 0, BicepLexer.DEFAULT_MODE, BicepParser::program);
    warnings.addAll(syntax.problems);
    return program;
  }

  /**
   * Parses an interpolation from its dollar to its closing brace; what follows is not looked at.
   *
   * @param line of the first character, from 1
   * @param column of the first character, from 0
   */
  static BicepParser.StringPartContext interpolation(String file, String text, int line, int column)
      throws ProblemsException {
    return new BicepSyntax(file)
        .parse(text, line, column, BicepLexer.IN_STRING, BicepParser::stringPart);
  }

  private interface Rule<T> {
    T apply(BicepParser parser);
  }

  private <T> T parse(String text, int line, int column, int mode, Rule<T> rule)
      throws ProblemsException {
    if (text.length() > MOST_CHARACTERS) {
      problems.add(
          new Position(file, 1, 1, ""),
          "TooComplex",
          "The file is larger than " + (MOST_CHARACTERS >> 20) + " million characters.");
      throw problems.exception();
    }
    BicepLexer lexer = new BicepLexer(CharStreams.fromString(text, file));
    lexer.removeErrorListeners();
    lexer.getInterpreter().setLine(line);
    lexer.getInterpreter().setCharPositionInLine(column);
    lexer.pushMode(mode);
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    tokens.fill();
    checkDepth(tokens);
    BicepParser parser = new BicepParser(tokens);
    parser.removeErrorListeners();
    parser.addErrorListener(new Listener());
    try {
      T tree = rule.apply(parser);
      problems.throwIfAny();
      return tree;
    } catch (StackOverflowError e) {
      // Chains of operators nest without brackets; no file that people write comes near this.
      problems.add(
          new Position(file, 1, 1, ""), "TooComplex", "An expression in the file is too long.");
      throw problems.exception();
    }
  }

  private void checkDepth(CommonTokenStream tokens) throws ProblemsException {
    Deque<Integer> open = new ArrayDeque<>();
    int prefixes = 0;
    Token before = null;
    for (Token token : tokens.getTokens()) {
      switch (token.getType()) {
        case BicepLexer.LEFT_BRACE,
            BicepLexer.LEFT_BRACKET,
            BicepLexer.LEFT_PAREN,
            BicepLexer.INTERPOLATION ->
            open.push(token.getType());
        case BicepLexer.RIGHT_BRACE, BicepLexer.RIGHT_BRACKET, BicepLexer.RIGHT_PAREN ->
            open.poll();
        case BicepLexer.NEWLINE -> warnOfComma(before, open.peek());
        default -> {
          // Does not nest.
        }
      }
      before = token;
      prefixes =
          switch (token.getType()) {
            case BicepLexer.NOT, BicepLexer.MINUS, BicepLexer.PLUS -> prefixes + 1;
            default -> 0;
          };
      if (open.size() > MOST_DEPTH || prefixes > MOST_DEPTH) {
        problems.add(
            at(token), "TooComplex", "This is nested deeper than " + MOST_DEPTH + " levels.");
        throw problems.exception();
      }
    }
  }

  /** In the arguments of a call a comma before a line break is right. */
  private void warnOfComma(Token before, Integer inside) {
    if (before != null
        && before.getType() == BicepLexer.COMMA
        && inside != null
        && inside != BicepLexer.LEFT_PAREN
        && linesWarned.add(before.getLine())) {
      problems.warn(
          at(before),
          "Spelling",
          "The comma stands before a line break, which separates as well.",
          "Take it out: Bicep itself refuses it in objects and arrays.");
    }
  }

  private Position at(Token token) {
    return new Position(file, token.getLine(), token.getCharPositionInLine() + 1, "");
  }

  private final class Listener extends BaseErrorListener {
    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        Object offending,
        int line,
        int column,
        String message,
        RecognitionException e) {
      if (!(offending instanceof Token token)
          || statementsTold.size() >= MOST_PROBLEMS
          || !statementsTold.add(statement((Parser) recognizer, line))) {
        return;
      }
      String expected = expected((Parser) recognizer, e);
      if (expected.isEmpty()) {
        problems.add(at(token), "Syntax", what(token));
      } else {
        problems.add(at(token), "Syntax", what(token), expected);
      }
    }
  }

  /** The line where the statement begins: what follows its first mistake is only consequence. */
  private static int statement(Parser parser, int line) {
    for (RuleContext rule = parser.getContext(); rule != null; rule = rule.parent) {
      if (rule instanceof BicepParser.StatementContext statement) {
        return statement.getStart().getLine();
      }
    }
    return line;
  }

  private static String what(Token token) {
    return switch (token.getType()) {
      case Token.EOF -> "The file ends too early.";
      case BicepLexer.NEWLINE -> "The line ends too early.";
      case BicepLexer.UNCLOSED_STRING -> "The string has no closing quote in its line.";
      case BicepLexer.UNCLOSED_MULTILINE -> "The string has no closing ''' behind it.";
      case BicepLexer.UNCLOSED_COMMENT -> "The comment has no closing */ behind it.";
      default -> "\"" + token.getText() + "\" is not expected here.";
    };
  }

  private static String expected(Parser parser, RecognitionException e) {
    IntervalSet set = e == null ? parser.getExpectedTokens() : e.getExpectedTokens();
    if (set == null || set.size() == 0 || set.size() > MOST_EXPECTED) {
      return "";
    }
    return "Expected: " + set.toString(parser.getVocabulary()) + ".";
  }
}

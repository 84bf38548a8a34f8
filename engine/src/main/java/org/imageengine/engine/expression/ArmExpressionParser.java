package org.imageengine.engine.expression;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Value;

/**
 * Reads the expressions of ARM templates: strings that begin with {@code [} and end with {@code ]}.
 * One that begins with {@code [[} is the text behind its first bracket.
 */
public final class ArmExpressionParser {
  private static final int MOST_DEPTH = 100;

  private final Position at;
  private final String text;
  private int next;
  private int depth;

  private ArmExpressionParser(Position at, String text) {
    this.at = at;
    this.text = text;
  }

  /** What {@code string} stands for: itself, or the expression in it. */
  public static Expression parse(Value.StringValue string) {
    String text = string.text();
    if (!text.startsWith("[") || !text.endsWith("]") || text.length() < 2) {
      return new Expression.Literal(string.at(), string);
    }
    if (text.startsWith("[[")) {
      return new Expression.Literal(
          string.at(), new Value.StringValue(string.at(), text.substring(1)));
    }
    try {
      return new ArmExpressionParser(string.at(), text).whole();
    } catch (EvaluationException e) {
      // Said when the value is needed, as everything else that is wrong with an expression.
      return e.problem()
          .map(
              problem ->
                  new Expression.Broken(
                      problem.at(), problem.code(), problem.message(), problem.advice().orElse("")))
          .orElseThrow();
    }
  }

  private Expression whole() {
    next = 1;
    Expression expression = expression();
    skipSpace();
    if (next != text.length() - 1) {
      throw failure("\"" + rest() + "\" is not expected here");
    }
    return expression;
  }

  private Expression expression() {
    if (++depth > MOST_DEPTH) {
      throw failure("it is nested deeper than " + MOST_DEPTH + " levels");
    }
    Expression expression = primary();
    while (true) {
      skipSpace();
      Position here = here();
      if (peek() == '.') {
        next++;
        Position nameAt = here();
        expression = new Expression.Access(here, expression, literal(nameAt, name()), false, false);
      } else if (peek() == '[') {
        next++;
        Expression index = expression();
        expect(']');
        expression = new Expression.Access(here, expression, index, false, false);
      } else {
        depth--;
        return expression;
      }
    }
  }

  private Expression primary() {
    skipSpace();
    Position here = here();
    char first = peek();
    if (first == '\'') {
      return literal(here, string());
    }
    if (first == '-' || first == '+' || Character.isDigit(first)) {
      return number(here);
    }
    if (!isNameStart(first) || next >= text.length() - 1) {
      throw failure(
          next >= text.length() - 1 ? "it ends too early" : "\"" + rest() + "\" is not expected");
    }
    StringBuilder name = new StringBuilder(name());
    skipSpace();
    while (peek() == '.' && next + 1 < text.length() && isNameStart(text.charAt(next + 1))) {
      next++;
      name.append('.').append(name());
      skipSpace();
    }
    return peek() == '(' ? call(here, name.toString()) : word(here, name.toString());
  }

  private Expression word(Position here, String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true" -> new Expression.Literal(here, new Value.BooleanValue(here, true));
      case "false" -> new Expression.Literal(here, new Value.BooleanValue(here, false));
      case "null" -> new Expression.Literal(here, new Value.NullValue(here));
      default ->
          throw failure("\"" + word + "\" is no function call; a text is written in single quotes");
    };
  }

  private Expression call(Position here, String name) {
    next++;
    List<Expression> arguments = new ArrayList<>();
    skipSpace();
    if (peek() != ')') {
      arguments.add(expression());
      skipSpace();
      while (peek() == ',') {
        next++;
        arguments.add(expression());
        skipSpace();
      }
    }
    expect(')');
    String plain =
        name.toLowerCase(Locale.ROOT).startsWith("sys.") ? name.substring("sys.".length()) : name;
    return Forms.of(here, plain, arguments);
  }

  private Expression number(Position here) {
    int start = next++;
    while (Character.isLetterOrDigit(peek()) || peek() == '.' || isSignOfExponent()) {
      next++;
    }
    String digits = text.substring(start, next);
    try {
      return new Expression.Literal(here, new Value.NumberValue(here, new BigDecimal(digits)));
    } catch (NumberFormatException e) {
      throw failure("\"" + digits + "\" is not a number");
    }
  }

  private boolean isSignOfExponent() {
    return (peek() == '-' || peek() == '+') && "eE".indexOf(text.charAt(next - 1)) >= 0;
  }

  /** Two quotes inside a string stand for one. */
  private String string() {
    StringBuilder content = new StringBuilder();
    next++;
    while (true) {
      int quote = text.indexOf('\'', next);
      if (quote < 0) {
        throw failure("a string in it has no closing quote");
      }
      content.append(text, next, quote);
      next = quote + 1;
      if (peek() != '\'') {
        return content.toString();
      }
      content.append('\'');
      next++;
    }
  }

  private String name() {
    int start = next;
    while (next < text.length() && isNamePart(text.charAt(next))) {
      next++;
    }
    if (start == next) {
      throw failure("a name is expected before \"" + rest() + "\"");
    }
    return text.substring(start, next);
  }

  private static boolean isNameStart(char character) {
    return Character.isLetter(character) || character == '_' || character == '$';
  }

  private static boolean isNamePart(char character) {
    return isNameStart(character) || Character.isDigit(character) || character == '-';
  }

  private static Expression literal(Position at, String text) {
    return new Expression.Literal(at, new Value.StringValue(at, text));
  }

  private void expect(char wanted) {
    skipSpace();
    if (next >= text.length() - 1 || peek() != wanted) {
      throw failure(
          (wanted == ')' ? "\",\" or \")\"" : "\"" + wanted + "\"")
              + " is expected"
              + (rest().isEmpty() ? "" : " before \"" + rest() + "\""));
    }
    next++;
  }

  private void skipSpace() {
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
  }

  private char peek() {
    return next < text.length() ? text.charAt(next) : '\0';
  }

  private String rest() {
    int end = Math.max(next, text.length() - 1);
    String rest = text.substring(Math.min(next, end), end);
    return rest.length() > 20 ? rest.substring(0, 20) + "…" : rest;
  }

  /** The column counts from the opening quote, which is right unless the string has escapes. */
  private Position here() {
    return at.line() == 0
        ? at
        : new Position(at.file(), at.line(), at.column() + 1 + next, at.path());
  }

  private EvaluationException failure(String why) {
    return new EvaluationException(
        here(),
        "BadExpression",
        "This is not a whole expression: " + why + ".",
        "For a text that begins with a bracket write two: \"[[\".");
  }
}

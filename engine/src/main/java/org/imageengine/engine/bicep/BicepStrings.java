package org.imageengine.engine.bicep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.Token;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.engine.text.Value;

/** Reads the strings of Bicep: escapes, interpolation, and strings of many lines. */
final class BicepStrings {
  private static final String QUOTES = "'''";

  private final String file;
  private final Problems problems;
  private final Function<BicepParser.ExpressionContext, Expression> expressions;

  BicepStrings(
      String file,
      Problems problems,
      Function<BicepParser.ExpressionContext, Expression> expressions) {
    this.file = file;
    this.problems = problems;
    this.expressions = expressions;
  }

  /** The text of a string that must not have expressions in it, such as a path or a type. */
  Optional<String> plain(BicepParser.StringContext string) {
    Position at = at(string.getStart());
    if (read(string, at) instanceof Expression.Literal literal
        && literal.value() instanceof Value.StringValue text) {
      return Optional.of(text.text());
    }
    problems.add(at, "BadExpression", "This string must not have expressions in it.");
    return Optional.empty();
  }

  /** The string as an expression at {@code at}. */
  Expression read(BicepParser.StringContext string, Position at) {
    if (string.MULTILINE_STRING() != null) {
      return literal(at, body(string.MULTILINE_STRING().getText()));
    }
    if (string.MULTILINE_TEMPLATE() != null) {
      return template(string.MULTILINE_TEMPLATE().getSymbol(), at);
    }
    Parts parts = new Parts(at);
    for (BicepParser.StringPartContext part : string.stringPart()) {
      if (part.expression() != null) {
        parts.expression(expressions.apply(part.expression()));
      } else if (part.ESCAPE() != null) {
        parts.text(unescaped(part.ESCAPE().getSymbol()));
      } else if (part.BAD_ESCAPE() != null) {
        badEscape(part.BAD_ESCAPE().getSymbol());
      } else {
        parts.text(part.getText());
      }
    }
    return parts.expression();
  }

  private static Expression literal(Position at, String text) {
    return new Expression.Literal(at, new Value.StringValue(at, text));
  }

  /** What is between the quotes; a line break right behind the first ones is not part of it. */
  private static String body(String token) {
    String body = token.substring(QUOTES.length(), token.length() - QUOTES.length());
    if (body.startsWith("\r\n")) {
      return body.substring(2);
    }
    return body.startsWith("\n") ? body.substring(1) : body;
  }

  /** As many dollars as stand before the quotes begin an expression in the text. */
  private Expression template(Token token, Position at) {
    String text = token.getText();
    int dollars = text.indexOf('\'');
    String mark = "$".repeat(dollars) + "{";
    String whole = text.substring(dollars);
    String body = body(whole);
    int offset = dollars + whole.length() - QUOTES.length() - body.length();
    Parts parts = new Parts(at);
    int done = 0;
    int next = body.indexOf(mark);
    while (next >= 0) {
      parts.text(body.substring(done, next));
      int end = interpolation(token, text, offset + next + mark.length(), parts) - offset;
      done = end;
      next = body.indexOf(mark, done);
    }
    return parts.text(body.substring(Math.min(done, body.length()))).expression();
  }

  /** Reads the expression from {@code start} on; answers where the text goes on. */
  private int interpolation(Token token, String text, int start, Parts parts) {
    int line = token.getLine();
    int column = token.getCharPositionInLine();
    for (int i = 0; i < start; i++) {
      column = text.charAt(i) == '\n' ? 0 : column + 1;
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    try {
      BicepParser.StringPartContext part =
          BicepSyntax.interpolation(
              file, "${" + text.substring(start), line, Math.max(0, column - 2));
      parts.expression(expressions.apply(part.expression()));
      return start - 2 + part.getStop().getStopIndex() + 1;
    } catch (ProblemsException e) {
      e.problems().forEach(problems::add);
      return text.length() - QUOTES.length();
    }
  }

  private static String unescaped(Token escape) {
    String text = escape.getText();
    return switch (text.charAt(1)) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'u' -> character(text.substring(3, text.length() - 1));
      default -> text.substring(1);
    };
  }

  private static String character(String digits) {
    int code = digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits, 16);
    return Character.isValidCodePoint(code) ? Character.toString(code) : "\uFFFD";
  }

  private void badEscape(Token escape) {
    problems.add(
        at(escape),
        "Syntax",
        "\"" + escape.getText() + "\" is no escape.",
        "Allowed: \\\\ \\' \\n \\r \\t \\u{…} \\$; for a backslash write two.");
  }

  private Position at(Token token) {
    return new Position(file, token.getLine(), token.getCharPositionInLine() + 1, "");
  }

  /** The parts of a string; with expressions in it, it is a call of {@code format}. */
  private static final class Parts {
    private final Position at;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder format = new StringBuilder();
    private final List<Expression> arguments = new ArrayList<>();

    Parts(Position at) {
      this.at = at;
    }

    Parts text(String more) {
      text.append(more);
      format.append(more.replace("{", "{{").replace("}", "}}"));
      return this;
    }

    void expression(Expression expression) {
      format.append('{').append(arguments.size()).append('}');
      arguments.add(expression);
    }

    Expression expression() {
      if (arguments.isEmpty()) {
        return literal(at, text.toString());
      }
      List<Expression> all = new ArrayList<>();
      all.add(literal(at, format.toString()));
      all.addAll(arguments);
      return new Expression.Call(at, "format", all);
    }
  }
}

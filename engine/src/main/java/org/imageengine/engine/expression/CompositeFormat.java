package org.imageengine.engine.expression;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imageengine.engine.text.Value;

/** A format string of .NET whose items are {@code {index[,alignment][:format]}}. */
final class CompositeFormat {
  private static final Pattern ITEM =
      Pattern.compile("(\\d{1,6}) *(?:, *(-?\\d{1,6}) *)?(?::([^{]*))?");

  private final FunctionCall call;
  private final String format;
  private final StringBuilder text = new StringBuilder();
  private int next;

  CompositeFormat(FunctionCall call) {
    this.call = call;
    this.format = call.text(0);
  }

  String text() {
    StringFunctions.count(call, format.length());
    while (next < format.length()) {
      char c = format.charAt(next++);
      if (c != '{' && c != '}') {
        text.append(c);
      } else if (next < format.length() && format.charAt(next) == c) {
        text.append(c);
        next++;
      } else {
        item(c);
      }
    }
    return text.toString();
  }

  private void item(char brace) {
    int end = format.indexOf('}', next);
    if (brace == '}' || end < 0) {
      throw call.failure(
          String.format(
              "The '%c' at character %d of the format string has no partner; a brace as such is"
                  + " written twice.",
              brace, next));
    }
    String item = format.substring(next, end);
    Matcher parts = ITEM.matcher(item);
    if (!parts.matches()) {
      throw call.failure(
          "The format string has {"
              + item
              + "}, which is none of {index}, {index,alignment} and {index:format}.");
    }
    next = end + 1;
    String specifier = parts.group(3) == null ? "" : parts.group(3);
    append(
        formatted(argument(Integer.parseInt(parts.group(1))), specifier),
        parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2)));
  }

  private Value argument(int index) {
    if (!call.has(index + 1)) {
      throw call.failure(
          String.format(
              "The format string names the value {%d}, but the values that follow it are %d.",
              index, call.count() - 1));
    }
    return call.value(index + 1);
  }

  /** Only numbers heed the format of an item. */
  private String formatted(Value value, String specifier) {
    return value instanceof Value.NumberValue number && !specifier.isEmpty()
        ? new NumberFormat(call, number.number(), specifier).text()
        : StringFunctions.text(call, value);
  }

  private void append(String piece, int alignment) {
    int padding = Math.max(0, Math.abs(alignment) - piece.length());
    StringFunctions.count(call, (long) piece.length() + padding);
    text.append(alignment > 0 ? " ".repeat(padding) : "").append(piece);
    text.append(alignment < 0 ? " ".repeat(padding) : "");
  }
}

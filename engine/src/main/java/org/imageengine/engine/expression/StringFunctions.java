package org.imageengine.engine.expression;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntUnaryOperator;
import org.imageengine.engine.text.Value;

/**
 * Functions of strings. {@code uniqueString()} and {@code guid()} give the same texts as Azure
 * Resource Manager does, so that names do not change with the tool that evaluates a template.
 */
final class StringFunctions {
  /** The greatest total length of {@code padLeft()}. */
  private static final int LONGEST_PADDED = 16;

  private static final int DEEPEST_JSON = 500;

  /** Azure Resource Manager's namespace of name-based UUIDs. */
  private static final UUID GUID_NAMESPACE =
      UUID.fromString("11fb06fb-712d-4ddd-98c7-e71bbd588830");

  private StringFunctions() {}

  static void register(Map<String, TemplateFunction> all) {
    all.put("endsWith", StringFunctions::endsWith);
    all.put("startsWith", StringFunctions::startsWith);
    all.put("format", StringFunctions::format);
    all.put("join", StringFunctions::join);
    all.put("padLeft", StringFunctions::padLeft);
    all.put("replace", StringFunctions::replace);
    all.put("split", StringFunctions::split);
    all.put("string", StringFunctions::string);
    all.put("substring", StringFunctions::substring);
    all.put("toLower", call -> mapped(call, Character::toLowerCase));
    all.put("toUpper", call -> mapped(call, Character::toUpperCase));
    all.put("trim", StringFunctions::trim);
    all.put("uniqueString", StringFunctions::uniqueString);
    all.put("guid", StringFunctions::guid);
  }

  /** A string of characters that the budget has counted already. */
  static Value counted(FunctionCall call, String text) {
    return new Value.StringValue(call.at(), text);
  }

  /** A value as JSON in one line, counted before it is made. */
  static String json(FunctionCall call, Value value) {
    countJson(call, value, 0);
    return JsonText.compact(value);
  }

  private static void countJson(FunctionCall call, Value value, int depth) {
    if (depth > DEEPEST_JSON) {
      throw call.failure("The value is nested deeper than " + DEEPEST_JSON + " levels.");
    }
    if (value instanceof Value.ObjectValue object) {
      count(call, 2);
      for (Map.Entry<String, Value.Member> member : object.members().entrySet()) {
        count(call, quotedLength(member.getKey()) + 2);
        countJson(call, member.getValue().value(), depth + 1);
      }
    } else if (value instanceof Value.ArrayValue array) {
      count(call, 2L + array.items().size());
      for (Value item : array.items()) {
        countJson(call, item, depth + 1);
      }
    } else if (value instanceof Value.StringValue string) {
      count(call, quotedLength(string.text()));
    } else if (value instanceof Value.NumberValue number) {
      count(call, number.number().precision() + 2L);
    } else {
      count(call, 5);
    }
  }

  static void count(FunctionCall call, long characters) {
    call.budget().characters(call.at(), characters);
  }

  private static long quotedLength(String text) {
    long length = 2;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      length += c < ' ' ? 6 : c == '"' || c == '\\' ? 2 : 1;
    }
    return length;
  }

  private static Value endsWith(FunctionCall call) {
    call.arity(2, 2);
    String text = call.text(0);
    String end = call.text(1);
    return call.bool(text.regionMatches(true, text.length() - end.length(), end, 0, end.length()));
  }

  private static Value startsWith(FunctionCall call) {
    call.arity(2, 2);
    String start = call.text(1);
    return call.bool(call.text(0).regionMatches(true, 0, start, 0, start.length()));
  }

  private static Value format(FunctionCall call) {
    call.arity(1, Integer.MAX_VALUE);
    return counted(call, new CompositeFormat(call).text());
  }

  private static Value join(FunctionCall call) {
    call.arity(2, 2);
    List<Value> items = call.items(0);
    String delimiter = call.text(1);
    List<String> texts = new ArrayList<>();
    for (Value item : items) {
      String text = joinable(call, item);
      count(call, (long) text.length() + delimiter.length());
      texts.add(text);
    }
    return counted(call, String.join(delimiter, texts));
  }

  private static String joinable(FunctionCall call, Value item) {
    if (item instanceof Value.StringValue
        || item instanceof Value.NumberValue
        || item instanceof Value.BooleanValue) {
      return text(call, item);
    }
    throw call.failure(
        "The array of join() must hold strings, numbers or booleans only, here is "
            + item.kind()
            + ".");
  }

  private static Value padLeft(FunctionCall call) {
    call.arity(2, 3);
    Value value = call.value(0);
    if (!(value instanceof Value.StringValue || value instanceof Value.NumberValue)) {
      throw call.wrong(0, "a string or a number", value.kind());
    }
    int length = call.small(1);
    if (length < 1 || length > LONGEST_PADDED) {
      throw call.failure(
          "The total length of padLeft() must be between 1 and "
              + LONGEST_PADDED
              + ", this is "
              + length
              + ".");
    }
    String padding = call.has(2) ? call.text(2) : " ";
    if (padding.length() != 1) {
      throw call.failure(
          "The padding of padLeft() must be one character, this is " + padding.length() + ".");
    }
    String text = text(call, value);
    return call.string(padding.repeat(Math.max(0, length - text.length())) + text);
  }

  private static Value replace(FunctionCall call) {
    call.arity(3, 3);
    String text = call.text(0);
    String old = call.text(1);
    String other = call.text(2);
    if (old.isEmpty()) {
      throw call.failure("The text that replace() is to look for must not be empty.");
    }
    long found = 0;
    for (int i = text.indexOf(old); i >= 0; i = text.indexOf(old, i + old.length())) {
      found++;
    }
    count(call, text.length() + found * (other.length() - old.length()));
    return counted(call, text.replace(old, other));
  }

  private static Value split(FunctionCall call) {
    call.arity(2, 2);
    String text = call.text(0);
    List<String> delimiters = delimiters(call);
    if (delimiters.size() > 1) {
      // The text is read once for each of them.
      count(call, (long) text.length() * (delimiters.size() - 1));
    }
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); ) {
      int length = delimiterAt(text, i, delimiters);
      if (length > 0) {
        parts.add(text.substring(start, i));
        start = i + length;
      }
      i += Math.max(1, length);
    }
    parts.add(text.substring(start));
    return call.strings(parts);
  }

  private static List<String> delimiters(FunctionCall call) {
    Value wanted = call.value(1);
    if (wanted instanceof Value.StringValue one) {
      return one.text().isEmpty() ? List.of() : List.of(one.text());
    }
    if (!(wanted instanceof Value.ArrayValue several)) {
      throw call.wrong(1, "a string or an array of strings", wanted.kind());
    }
    List<String> delimiters = new ArrayList<>();
    for (Value item : several.items()) {
      if (!(item instanceof Value.StringValue delimiter)) {
        throw call.failure(
            "The delimiters of split() must be strings, here is " + item.kind() + ".");
      }
      if (!delimiter.text().isEmpty()) {
        delimiters.add(delimiter.text());
      }
    }
    return delimiters;
  }

  private static int delimiterAt(String text, int index, List<String> delimiters) {
    for (String delimiter : delimiters) {
      if (text.startsWith(delimiter, index)) {
        return delimiter.length();
      }
    }
    return 0;
  }

  private static Value string(FunctionCall call) {
    call.arity(1, 1);
    return counted(call, text(call, call.value(0)));
  }

  /** What {@code string()} makes of a value. */
  static String text(FunctionCall call, Value value) {
    if (value instanceof Value.StringValue string) {
      return string.text();
    }
    if (value instanceof Value.NumberValue number) {
      return plain(number.number());
    }
    if (value instanceof Value.BooleanValue bool) {
      return bool.truth() ? "True" : "False";
    }
    return value instanceof Value.NullValue ? "" : json(call, value);
  }

  /** Digits without an exponent, unless they were very many. */
  static String plain(BigDecimal number) {
    return Math.abs((long) number.scale()) > 100 ? number.toString() : number.toPlainString();
  }

  private static Value substring(FunctionCall call) {
    call.arity(2, 3);
    String text = call.text(0);
    long start = call.whole(1);
    if (start < 0 || start > text.length()) {
      throw call.failure(
          "The start of substring() must be between 0 and the length of the string, which is "
              + text.length()
              + ", this is "
              + start
              + ".");
    }
    long length = call.has(2) ? call.whole(2) : text.length() - start;
    if (length < 0 || length > text.length() - start) {
      throw call.failure(
          "The length of substring() must be between 0 and the "
              + (text.length() - start)
              + " characters that follow the start, this is "
              + length
              + ".");
    }
    return call.string(text.substring((int) start, (int) (start + length)));
  }

  /** Case is changed character by character, so that no culture and no ligature matters. */
  private static Value mapped(FunctionCall call, IntUnaryOperator change) {
    call.arity(1, 1);
    String text = call.text(0);
    count(call, text.length());
    StringBuilder mapped = new StringBuilder(text.length());
    text.codePoints().map(change).forEach(mapped::appendCodePoint);
    return counted(call, mapped.toString());
  }

  private static Value trim(FunctionCall call) {
    call.arity(1, 1);
    String text = call.text(0);
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return call.string(text.substring(start, end));
  }

  private static boolean isBlank(char c) {
    return (c >= '\t' && c <= '\r') || c == '\u0085' || Character.isSpaceChar(c);
  }

  private static Value uniqueString(FunctionCall call) {
    return call.string(UniqueText.of(joined(call)));
  }

  private static Value guid(FunctionCall call) {
    return call.string(nameBased(joined(call)).toString());
  }

  /** The arguments joined by hyphens, as UTF-8. */
  private static byte[] joined(FunctionCall call) {
    call.arity(1, Integer.MAX_VALUE);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < call.count(); i++) {
      texts.add(call.text(i));
      count(call, texts.get(i).length() + 1L);
    }
    return String.join("-", texts).getBytes(StandardCharsets.UTF_8);
  }

  /** A UUID of version 5, after RFC 9562. */
  private static UUID nameBased(byte[] name) {
    ByteBuffer space = ByteBuffer.allocate(16);
    space.putLong(GUID_NAMESPACE.getMostSignificantBits());
    space.putLong(GUID_NAMESPACE.getLeastSignificantBits());
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(space.array());
      ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name));
      long most = hash.getLong() & ~0xF000L | 0x5000L;
      long least = hash.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
      return new UUID(most, least);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1.", e);
    }
  }
}

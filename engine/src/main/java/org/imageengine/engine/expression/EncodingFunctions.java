package org.imageengine.engine.expression;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.engine.text.Value;
import org.imageengine.engine.text.ValueReader;

/** Functions between texts and Base64, URIs, data URIs and JSON. Bytes are those of UTF-8. */
final class EncodingFunctions {
  private static final String DATA = "data:";
  private static final List<String> CHARSETS = List.of("utf-8", "utf8", "us-ascii");
  private static final String UNRESERVED = "-._~";
  private static final String RESERVED = ":/?#[]@!$&'()*+,;=";
  private static final String HEX = "0123456789ABCDEF";

  private EncodingFunctions() {}

  static void register(Map<String, TemplateFunction> all) {
    all.put("base64", EncodingFunctions::base64);
    all.put("base64ToString", EncodingFunctions::base64ToString);
    all.put("base64ToJson", EncodingFunctions::base64ToJson);
    all.put("dataUri", EncodingFunctions::dataUri);
    all.put("dataUriToString", EncodingFunctions::dataUriToString);
    all.put("uri", EncodingFunctions::uri);
    all.put("uriComponent", EncodingFunctions::uriComponent);
    all.put("uriComponentToString", EncodingFunctions::uriComponentToString);
    all.put("json", EncodingFunctions::json);
  }

  private static Value base64(FunctionCall call) {
    call.arity(1, 1);
    return StringFunctions.counted(call, encoded(call, call.text(0)));
  }

  private static Value base64ToString(FunctionCall call) {
    call.arity(1, 1);
    return StringFunctions.counted(call, decoded(call, call.text(0)));
  }

  private static Value base64ToJson(FunctionCall call) {
    call.arity(1, 1);
    return parsed(call, decoded(call, call.text(0)));
  }

  private static Value json(FunctionCall call) {
    call.arity(1, 1);
    return parsed(call, call.text(0));
  }

  private static Value parsed(FunctionCall call, String text) {
    try {
      Value value = ValueReader.json("json()", text);
      countValues(call, value);
      return value.movedTo(call.at());
    } catch (ProblemsException e) {
      throw call.failure(e.problems().get(0).message());
    }
  }

  private static void countValues(FunctionCall call, Value value) {
    call.budget().values(call.at(), 1);
    if (value instanceof Value.ArrayValue array) {
      array.items().forEach(item -> countValues(call, item));
    } else if (value instanceof Value.ObjectValue object) {
      object.members().values().forEach(member -> countValues(call, member.value()));
    }
  }

  private static String encoded(FunctionCall call, String text) {
    call.budget().characters(call.at(), text.length() * 4L / 3 + 4);
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(FunctionCall call, String base64) {
    call.budget().characters(call.at(), base64.length());
    String digits = base64.replaceAll("[ \t\r\n]", "");
    try {
      if (digits.length() % 4 == 0) {
        return new String(Base64.getDecoder().decode(digits), StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException e) {
      // Said below, as for a wrong length.
    }
    throw call.failure("The text for " + call.name() + "() is not Base64.");
  }

  private static Value dataUri(FunctionCall call) {
    call.arity(1, 1);
    boolean plain = call.value(0) instanceof Value.StringValue;
    String text = plain ? call.text(0) : StringFunctions.json(call, call.value(0));
    String type = plain ? "text/plain" : "application/json";
    return StringFunctions.counted(
        call, DATA + type + ";charset=utf8;base64," + encoded(call, text));
  }

  private static Value dataUriToString(FunctionCall call) {
    call.arity(1, 1);
    String uri = call.text(0);
    int comma = uri.indexOf(',');
    if (!uri.regionMatches(true, 0, DATA, 0, DATA.length()) || comma < 0) {
      throw call.failure("The text for dataUriToString() is not a data URI, such as data:,text.");
    }
    List<String> header = List.of(uri.substring(DATA.length(), comma).split(";", -1));
    for (String part : header.subList(1, header.size())) {
      checkCharset(call, part.toLowerCase(Locale.ROOT));
    }
    boolean isBase64 =
        header.size() > 1 && header.get(header.size() - 1).equalsIgnoreCase("base64");
    String data = uri.substring(comma + 1);
    return StringFunctions.counted(
        call, isBase64 ? decoded(call, data) : percentDecoded(call, data));
  }

  private static void checkCharset(FunctionCall call, String part) {
    String name = "charset=";
    if (part.startsWith(name) && !CHARSETS.contains(part.substring(name.length()))) {
      throw call.failure(
          "The data URI is not in UTF-8, but in " + part.substring(name.length()) + ".");
    }
  }

  private static Value uriComponent(FunctionCall call) {
    call.arity(1, 1);
    return StringFunctions.counted(call, percentEncoded(call, call.text(0), ""));
  }

  private static Value uriComponentToString(FunctionCall call) {
    call.arity(1, 1);
    return StringFunctions.counted(call, percentDecoded(call, call.text(0)));
  }

  /** Every byte but those of letters, digits and of what may stay is written as %XX. */
  private static String percentEncoded(FunctionCall call, String text, String mayStay) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    call.budget().characters(call.at(), bytes.length * 3L);
    StringBuilder encoded = new StringBuilder(bytes.length);
    for (byte each : bytes) {
      char c = (char) Byte.toUnsignedInt(each);
      if (isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0 || mayStay.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
      }
    }
    return encoded.toString();
  }

  private static boolean isLetterOrDigit(char c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  /** A plus sign stands for a space; a percent sign without two digits for itself. */
  private static String percentDecoded(FunctionCall call, String text) {
    call.budget().characters(call.at(), text.length());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
      if (low >= 0) {
        decoded.write(high << 4 | low);
        i += 2;
      } else {
        decoded.write(bytes[i] == '+' ? ' ' : bytes[i]);
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }

  private static Value uri(FunctionCall call) {
    call.arity(2, 2);
    Uri base = Uri.parse(call.text(0));
    if (base.scheme().isEmpty() || base.authority().isEmpty() || !isUri(call.text(0))) {
      throw call.failure("'" + call.text(0) + "' is not an absolute URI.");
    }
    String combined = base.combine(Uri.parse(call.text(1))).text();
    return StringFunctions.counted(call, percentEncoded(call, combined, RESERVED + "%"));
  }

  private static boolean isUri(String text) {
    return text.chars().noneMatch(c -> c <= ' ' || "<>\"{}|\\^`".indexOf(c) >= 0);
  }

  /** A reference of RFC 3986; a part that is not there differs from one that is empty. */
  private record Uri(
      Optional<String> scheme,
      Optional<String> authority,
      String path,
      Optional<String> query,
      Optional<String> fragment) {
    private static final Pattern PARTS =
        Pattern.compile(
            "(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?",
            Pattern.DOTALL);

    static Uri parse(String text) {
      Matcher parts = PARTS.matcher(text);
      if (!parts.matches()) {
        throw new IllegalStateException("Every text matches.");
      }
      return new Uri(
          Optional.ofNullable(parts.group(1)),
          Optional.ofNullable(parts.group(2)),
          parts.group(3),
          Optional.ofNullable(parts.group(4)),
          Optional.ofNullable(parts.group(5)));
    }

    /** The transformation of section 5.2.2. */
    Uri combine(Uri other) {
      if (other.scheme.isPresent()) {
        return other.withPath(withoutDots(other.path));
      }
      if (other.authority.isPresent()) {
        return new Uri(
            scheme, other.authority, withoutDots(other.path), other.query, other.fragment);
      }
      if (other.path.isEmpty()) {
        return new Uri(
            scheme, authority, path, other.query.isPresent() ? other.query : query, other.fragment);
      }
      String merged = other.path.startsWith("/") ? other.path : directory() + other.path;
      return new Uri(scheme, authority, withoutDots(merged), other.query, other.fragment);
    }

    private Uri withPath(String other) {
      return new Uri(scheme, authority, other, query, fragment);
    }

    /** The path up to its last slash. */
    private String directory() {
      return path.isEmpty() ? "/" : path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** Section 5.2.4, for a path that begins with a slash; another stays as it is. */
    private static String withoutDots(String path) {
      if (!path.startsWith("/")) {
        return path;
      }
      Deque<String> kept = new ArrayDeque<>();
      String[] segments = path.substring(1).split("/", -1);
      for (int i = 0; i < segments.length; i++) {
        boolean up = segments[i].equals("..");
        if (up) {
          kept.pollLast();
        } else if (!segments[i].equals(".")) {
          kept.addLast(segments[i]);
        }
        if (i == segments.length - 1 && (up || segments[i].equals("."))) {
          kept.addLast("");
        }
      }
      return "/" + String.join("/", kept);
    }

    /** Scheme and authority in lower case, and a path of one slash where there is none. */
    String text() {
      StringBuilder text = new StringBuilder();
      scheme.ifPresent(part -> text.append(part.toLowerCase(Locale.ROOT)).append(':'));
      authority.ifPresent(part -> text.append("//").append(host(part)));
      text.append(authority.isPresent() && path.isEmpty() ? "/" : path);
      query.ifPresent(part -> text.append('?').append(part));
      fragment.ifPresent(part -> text.append('#').append(part));
      return text.toString();
    }

    private static String host(String authority) {
      int user = authority.lastIndexOf('@') + 1;
      return authority.substring(0, user) + authority.substring(user).toLowerCase(Locale.ROOT);
    }
  }
}

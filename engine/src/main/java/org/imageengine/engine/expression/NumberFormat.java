package org.imageengine.engine.expression;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One number in one of .NET's formats D, F, G, N, X, or as many digits as there are zeros. */
record NumberFormat(FunctionCall call, BigDecimal number, String specifier) {
  private static final Pattern STANDARD = Pattern.compile("([DdFfNnXx])(\\d{0,2})|[Gg]");
  private static final Pattern ZEROS = Pattern.compile("(0+)(?:\\.(0+))?");
  private static final int MOST_DIGITS = 100;

  String text() {
    Matcher zeros = ZEROS.matcher(specifier);
    if (zeros.matches()) {
      String digits = fixed(zeros.group(2) == null ? 0 : zeros.group(2).length());
      int point = digits.indexOf('.');
      int fraction = point < 0 ? 0 : digits.length() - point;
      return padded(digits, zeros.group(1).length() + fraction);
    }
    Matcher standard = STANDARD.matcher(specifier);
    if (!standard.matches()) {
      throw call.failure(
          "The number format '"
              + specifier
              + "' is not supported; D, F, G, N, X, each with a number of digits, and zeros"
              + " are.");
    }
    if (standard.group(1) == null) {
      return StringFunctions.plain(number);
    }
    String digits = standard.group(2);
    return standard(standard.group(1), digits.isEmpty() ? -1 : Integer.parseInt(digits));
  }

  private String standard(String letter, int digits) {
    return switch (letter) {
      case "D", "d" -> padded(Long.toString(whole()), digits);
      case "X" -> padded(Long.toHexString(whole()).toUpperCase(Locale.ROOT), digits);
      case "x" -> padded(Long.toHexString(whole()), digits);
      case "F", "f" -> fixed(digits < 0 ? 2 : digits);
      default -> grouped(fixed(digits < 0 ? 2 : digits));
    };
  }

  private long whole() {
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      throw call.failure(
          "The number format '" + specifier + "' takes whole numbers of 64 bits only.");
    }
  }

  private String fixed(int decimals) {
    long digits = (long) number.precision() - number.scale();
    if (number.signum() != 0 && digits > MOST_DIGITS) {
      throw call.failure("The number is too large for the number format '" + specifier + "'.");
    }
    boolean none = number.signum() == 0 || -digits > decimals;
    StringFunctions.count(call, decimals);
    return (none ? BigDecimal.ZERO : number)
        .setScale(decimals, RoundingMode.HALF_UP)
        .toPlainString();
  }

  /** With zeros in front up to {@code length} characters, which a sign is none of. */
  private String padded(String text, int length) {
    String sign = text.startsWith("-") ? "-" : "";
    String digits = text.substring(sign.length());
    return sign + "0".repeat(Math.max(0, length - digits.length())) + digits;
  }

  private static String grouped(String text) {
    int point = text.indexOf('.');
    int first = text.startsWith("-") ? 1 : 0;
    StringBuilder grouped = new StringBuilder(text);
    for (int i = (point < 0 ? text.length() : point) - 3; i > first; i -= 3) {
      grouped.insert(i, ',');
    }
    return grouped.toString();
  }
}

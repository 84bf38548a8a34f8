package org.imageengine.engine.expression;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imageengine.engine.text.Value;

/**
 * Functions of dates, and the format strings of .NET for them, always in the invariant culture. A
 * date without an offset is taken as UTC, one with another offset is moved to UTC.
 */
final class DateFunctions {
  private static final String ROUND_TRIP = "yyyy-MM-ddTHH:mm:ss.FFFFFFFK";

  private static final Pattern DATE =
      Pattern.compile(
          "(?<year>\\d{4})(?<dash>-?)(?<month>\\d{2})\\k<dash>(?<day>\\d{2})"
              + "(?:[T ](?<hour>\\d{2})(?<colon>:?)(?<minute>\\d{2})"
              + "(?:\\k<colon>(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)?)?"
              + " ?(?<zone>Z|[+-]\\d{2}(?::?\\d{2})?)?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern DURATION =
      Pattern.compile(
          "(?<sign>-?)P(?=.)(?:(?<years>\\d{1,10})Y)?(?:(?<months>\\d{1,10})M)?"
              + "(?:(?<weeks>\\d{1,10})W)?(?:(?<days>\\d{1,10})D)?"
              + "(?:T(?=.)(?:(?<hours>\\d{1,10})H)?(?:(?<minutes>\\d{1,10})M)?"
              + "(?:(?<seconds>\\d{1,10})(?:\\.(?<fraction>\\d{1,9})\\d{0,9})?S)?)?");

  private DateFunctions() {}

  static void register(Map<String, TemplateFunction> all) {
    all.put("dateTimeAdd", DateFunctions::dateTimeAdd);
    all.put("dateTimeFromEpoch", DateFunctions::dateTimeFromEpoch);
    all.put("dateTimeToEpoch", DateFunctions::dateTimeToEpoch);
  }

  /** A date in a standard or custom format of .NET, for the result of {@code call}. */
  static String formatDate(FunctionCall call, OffsetDateTime date, String dotNetFormat) {
    call.budget().characters(call.at(), dotNetFormat.length());
    try {
      return DateFormat.format(date, dotNetFormat);
    } catch (IllegalArgumentException e) {
      throw call.failure(e.getMessage());
    }
  }

  private static Value dateTimeAdd(FunctionCall call) {
    call.arity(2, 3);
    OffsetDateTime base = date(call, 0);
    Duration duration = duration(call, call.text(1));
    String format = call.has(2) ? call.text(2) : ROUND_TRIP;
    try {
      return call.string(formatDate(call, inRange(call, base.plus(duration)), format));
    } catch (DateTimeException | ArithmeticException e) {
      throw outOfRange(call);
    }
  }

  private static Value dateTimeFromEpoch(FunctionCall call) {
    call.arity(1, 1);
    long seconds = call.whole(0);
    try {
      OffsetDateTime date = Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC);
      return call.string(formatDate(call, inRange(call, date), ROUND_TRIP));
    } catch (DateTimeException e) {
      throw outOfRange(call);
    }
  }

  private static Value dateTimeToEpoch(FunctionCall call) {
    call.arity(1, 1);
    return call.number(date(call, 0).toEpochSecond());
  }

  private static OffsetDateTime inRange(FunctionCall call, OffsetDateTime date) {
    if (date.getYear() < 1 || date.getYear() > 9999) {
      throw outOfRange(call);
    }
    return date;
  }

  private static EvaluationException outOfRange(FunctionCall call) {
    return call.failure("The date is not between the years 1 and 9999.");
  }

  private static OffsetDateTime date(FunctionCall call, int number) {
    Matcher parts = DATE.matcher(call.text(number));
    if (parts.matches()) {
      try {
        return inRange(call, date(parts).withOffsetSameInstant(ZoneOffset.UTC));
      } catch (DateTimeException e) {
        throw call.failure(
            "'" + call.text(number) + "' is not a date: a part of it is out of range.");
      }
    }
    throw call.failure(
        "'" + call.text(number) + "' is not a date of ISO 8601, such as 2024-05-31T12:30:00Z.");
  }

  private static OffsetDateTime date(Matcher parts) {
    String zone = parts.group("zone");
    return OffsetDateTime.of(
        (int) part(parts, "year"),
        (int) part(parts, "month"),
        (int) part(parts, "day"),
        (int) part(parts, "hour"),
        (int) part(parts, "minute"),
        (int) part(parts, "second"),
        (int) nanos(parts),
        zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone.toUpperCase(Locale.ROOT)));
  }

  /** A year is 365 days long and a month 30, as in Azure Resource Manager. */
  private static Duration duration(FunctionCall call, String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw call.failure("'" + text + "' is not a duration of ISO 8601, such as P3DT4H or -P1Y.");
    }
    long days =
        part(parts, "years") * 365
            + part(parts, "months") * 30
            + part(parts, "weeks") * 7
            + part(parts, "days");
    Duration duration =
        Duration.ofDays(days)
            .plusHours(part(parts, "hours"))
            .plusMinutes(part(parts, "minutes"))
            .plusSeconds(part(parts, "seconds"))
            .plusNanos(nanos(parts));
    return parts.group("sign").isEmpty() ? duration : duration.negated();
  }

  private static long part(Matcher parts, String name) {
    return parts.group(name) == null ? 0 : Long.parseLong(parts.group(name));
  }

  private static long nanos(Matcher parts) {
    String fraction = parts.group("fraction");
    return fraction == null ? 0 : Long.parseLong((fraction + "00000000").substring(0, 9));
  }

  /** One date written in one format; it reports a format that does not exist by an exception. */
  private static final class DateFormat {
    private static final String FIELDS = "dfFghHKmMstyz";
    private static final int MOST_FRACTION = 7;

    private final OffsetDateTime date;
    private final String format;
    private final StringBuilder text = new StringBuilder();
    private int next;

    private DateFormat(OffsetDateTime date, String format) {
      this.date = date;
      this.format = format;
    }

    static String format(OffsetDateTime date, String format) {
      if (format.isEmpty()) {
        return new DateFormat(date, custom('G')).text();
      }
      if (format.length() > 1) {
        return new DateFormat(date, format).text();
      }
      boolean universal = "rRuU".contains(format);
      return new DateFormat(
              universal ? date.withOffsetSameInstant(ZoneOffset.UTC) : date,
              custom(format.charAt(0)))
          .text();
    }

    /** The custom format behind a standard one. */
    private static String custom(char standard) {
      return switch (standard) {
        case 'd' -> "MM/dd/yyyy";
        case 'D' -> "dddd, dd MMMM yyyy";
        case 'f' -> "dddd, dd MMMM yyyy HH:mm";
        case 'F', 'U' -> "dddd, dd MMMM yyyy HH:mm:ss";
        case 'g' -> "MM/dd/yyyy HH:mm";
        case 'G' -> "MM/dd/yyyy HH:mm:ss";
        case 'm', 'M' -> "MMMM dd";
        case 'o', 'O' -> "yyyy-MM-ddTHH:mm:ss.fffffffK";
        case 'r', 'R' -> "ddd, dd MMM yyyy HH:mm:ss 'GMT'";
        case 's' -> "yyyy-MM-ddTHH:mm:ss";
        case 't' -> "HH:mm";
        case 'T' -> "HH:mm:ss";
        case 'u' -> "yyyy-MM-dd HH:mm:ssZ";
        case 'y', 'Y' -> "yyyy MMMM";
        default ->
            throw new IllegalArgumentException(
                "There is no standard date format '" + standard + "'.");
      };
    }

    private String text() {
      while (next < format.length()) {
        char c = format.charAt(next++);
        switch (c) {
          case '\'', '"' -> quoted(c);
          case '\\' -> text.append(following("a backslash"));
          case '%' -> single(following("'%'"));
          default -> field(c, c == 'K' ? 1 : run(c));
        }
      }
      return text.toString();
    }

    private void quoted(char quote) {
      while (next < format.length() && format.charAt(next) != quote) {
        char c = format.charAt(next++);
        text.append(c == '\\' ? following("a backslash") : c);
      }
      if (next++ >= format.length()) {
        throw new IllegalArgumentException(
            "The date format '" + format + "' has a quote without its partner.");
      }
    }

    private char following(String what) {
      if (next >= format.length()) {
        throw new IllegalArgumentException(
            "The date format '" + format + "' ends in " + what + ".");
      }
      return format.charAt(next++);
    }

    private void single(char c) {
      if (c == '%') {
        throw new IllegalArgumentException("The date format '" + format + "' has '%' twice.");
      }
      field(c, 1);
    }

    /** How often {@code c}, which has been read once, stands here; reads the others as well. */
    private int run(char c) {
      int start = next - 1;
      while (next < format.length() && format.charAt(next) == c) {
        next++;
      }
      return next - start;
    }

    private void field(char c, int length) {
      if (FIELDS.indexOf(c) < 0) {
        text.append(String.valueOf(c).repeat(length));
      } else if (c == 'F') {
        shortFraction(length);
      } else {
        text.append(fieldText(c, length));
      }
    }

    private String fieldText(char c, int length) {
      return switch (c) {
        case 'd' ->
            length < 3
                ? digits(date.getDayOfMonth(), length)
                : name(date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH), length);
        case 'M' ->
            length < 3
                ? digits(date.getMonthValue(), length)
                : name(date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH), length);
        case 'y' -> length < 3 ? digits(date.getYear() % 100, length) : year(length);
        case 'h' -> digits((date.getHour() + 11) % 12 + 1, length);
        case 'H' -> digits(date.getHour(), length);
        case 'm' -> digits(date.getMinute(), length);
        case 's' -> digits(date.getSecond(), length);
        case 'f' -> fraction(length);
        case 't' -> (date.getHour() < 12 ? "AM" : "PM").substring(0, Math.min(2, length));
        case 'g' -> "A.D.";
        case 'K' -> date.getOffset().equals(ZoneOffset.UTC) ? "Z" : offset(3);
        default -> offset(length);
      };
    }

    /** At least one digit, or two. */
    private static String digits(int number, int length) {
      return length > 1 && number < 10 ? "0" + number : String.valueOf(number);
    }

    private static String name(String full, int length) {
      return length == 3 ? full.substring(0, 3) : full;
    }

    private String year(int length) {
      String year = String.valueOf(date.getYear());
      return "0".repeat(Math.max(0, length - year.length())) + year;
    }

    private String fraction(int length) {
      if (length > MOST_FRACTION) {
        throw new IllegalArgumentException(
            "A date format can have " + MOST_FRACTION + " digits of a second, not " + length + ".");
      }
      return String.format("%09d", date.getNano()).substring(0, length);
    }

    /** Without zeros at the end, and without the point if nothing is left. */
    private void shortFraction(int length) {
      String fraction = fraction(length);
      int end = length;
      while (end > 0 && fraction.charAt(end - 1) == '0') {
        end--;
      }
      text.append(fraction, 0, end);
      int last = text.length() - 1;
      if (end == 0 && last >= 0 && text.charAt(last) == '.') {
        text.setLength(last);
      }
    }

    private String offset(int length) {
      int minutes = date.getOffset().getTotalSeconds() / 60;
      String hours =
          (minutes < 0 ? "-" : "+") + digits(Math.abs(minutes) / 60, Math.min(2, length));
      return length < 3 ? hours : hours + ":" + digits(Math.abs(minutes) % 60, 2);
    }
  }
}

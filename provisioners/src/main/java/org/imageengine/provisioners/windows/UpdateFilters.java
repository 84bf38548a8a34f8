package org.imageengine.provisioners.windows;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which updates are chosen: {@code include:} or {@code exclude:}, and an expression of PowerShell
 * in which {@code $_} is the update. The first whose expression is true decides; where none is, the
 * update is not installed.
 */
public final class UpdateFilters {
  /** What holds where the template says nothing. */
  public static final List<String> DEFAULT = List.of("include:$true");

  private static final Pattern FILTER = Pattern.compile("(?s)(include|exclude):.*\\S.*");
  private static final Pattern LITERAL = Pattern.compile("(?i)\\$(true|false)");

  private UpdateFilters() {}

  /** The filters that hold: no filter means the default. */
  public static List<String> orDefault(List<String> filters) {
    return filters.isEmpty() ? DEFAULT : List.copyOf(filters);
  }

  /** What is wrong with a filter and what to do, or nothing. */
  public static Optional<String> check(String filter) {
    if (FILTER.matcher(filter).matches()) {
      return Optional.empty();
    }
    if (LITERAL.matcher(filter.strip()).matches()) {
      return Optional.of(
          "\""
              + filter
              + "\" does not say what to do with the updates. Write \"include:"
              + filter.strip()
              + "\" or \"exclude:"
              + filter.strip()
              + "\".");
    }
    return Optional.of(
        "\""
            + filter
            + "\" is not a filter. A filter begins with include: or exclude:, such as"
            + " exclude:$_.Title -like '*Preview*'.");
  }
}

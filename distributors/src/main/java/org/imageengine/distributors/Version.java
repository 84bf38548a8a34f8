package org.imageengine.distributors;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of an image: three integers of 32 bits, compared as numbers. */
public record Version(int major, int minor, int patch) implements Comparable<Version> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,10})\\.(\\d{1,10})\\.(\\d{1,10})");
  private static final Comparator<Version> ORDER =
      Comparator.comparingInt(Version::major)
          .thenComparingInt(Version::minor)
          .thenComparingInt(Version::patch);

  /** Reads {@code 1.2.3}. */
  public static Version parse(String text) throws CatalogException {
    return find(text)
        .orElseThrow(
            () ->
                new CatalogException(
                    CatalogException.Code.INVALID_VERSION,
                    "\"" + text + "\" is not a version: three integers are wanted, as 1.2.3."));
  }

  static Optional<Version> find(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Version(
              Integer.parseInt(matcher.group(1)),
              Integer.parseInt(matcher.group(2)),
              Integer.parseInt(matcher.group(3))));
    } catch (NumberFormatException e) {
      // More than an int holds.
      return Optional.empty();
    }
  }

  /** The version whose patch is higher by one; there is none after the highest of 32 bits. */
  Version nextPatch() throws CatalogException {
    if (patch == Integer.MAX_VALUE) {
      throw new CatalogException(
          CatalogException.Code.INVALID_VERSION,
          "There is no version after "
              + this
              + ". Set another major version, or name the version.");
    }
    return new Version(major, minor, patch + 1);
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}

package org.imageengine.engine.run;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Makes run IDs: the time, so that they sort, and four letters, so that they are unique. */
final class RunIds {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  // No vowels and no look-alikes: nothing rude, nothing mistyped.
  private static final String LETTERS = "bcdfghjkmnpqrstvwxz23456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  private RunIds() {}

  /** Such as {@code 20261123-134502-x7kd}. */
  static String next(Instant now) {
    StringBuilder id = new StringBuilder(TIME.format(now)).append('-');
    for (int i = 0; i < 4; i++) {
      id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return id.toString();
  }
}

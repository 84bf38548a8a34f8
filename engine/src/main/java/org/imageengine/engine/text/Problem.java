package org.imageengine.engine.text;

import java.util.Optional;

/**
 * One thing that is wrong with a document: where, what, and what to do about it.
 *
 * @param code stable name of the rule, for programs
 * @param message what was found and what is allowed, as one sentence without the place
 * @param advice what to do, where there is something to suggest
 */
public record Problem(Position at, String code, String message, Optional<String> advice) {
  private static final int LONGEST = 1000;

  /** A message that quotes a very long text is cut. */
  public Problem {
    message = shortened(message);
    advice = advice.map(Problem::shortened);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** A problem with a suggestion. */
  public static Problem of(Position at, String code, String message, String advice) {
    return new Problem(at, code, message, Optional.of(advice));
  }

  /** A problem that needs no suggestion. */
  public static Problem of(Position at, String code, String message) {
    return new Problem(at, code, message, Optional.empty());
  }

  @Override
  public String toString() {
    String place = at.path().isEmpty() ? "" : at.path() + ": ";
    String origin =
        at.behind().map(source -> " (The value is from " + describe(source) + ".)").orElse("");
    return at.fileLineColumn()
        + ": "
        + place
        + message
        + advice.map(text -> " " + text).orElse("")
        + origin;
  }

  /** A place in the words of a message: {@code parameters.size in main.json:4:10}. */
  public static String describe(Position place) {
    return place.path().isEmpty()
        ? place.fileLineColumn()
        : place.path() + " in " + place.fileLineColumn();
  }
}

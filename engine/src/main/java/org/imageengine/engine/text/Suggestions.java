package org.imageengine.engine.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that was probably meant. */
public final class Suggestions {
  private static final int SHORTEST_BEGINNING = 4;

  private Suggestions() {}

  /**
   * The candidate nearest to what was written, if one is near enough: other letter case always is,
   * as is a name of which the beginning was written; otherwise at most a third of the letters may
   * differ.
   */
  public static Optional<String> nearest(String written, Collection<String> candidates) {
    String wanted = written.toLowerCase(Locale.ROOT);
    int allowed = Math.max(1, (written.length() + 1) / 3);
    LevenshteinDistance distance = new LevenshteinDistance(allowed);
    if (wanted.length() >= SHORTEST_BEGINNING) {
      Optional<String> longer =
          candidates.stream()
              .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(wanted))
              .min(Comparator.comparingInt(String::length));
      if (longer.isPresent()) {
        return longer;
      }
    }
    record Scored(String name, int score) {}
    return candidates.stream()
        .map(name -> new Scored(name, distance.apply(wanted, name.toLowerCase(Locale.ROOT))))
        .filter(scored -> scored.score() >= 0)
        .min(Comparator.comparingInt(Scored::score).thenComparing(Scored::name))
        .map(Scored::name);
  }

  /** {@code Did you mean "name"?} or a list of what is allowed. */
  public static String didYouMean(String written, Collection<String> candidates) {
    return nearest(written, candidates)
        .map(name -> "Did you mean \"" + name + "\"?")
        .orElseGet(() -> "Allowed: " + String.join(", ", candidates) + ".");
  }
}

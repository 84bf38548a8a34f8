package org.imageengine.distributors.source;

import java.time.Duration;

/** The moment until which all of a piece of work must be done. */
final class Deadline {
  private final Duration limit;
  private final long end;

  private Deadline(Duration limit) {
    this.limit = limit;
    this.end = System.nanoTime() + limit.toNanos();
  }

  static Deadline in(Duration limit) {
    return new Deadline(limit);
  }

  /** How long it was at first. */
  Duration limit() {
    return limit;
  }

  boolean passed() {
    return end - System.nanoTime() <= 0;
  }

  /** {@code wait}, or what is left where that is less; never negative. */
  Duration atMost(Duration wait) {
    Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    return left.compareTo(wait) < 0 ? left : wait;
  }
}

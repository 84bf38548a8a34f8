package org.imageengine.provisioners.windows;

import java.time.Duration;

/** A time limit that several calls share. */
final class Limit {
  private final long end;

  Limit(Duration length) {
    this.end = System.nanoTime() + length.toNanos();
  }

  boolean isOver() {
    return System.nanoTime() >= end;
  }

  /** What is left, at least something, so that whoever gets it can tell that it was too little. */
  Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
  }

  /** What is left, but no more than {@code most}. */
  Duration left(Duration most) {
    Duration left = left();
    return left.compareTo(most) < 0 ? left : most;
  }
}

package org.imageengine.distributors.source;

import java.time.Duration;
import org.imageengine.distributors.CatalogException;

/** How often something is asked of a server, and the pauses between. */
final class Attempts {
  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final int MOST = 6;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final HttpSource source;
  private final Deadline deadline;
  private final Duration firstPause;
  private Duration pause;
  private int failures;

  /**
   * Attempts that have not begun.
   *
   * @param firstPause each further one is twice as long
   */
  Attempts(HttpSource source, Deadline deadline, Duration firstPause) {
    this.source = source;
    this.deadline = deadline;
    this.firstPause = firstPause;
    this.pause = firstPause;
  }

  /** Only attempts that bring nothing are counted. */
  void cameFurther() {
    failures = 0;
    pause = firstPause;
  }

  /**
   * Pauses before the next attempt.
   *
   * @throws CatalogException IO if there is none left, or no time
   */
  void pauseAfter(ServerTrouble trouble) throws CatalogException, InterruptedException {
    failures++;
    if (failures == MOST) {
      throw source.failure(
          CatalogException.Code.IO,
          trouble.getMessage() + " (" + MOST + " attempts); try again later",
          trouble);
    }
    Thread.sleep(deadline.atMost(pause).toMillis());
    if (deadline.passed()) {
      throw source.failure(
          CatalogException.Code.IO,
          String.format(
              "it took longer than %s; the last trouble: %s",
              HttpReader.seconds(deadline.limit()), trouble.getMessage()),
          trouble);
    }
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
  }
}

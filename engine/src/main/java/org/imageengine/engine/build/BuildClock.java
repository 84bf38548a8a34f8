package org.imageengine.engine.build;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time limit of a build. When it is over, the build is stopped wherever it is. */
public final class BuildClock implements AutoCloseable {
  private final Duration limit;
  private final long endNanos;
  private final ScheduledThreadPoolExecutor alarm;

  /** Starts to run now. */
  public BuildClock(Duration limit, StopSignal signal) {
    this.limit = limit;
    endNanos = System.nanoTime() + limit.toNanos();
    alarm =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "build-clock");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        alarm.schedule(
            () -> signal.stop(StopSignal.Reason.TIMED_OUT), limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The whole limit. */
  public Duration limit() {
    return limit;
  }

  /** What is left; at least one millisecond, so that it can be waited for. */
  public Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, endNanos - System.nanoTime()));
  }

  /** The shorter of {@code limit} and what is left. */
  public Duration within(Duration limit) {
    Duration left = left();
    return limit.compareTo(left) < 0 ? limit : left;
  }

  @Override
  public void close() {
    alarm.shutdownNow();
  }
}

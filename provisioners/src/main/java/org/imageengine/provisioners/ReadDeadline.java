package org.imageengine.provisioners;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Closes a stream when its time is over, so that a read that would block for ever ends. */
final class ReadDeadline implements AutoCloseable {
  private static final ScheduledThreadPoolExecutor CLOCK =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "read-deadline");
            thread.setDaemon(true);
            return thread;
          });

  private final Future<?> alarm;
  private volatile boolean passed;

  ReadDeadline(InputStream stream, Duration limit) {
    alarm =
        CLOCK.schedule(
            () -> {
              passed = true;
              try {
                stream.close();
              } catch (IOException e) {
                // Its reader is told by its own read.
                return;
              }
            },
            limit.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  boolean passed() {
    return passed;
  }

  @Override
  public void close() {
    alarm.cancel(false);
  }
}

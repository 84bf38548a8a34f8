package org.imageengine.engine.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.imageengine.engine.build.StopSignal;
import sun.misc.Signal;

/** What the signals of the operating system do to a build. */
final class Signals {
  private static final int KILLED = 130;
  private static final long RECORD_SECONDS = 2;

  private Signals() {}

  /**
   * The first interrupt, termination or hang-up cancels the build, which then cleans up; a second
   * one ends the process at once, and the next start of the engine cleans up.
   *
   * @param say shows a line to whoever has sent the signal
   */
  static void cancelOn(StopSignal signal, Consumer<String> say) {
    AtomicBoolean asked = new AtomicBoolean();
    CountDownLatch recorded = new CountDownLatch(1);
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      Signal.handle(
          new Signal(name),
          received -> {
            if (asked.getAndSet(true)) {
              // Each signal has a thread of its own: the first may still write that it cancels.
              await(recorded);
              say.accept("Stopped at once. The next start of the engine removes what is left.");
              Runtime.getRuntime().halt(KILLED);
            }
            say.accept("Canceling: removing the VM and its disk. Ctrl-C again stops at once.");
            try {
              signal.stop(StopSignal.Reason.CANCELED);
            } finally {
              recorded.countDown();
            }
          });
    }
  }

  private static void await(CountDownLatch recorded) {
    try {
      if (!recorded.await(RECORD_SECONDS, TimeUnit.SECONDS)) {
        return; // Whoever asks twice wants an end, whatever the record says.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

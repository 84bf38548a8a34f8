package org.imageengine.provisioners.windows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.imageengine.provisioners.ProvisionException;

/**
 * Commands to one guest. Every message is a connection of its own, so there is nothing to keep
 * open, and a failure is answered by asking again: while it boots, a guest resets connections, says
 * HTTP 500, and refuses users whom it knows.
 */
final class WinRmLink {
  private static final long PAUSE_MILLIS = 500;

  private final WinRmEndpoint endpoint;
  private final PinnedTls tls;
  private final WinRmTiming timing;
  private final Supplier<Optional<String>> gone;

  WinRmLink(WinRmEndpoint endpoint, WinRmTiming timing, Supplier<Optional<String>> gone) {
    this.endpoint = endpoint;
    this.tls = new PinnedTls(endpoint.certificateSha256());
    this.timing = timing;
    this.gone = gone;
  }

  WinRmEndpoint endpoint() {
    return endpoint;
  }

  WinRmTiming timing() {
    return timing;
  }

  /** Why there is nothing to be had from the guest any more, if so. */
  Optional<String> gone() {
    return gone.get();
  }

  /** One attempt. */
  int once(String commandLine, String input, Consumer<String> output, long end)
      throws WinRmFailure, InterruptedException {
    return new WinRmExchange(endpoint, tls, timing).run(commandLine, input, output, end);
  }

  /**
   * Runs commands that may be run again, one after the other, all of them again where one fails.
   *
   * @return the lines of the last one's output
   */
  List<String> ask(List<String> commandLines, Retry retry)
      throws ProvisionException, InterruptedException {
    while (true) {
      try {
        List<String> lines = new ArrayList<>();
        for (String commandLine : commandLines) {
          lines.clear();
          var unused = once(commandLine, "", lines::add, retry.end());
        }
        return lines;
      } catch (WinRmFailure e) {
        retry.pause(e);
      }
    }
  }

  /**
   * Attempts until a time limit.
   *
   * @param what this is for, as in "while …"
   */
  Retry retry(String what, Duration limit) {
    return new Retry(what, limit);
  }

  /** The patience of one wait. */
  final class Retry {
    private final String what;
    private final Duration limit;
    private final long start = System.nanoTime();
    private final long end;
    private WinRmFailure last;

    private Retry(String what, Duration limit) {
      this.what = what;
      this.limit = limit;
      this.end = start + limit.toNanos();
    }

    /** As {@link System#nanoTime}. */
    long end() {
      return end;
    }

    Duration left() {
      return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Waits a little before the next attempt, unless there is no point in one. */
    void pause(WinRmFailure failure) throws ProvisionException, InterruptedException {
      // That the time was over tells less than what was wrong before.
      if (last == null || failure.kind() != WinRmFailure.Kind.LATE) {
        last = failure;
      }
      Optional<String> why = gone.get();
      if (why.isPresent()) {
        throw new ProvisionException(
            ProvisionException.Code.GUEST_GONE,
            String.format(
                "While %s by WinRM as %s, %s after %.0f s. The last attempt said: %s.",
                what, endpoint, why.get(), (System.nanoTime() - start) / 1e9, last.getMessage()));
      }
      if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS) > end) {
        throw new ProvisionException(
            switch (last.kind()) {
              case OTHER_CERTIFICATE -> ProvisionException.Code.HOST_KEY_MISMATCH;
              case NOT_LET_IN -> ProvisionException.Code.AUTHENTICATION_FAILED;
              case LOST, LATE -> ProvisionException.Code.CONNECTION_LOST;
            },
            String.format(
                "The guest could not be reached by WinRM as %s, while %s, within %d s. The last"
                    + " attempt said: %s.",
                endpoint, what, limit.toSeconds(), last.getMessage()));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}

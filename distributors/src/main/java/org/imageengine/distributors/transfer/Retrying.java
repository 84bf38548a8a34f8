package org.imageengine.distributors.transfer;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import org.imageengine.distributors.CatalogException;

/**
 * Does something over a network again when it breaks: six times in a row at the most, with longer
 * and longer pauses between; an attempt that came further than the one before counts as the first.
 */
public final class Retrying {
  /** Tries a thing only once, as a look before a build does: it should tell at once. */
  public static final Retrying ONCE = new Retrying(Duration.ZERO, 1);

  private static final int MOST = 6;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Duration firstPause;
  private final int most;

  /**
   * A policy.
   *
   * @param firstPause each further one is twice as long
   */
  public Retrying(Duration firstPause) {
    this(firstPause, MOST);
  }

  private Retrying(Duration firstPause, int most) {
    this.firstPause = firstPause;
    this.most = most;
  }

  /** What is done; it may tell how far it has come. */
  @FunctionalInterface
  public interface Attempt<T> {
    T run(TransferProgress progress) throws IOException, CatalogException, InterruptedException;
  }

  /**
   * Does it until it succeeds, fails for good, or has been tried too often.
   *
   * @throws IOException the last failure
   */
  public <T> T run(TransferProgress listener, Attempt<T> attempt)
      throws IOException, CatalogException, InterruptedException {
    Furthest furthest = new Furthest(listener);
    Duration pause = firstPause;
    int failures = 0;
    while (true) {
      long before = furthest.doneBytes;
      try {
        return attempt.run(furthest);
      } catch (FileSystemException e) {
        // A file of this host: another attempt would find it as it is.
        throw e;
      } catch (IOException e) {
        if (furthest.doneBytes > before) {
          failures = 0;
          pause = firstPause;
        }
        failures++;
        if (most == 1) {
          throw e;
        }
        if (failures == most) {
          throw new IOException(e.getMessage() + " (" + most + " attempts)", e);
        }
      }
      Thread.sleep(pause.toMillis());
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Remembers the best that any attempt has come to. */
  private static final class Furthest implements TransferProgress {
    private final TransferProgress listener;
    private volatile long doneBytes;

    private Furthest(TransferProgress listener) {
      this.listener = listener;
    }

    @Override
    public void at(long done, long totalBytes) {
      doneBytes = Math.max(doneBytes, done);
      listener.at(done, totalBytes);
    }
  }
}

package org.imageengine.distributors.transfer;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.imageengine.distributors.CatalogException;

/**
 * Does work whose libraries do not all hear an interrupt, in such a way that the caller is free at
 * once when it is interrupted.
 */
public final class Abandonable {
  private static final long CLEAN_UP_SECONDS = 5;

  /** What is done. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws IOException, CatalogException, InterruptedException;
  }

  private Abandonable() {}

  /**
   * Does it in a thread of its own.
   *
   * @param abort breaks the connections of the work, for when the caller is interrupted; the work
   *     has five seconds from then on to clean up
   */
  public static <T> T run(String name, Work<T> work, Runnable abort)
      throws IOException, CatalogException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              try {
                return work.run();
              } finally {
                ended.countDown();
              }
            });
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      task.cancel(true);
      abort.run();
      // Nothing may still be written when the caller goes on; but no server is waited for.
      if (!ended.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
        e.addSuppressed(new IllegalStateException(name + " did not end at once"));
      }
      throw e;
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static RuntimeException rethrown(Throwable cause)
      throws IOException, CatalogException, InterruptedException {
    if (cause instanceof IOException e) {
      throw e;
    }
    if (cause instanceof CatalogException e) {
      throw e;
    }
    if (cause instanceof InterruptedException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    throw (RuntimeException) cause;
  }
}

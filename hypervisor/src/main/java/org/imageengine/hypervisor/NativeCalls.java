package org.imageengine.hypervisor;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs calls into libvirt, which know neither interruption nor a time limit, on threads of their
 * own, so that the caller can go on without them.
 */
final class NativeCalls {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "libvirt-call");
            thread.setDaemon(true);
            return thread;
          });

  private NativeCalls() {}

  static <T> Future<T> submit(Callable<T> call) {
    return THREADS.submit(call);
  }

  /**
   * Waits for the result even if this thread is or becomes interrupted, which it then still is
   * afterwards.
   *
   * @throws TimeoutException if there is none within {@code limit}
   */
  static <T> T await(Future<T> future, Duration limit) throws ExecutionException, TimeoutException {
    long end = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

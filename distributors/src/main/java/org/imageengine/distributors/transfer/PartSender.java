package org.imageengine.distributors.transfer;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.imageengine.distributors.CatalogException;

/** Sends the parts of a file, a few at a time. */
public final class PartSender {
  /** How many are under way at the same time; each takes its length in memory, twice. */
  public static final int AT_ONCE = 4;

  /** Sends one part and returns when the server has it. */
  @FunctionalInterface
  public interface Sending {
    void send(Part part) throws IOException, CatalogException, InterruptedException;
  }

  private PartSender() {}

  /**
   * Sends all parts; the first failure ends it. Progress is told in the thread of the caller.
   *
   * @param doneBytes what is there already
   */
  public static void send(
      List<Part> parts, long doneBytes, long totalBytes, TransferProgress progress, Sending sending)
      throws IOException, CatalogException, InterruptedException {
    progress.at(doneBytes, totalBytes);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            AT_ONCE,
            work -> {
              Thread thread = new Thread(work, "sending");
              thread.setDaemon(true);
              return thread;
            });
    try {
      ExecutorCompletionService<Part> sent = new ExecutorCompletionService<>(threads);
      Iterator<Part> waiting = parts.iterator();
      int underWay = 0;
      long done = doneBytes;
      while (underWay > 0 || waiting.hasNext()) {
        while (underWay < AT_ONCE && waiting.hasNext()) {
          Part next = waiting.next();
          sent.submit(
              () -> {
                sending.send(next);
                return next;
              });
          underWay++;
        }
        done += finished(sent.take()).length();
        underWay--;
        progress.at(done, totalBytes);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Part finished(Future<Part> part)
      throws IOException, CatalogException, InterruptedException {
    try {
      return part.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof CatalogException failure) {
        throw failure;
      }
      if (e.getCause() instanceof InterruptedException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}

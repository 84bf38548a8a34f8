package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A file on its way to the disk, while something else is done. */
final class Syncing implements AutoCloseable {
  private final FutureTask<Void> task;

  private Syncing(FutureTask<Void> task) {
    this.task = task;
  }

  static Syncing start(Path file) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              Durable.sync(file);
              return null;
            });
    Thread thread = new Thread(task, "sync");
    thread.setDaemon(true);
    thread.start();
    return new Syncing(task);
  }

  /** Waits until it is there. */
  void await() throws IOException, InterruptedException {
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Nobody waits any more; what was written may be thrown away. */
  @Override
  public void close() {
    var unused = task.cancel(true);
  }
}

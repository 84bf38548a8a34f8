package org.imageengine.distributors.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Brings a file to the disk while it is written, so that little is left to wait for at the end.
 * What is not yet there when it is closed is given up.
 */
final class EarlySync implements AutoCloseable {
  private static final long STEP = 64L << 20;

  private final FileChannel file;
  private final Thread thread;
  private long written;
  private boolean isOver;
  private IOException failure;

  EarlySync(FileChannel file) {
    this.file = file;
    this.thread = new Thread(this::run, "sync");
    thread.setDaemon(true);
    thread.start();
  }

  /** Tells that so many bytes more were written. */
  synchronized void wrote(int bytes) {
    written += bytes;
    notifyAll();
  }

  /** Waits until all that was written is on the disk. */
  void finish() throws IOException, InterruptedException {
    end();
    thread.join();
    if (failure != null) {
      throw failure;
    }
    file.force(true);
  }

  private synchronized void end() {
    isOver = true;
    notifyAll();
  }

  private void run() {
    try {
      long synced = 0;
      while (awaitMoreThan(synced + STEP)) {
        synced = written();
        file.force(false);
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      // Nobody waits any more.
      return;
    }
  }

  private synchronized boolean awaitMoreThan(long bytes) throws InterruptedException {
    while (written < bytes && !isOver) {
      wait();
    }
    return !isOver;
  }

  private synchronized long written() {
    return written;
  }

  @Override
  public void close() {
    end();
    thread.interrupt();
  }
}

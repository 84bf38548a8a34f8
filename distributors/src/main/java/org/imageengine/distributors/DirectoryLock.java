package org.imageengine.distributors;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps everybody else, in this process and in others, from changing what is in a directory: from
 * choosing a version of an image definition, from changing what is said of an image.
 */
public final class DirectoryLock implements AutoCloseable {
  // File locks are between processes; between threads they are an error.
  private static final ConcurrentHashMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock lock;
  private final FileChannel channel;

  private DirectoryLock(ReentrantLock lock, FileChannel channel) {
    this.lock = lock;
    this.channel = channel;
  }

  /** Waits for the lock: its holders only count and rename. */
  public static DirectoryLock acquire(Path directory) throws IOException, InterruptedException {
    Path file = directory.toAbsolutePath().normalize().resolve(".lock");
    ReentrantLock lock = THREADS.computeIfAbsent(file, key -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        var unused = channel.lock();
        return new DirectoryLock(lock, channel);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      lock.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      lock.unlock();
    }
  }
}

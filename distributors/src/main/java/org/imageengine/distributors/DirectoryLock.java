package org.imageengine.distributors;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
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
    Path file = file(directory);
    ReentrantLock lock = ofThreads(file);
    lock.lockInterruptibly();
    return locked(file, lock, FileChannel::lock).orElseThrow();
  }

  /** Takes the lock if nobody has it. */
  public static Optional<DirectoryLock> tryAcquire(Path directory) throws IOException {
    Path file = file(directory);
    ReentrantLock lock = ofThreads(file);
    return lock.tryLock() ? locked(file, lock, FileChannel::tryLock) : Optional.empty();
  }

  private static Path file(Path directory) {
    return directory.toAbsolutePath().normalize().resolve(".lock");
  }

  private static ReentrantLock ofThreads(Path file) {
    return THREADS.computeIfAbsent(file, key -> new ReentrantLock());
  }

  private interface Locking {
    /** Null if another process has it. */
    FileLock lock(FileChannel channel) throws IOException;
  }

  /** Keeps out other processes too; what keeps out threads is let go if that fails. */
  private static Optional<DirectoryLock> locked(Path file, ReentrantLock lock, Locking locking)
      throws IOException {
    FileChannel channel = null;
    boolean isLocked = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      isLocked = locking.lock(channel) != null;
      return isLocked ? Optional.of(new DirectoryLock(lock, channel)) : Optional.empty();
    } finally {
      if (!isLocked) {
        new DirectoryLock(lock, channel).close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      lock.unlock();
    }
  }
}

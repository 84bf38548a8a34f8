package org.imageengine.engine.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says that a living process works on a run. The kernel releases it when that process ends. */
public final class RunLock implements AutoCloseable {
  // Linux drops a process' lock on a file when it closes *any* descriptor of that file. So a lock
  // that this process holds must not even be tried.
  // The key is the file itself (device and inode), so that a rename of its directory is no matter.
  private static final Set<Object> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Object key;
  private final FileChannel channel;

  private RunLock(Object key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /** Takes the lock, or answers with nothing if a process (this one too) has it. */
  public static Optional<RunLock> tryAcquire(Path file) throws IOException {
    if (!Files.exists(file)) {
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException e) {
        // Another process was quicker; the lock decides.
      }
    }
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    if (!HELD_HERE.add(key)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new RunLock(key, channel));
      }
      channel.close();
    } catch (IOException e) {
      if (channel != null) {
        channel.close();
      }
      HELD_HERE.remove(key);
      throw e;
    }
    HELD_HERE.remove(key);
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD_HERE.remove(key);
    }
  }
}

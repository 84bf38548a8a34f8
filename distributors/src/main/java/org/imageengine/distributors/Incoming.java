package org.imageengine.distributors;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A directory in which an image is put together, beside its place. It becomes the image by a
 * rename; until then nobody takes it for one. It is locked for as long as somebody works in it: one
 * that is not was left behind.
 */
final class Incoming implements AutoCloseable {
  private static final String PREFIX = ".incoming-";
  static final String LOCK = ".incoming.lock";
  // One without a lock file is just being made or published, or a crash was quicker than its lock.
  private static final Duration WITHOUT_LOCK = Duration.ofHours(1);
  // Of this process. Only to open the lock file of one of them, and to close it, would free it.
  private static final Set<Path> MINE = ConcurrentHashMap.newKeySet();

  private static final Claim NONE = new Claim(null);

  private final Path directory;
  private final FileChannel lock;

  private Incoming(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /** Where the image of {@code key} is put together. */
  static Path path(Path parent, String key) {
    return parent.resolve(PREFIX + key);
  }

  /** Makes the directory; what others have left behind is removed. */
  static Incoming create(Path parent, String key) throws IOException {
    Durable.createDirectories(parent);
    for (Path left : directories(parent)) {
      try (Claim claim = claim(left)) {
        if (claim.isAbandoned()) {
          Durable.deleteTree(left);
        }
      }
    }
    Path directory = path(parent, key).toAbsolutePath();
    if (!MINE.add(directory)) {
      throw new FileAlreadyExistsException(directory.toString());
    }
    try {
      while (true) {
        Durable.createDirectory(directory);
        FileChannel lock = lock(directory);
        // Somebody may have taken it for abandoned before it was locked, and removed it.
        if (Files.exists(directory.resolve(LOCK))) {
          return new Incoming(directory, lock);
        }
        lock.close();
      }
    } catch (IOException e) {
      MINE.remove(directory);
      throw e;
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel lock =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      var unused = lock.lock();
      return lock;
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  private static List<Path> directories(Path parent) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.filter(Incoming::isOne).toList();
    }
  }

  /** Whether images are put together in directories of that name. */
  static boolean isOne(Path directory) {
    return directory.getFileName().toString().startsWith(PREFIX);
  }

  /**
   * What was found out of a directory; while it is held nobody else removes it.
   *
   * @param lock null if somebody works in it
   */
  record Claim(FileChannel lock) implements AutoCloseable {
    boolean isAbandoned() {
      return lock != null;
    }

    @Override
    public void close() throws IOException {
      if (lock != null) {
        lock.close();
      }
    }
  }

  /** Takes hold of a directory in which nobody works any more. */
  static Claim claim(Path directory) throws IOException {
    if (MINE.contains(directory.toAbsolutePath())) {
      return NONE;
    }
    Path file = directory.resolve(LOCK);
    Optional<Object> before = key(file);
    if (before.isEmpty()) {
      return isOld(directory) ? new Claim(lock(directory)) : NONE;
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (IOException e) {
      // It has just become an image, or somebody has removed it.
      return NONE;
    }
    boolean isOurs = false;
    try {
      // Another file by now: then that one is not locked, and the directory is not ours.
      isOurs = channel.tryLock() != null && before.equals(key(file));
    } catch (OverlappingFileLockException e) {
      // Another thread claims it at this moment.
      return NONE;
    } finally {
      if (!isOurs) {
        channel.close();
      }
    }
    return isOurs ? new Claim(channel) : NONE;
  }

  private static Optional<Object> key(Path file) throws IOException {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static boolean isOld(Path directory) {
    try {
      Instant changed = Files.getLastModifiedTime(directory).toInstant();
      return changed.isBefore(Instant.now().minus(WITHOUT_LOCK));
    } catch (IOException e) {
      // It has just become an image.
      return false;
    }
  }

  Path directory() {
    return directory;
  }

  /** Makes it the image at {@code place}, which must be free; at most one of many succeeds. */
  void publish(Path place) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Durable.sync(file);
      }
    }
    Durable.sync(directory);
    try {
      // Renaming a directory over one that holds anything fails.
      Durable.renameDirectory(directory, place);
    } catch (IOException e) {
      if (Files.exists(place)) {
        throw new FileAlreadyExistsException(place.toString());
      }
      throw e;
    }
    // Not before: without it, what a crash leaves could not be told from what is being worked in.
    Durable.delete(place.resolve(LOCK));
  }

  /** Removes it, if it has not become an image. */
  @Override
  public void close() throws IOException {
    try (lock) {
      Durable.deleteTree(directory);
    } finally {
      MINE.remove(directory);
    }
  }
}

package org.imageengine.distributors;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    for (Path left : abandoned(parent)) {
      Durable.deleteTree(left);
    }
    Path directory = path(parent, key).toAbsolutePath();
    if (!MINE.add(directory)) {
      throw new FileAlreadyExistsException(directory.toString());
    }
    try {
      Durable.createDirectory(directory);
      return new Incoming(directory, lock(directory));
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

  /** Those in {@code parent} in which nobody works any more. */
  static List<Path> abandoned(Path parent) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(path -> path.getFileName().toString().startsWith(PREFIX))
          .filter(Incoming::isAbandoned)
          .toList();
    }
  }

  private static boolean isAbandoned(Path directory) {
    if (MINE.contains(directory.toAbsolutePath())) {
      return false;
    }
    try (FileChannel channel =
        FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE)) {
      return channel.tryLock() != null;
    } catch (NoSuchFileException e) {
      return isOld(directory);
    } catch (OverlappingFileLockException | IOException e) {
      return false;
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

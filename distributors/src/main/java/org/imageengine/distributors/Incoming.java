package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * A directory in which an image is put together, beside its place. It becomes the image by a
 * rename; until then nobody takes it for one.
 */
final class Incoming implements AutoCloseable {
  private static final String PREFIX = ".incoming-";
  // Longer than any import or build may take.
  private static final Duration ABANDONED = Duration.ofDays(2);

  private final Path directory;

  private Incoming(Path directory) {
    this.directory = directory;
  }

  /** Where the image of {@code key} is put together. */
  static Path path(Path parent, String key) {
    return parent.resolve(PREFIX + key);
  }

  /** Makes the directory; what an earlier attempt of the same key has left is removed. */
  static Incoming create(Path parent, String key) throws IOException {
    Files.createDirectories(parent);
    removeAbandoned(parent);
    Path directory = path(parent, key);
    Durable.deleteTree(directory);
    return new Incoming(Files.createDirectory(directory));
  }

  private static void removeAbandoned(Path parent) throws IOException {
    Instant limit = Instant.now().minus(ABANDONED);
    try (Stream<Path> entries = Files.list(parent)) {
      for (Path path :
          entries.filter(p -> p.getFileName().toString().startsWith(PREFIX)).toList()) {
        if (modified(path).isBefore(limit)) {
          Durable.deleteTree(path);
        }
      }
    }
  }

  private static Instant modified(Path path) throws IOException {
    try {
      return Files.getLastModifiedTime(path).toInstant();
    } catch (NoSuchFileException e) {
      // It has just become an image.
      return Instant.MAX;
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
      Files.move(directory, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (Files.exists(place)) {
        throw new FileAlreadyExistsException(place.toString());
      }
      throw e;
    }
    Durable.sync(place.getParent());
  }

  /** Removes it, if it has not become an image. */
  @Override
  public void close() throws IOException {
    Durable.deleteTree(directory);
  }
}

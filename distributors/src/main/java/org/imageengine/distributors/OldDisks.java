package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Disks of a managed image that was replaced. They stay for as long as a run builds from the image
 * or a shallow version is the difference to it.
 */
final class OldDisks {
  private OldDisks() {}

  /** Those in a directory that nothing needs any more. */
  static List<Path> unneeded(Path directory) throws CatalogException {
    Optional<CatalogImage> image = ImageShelf.entry(directory);
    if (image.isEmpty()
        || !ImageShelf.leases(directory).isEmpty()
        || !Dependents.of(directory).isEmpty()) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(OldDisks::isDisk)
          .filter(file -> !file.equals(image.get().disk()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Durable.failure("Reading " + directory, e);
    }
  }

  /** Whether a file has the name of a managed image's disk. */
  static boolean isDisk(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("disk-") && name.endsWith(".qcow2");
  }

  /** Removes those that nothing needs any more; nothing is there is no error. */
  static void remove(Path directory) throws CatalogException, InterruptedException {
    if (!Files.exists(directory.resolve(StoredImage.FILE)) || unneeded(directory).isEmpty()) {
      return;
    }
    // Nobody replaces the image meanwhile: its disk is there before its entry names it.
    try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
      for (Path disk : unneeded(directory)) {
        Durable.delete(disk);
      }
    } catch (IOException e) {
      throw Durable.failure("Removing an old disk in " + directory, e);
    }
  }
}

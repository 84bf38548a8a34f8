package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What all images have in common on disk: a directory with {@code image.json} and the disk. */
final class ImageShelf {
  private static final String LEASES = ".in-use";

  private ImageShelf() {}

  /** The image in a directory; empty where there is none. */
  static Optional<CatalogImage> load(Path directory) throws CatalogException {
    Path file = directory.resolve(StoredImage.FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    CatalogImage image = Json.read(file, StoredImage.class).in(directory);
    if (!Files.exists(image.disk())) {
      throw new CatalogException(
          CatalogException.Code.CORRUPT,
          "The disk " + image.disk() + " of image " + image.id() + " is missing.");
    }
    return Optional.of(image);
  }

  /** The visible directories in a directory, by name. */
  static List<Path> children(Path directory) throws CatalogException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Durable.failure("Reading " + directory, e);
    }
  }

  /** Marks an image as used by a run; the mark outlives the process. */
  static void lease(CatalogImage image, String runId) throws CatalogException {
    Path leases = image.directory().resolve(LEASES);
    try {
      // Not createDirectories: if the image is being deleted, its directory is gone already.
      if (!Files.isDirectory(leases)) {
        try {
          Files.createDirectory(leases);
        } catch (FileAlreadyExistsException e) {
          // Another run was quicker.
        }
      }
      Files.writeString(leases.resolve(runId), "");
    } catch (NoSuchFileException e) {
      throw new CatalogException(
          CatalogException.Code.NOT_FOUND, "The image " + image.id() + " was just deleted.", e);
    } catch (IOException e) {
      throw Durable.failure("Marking " + image.id() + " as in use", e);
    }
  }

  /** Takes the mark away; does nothing if it is not there. */
  static void release(Path directory, String runId) throws CatalogException {
    try {
      Files.deleteIfExists(directory.resolve(LEASES).resolve(runId));
    } catch (IOException e) {
      throw Durable.failure("Releasing " + directory, e);
    }
  }

  /** The runs that use an image. */
  static List<String> leases(Path directory) throws CatalogException {
    Path leases = directory.resolve(LEASES);
    if (!Files.isDirectory(leases)) {
      return List.of();
    }
    try (Stream<Path> runs = Files.list(leases)) {
      return runs.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw Durable.failure("Reading " + leases, e);
    }
  }

  /** Removes an image that no run uses. */
  static void delete(CatalogImage image) throws CatalogException {
    Path directory = image.directory();
    refuseIfUsed(image.id(), directory);
    Path aside = directory.resolveSibling(".deleted-" + UUID.randomUUID());
    try {
      Files.move(directory, aside);
      // A run may have taken it between the look and the rename.
      if (!leases(aside).isEmpty()) {
        Files.move(aside, directory);
        refuseIfUsed(image.id(), directory);
      }
      Durable.deleteTree(aside);
    } catch (IOException e) {
      throw Durable.failure("Deleting " + image.id(), e);
    }
  }

  private static void refuseIfUsed(String id, Path directory) throws CatalogException {
    List<String> runs = leases(directory);
    if (!runs.isEmpty()) {
      throw new CatalogException(
          CatalogException.Code.IN_USE,
          "The image "
              + id
              + " is in use by run "
              + String.join(", ", runs)
              + ". Wait for it, or remove the VM it has kept: engine runs delete "
              + runs.get(0));
    }
  }
}

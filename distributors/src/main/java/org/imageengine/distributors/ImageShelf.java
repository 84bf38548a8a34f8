package org.imageengine.distributors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What all images have in common on disk: a directory with {@code image.json} and the disk. */
final class ImageShelf {
  private static final String LEASES = ".in-use";
  private static final String DELETED = ".deleted-";

  private ImageShelf() {}

  /** The image in a directory; empty where there is none. */
  static Optional<CatalogImage> load(Path directory) throws CatalogException {
    Optional<CatalogImage> image = entry(directory);
    if (image.isPresent() && !Files.exists(image.get().disk())) {
      throw new CatalogException(
          CatalogException.Code.CORRUPT,
          "The disk "
              + image.get().disk()
              + " of image "
              + image.get().id()
              + " is missing."
              + (image.get().replicas().isEmpty()
                  ? ""
                  : " Fetch it from a replica with: engine catalog repair"));
    }
    return image;
  }

  /** What is said of the image in a directory, whether or not its disk is there. */
  static Optional<CatalogImage> entry(Path directory) throws CatalogException {
    Path file = directory.resolve(StoredImage.FILE);
    return Files.exists(file)
        ? Optional.of(Json.read(file, StoredImage.class).in(directory))
        : Optional.empty();
  }

  /** Changes what is said of an image. */
  static void update(Path directory, Consumer<ObjectNode> change)
      throws CatalogException, InterruptedException {
    try {
      Json.update(directory.resolve(StoredImage.FILE), change);
    } catch (IOException e) {
      throw Durable.failure("Changing " + directory.resolve(StoredImage.FILE), e);
    }
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
          Durable.createDirectory(leases);
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
      Durable.delete(leaseFile(directory, runId));
    } catch (IOException e) {
      throw Durable.failure("Releasing " + directory, e);
    }
  }

  /** The file that is the mark of a run. */
  static Path leaseFile(Path directory, String runId) {
    return directory.resolve(LEASES).resolve(runId);
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

  /** Removes an image that no run and no other image uses. */
  static void delete(CatalogImage image) throws CatalogException, InterruptedException {
    Path directory = image.directory();
    refuseIfUsed(image.id(), directory);
    Path aside = directory.resolveSibling(DELETED + UUID.randomUUID());
    try {
      Durable.renameDirectory(directory, aside);
      // A run may have taken it between the look and the rename.
      if (!leases(aside).isEmpty() || !Dependents.of(aside).isEmpty()) {
        Durable.renameDirectory(aside, directory);
        refuseIfUsed(image.id(), directory);
      }
      if (image.base().isPresent()) {
        Path base = directory.resolve(image.base().get().diskFile()).normalize().getParent();
        Dependents.remove(base, image.id());
        OldDisks.remove(base);
      }
      Durable.deleteTree(aside);
    } catch (IOException e) {
      throw Durable.failure("Deleting " + image.id(), e);
    }
  }

  /** Whether a directory holds what a deletion that was cut off has left. */
  static boolean isDeleted(Path directory) {
    return directory.getFileName().toString().startsWith(DELETED);
  }

  /** Fails if a run works with an image, or another image needs it. */
  static void refuseIfUsed(String id, Path directory) throws CatalogException {
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
    List<String> versions = Dependents.of(directory);
    if (!versions.isEmpty()) {
      throw new CatalogException(
          CatalogException.Code.IN_USE,
          "The image "
              + id
              + " is the base of the shallow version "
              + String.join(", ", versions)
              + ". Delete that first.");
    }
  }
}

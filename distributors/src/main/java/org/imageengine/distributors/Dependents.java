package org.imageengine.distributors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/** Marks beside an image, one for each shallow version whose disk is only the difference to it. */
final class Dependents {
  private static final String DIRECTORY = ".needed-by";

  private Dependents() {}

  /** Marks the image in {@code base} as needed; the mark is there before the version is. */
  static void add(Path base, String versionId) throws IOException {
    Path marks = base.resolve(DIRECTORY);
    Durable.createDirectories(marks);
    Durable.write(mark(base, versionId), versionId.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes a mark away; does nothing if it is not there. */
  static void remove(Path base, String versionId) throws IOException {
    Durable.delete(mark(base, versionId));
  }

  /** The IDs of the versions that need an image. */
  static List<String> of(Path base) throws CatalogException {
    Path marks = base.resolve(DIRECTORY);
    if (!Files.isDirectory(marks)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(marks)) {
      List<String> ids = new ArrayList<>();
      for (Path file : files.filter(path -> !isAside(path)).sorted().toList()) {
        ids.add(Files.readString(file));
      }
      return ids;
    } catch (IOException e) {
      throw Durable.failure("Reading " + marks, e);
    }
  }

  private static boolean isAside(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  /** IDs have slashes and no letter case, and file names have it the other way around. */
  static Path mark(Path base, String versionId) {
    byte[] id = versionId.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return base.resolve(DIRECTORY).resolve(UUID.nameUUIDFromBytes(id).toString());
  }
}

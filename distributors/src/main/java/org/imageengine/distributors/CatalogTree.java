package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that lies in the directories of a catalog, sorted into what belongs there and what does not.
 */
final class CatalogTree {
  private static final int URN_DEPTH = 4;
  private static final int MANAGED_DEPTH = 3;
  private static final int VERSION_DEPTH = 5;

  private final List<ImageLocation> images = new ArrayList<>();
  private final List<Path> left = new ArrayList<>();
  private final List<Path> strays = new ArrayList<>();

  private CatalogTree() {}

  static CatalogTree read(Path catalog) throws IOException {
    CatalogTree tree = new CatalogTree();
    tree.walk(catalog.resolve("platform"), URN_DEPTH, List.of());
    tree.walk(catalog.resolve("managed"), MANAGED_DEPTH, List.of());
    tree.walk(catalog.resolve("galleries"), VERSION_DEPTH, List.of());
    return tree;
  }

  /** Where images are, or should be. */
  List<ImageLocation> images() {
    return images;
  }

  /** What operations that were cut off have left. */
  List<Path> left() {
    return left;
  }

  /** What does not belong there. */
  List<Path> strays() {
    return strays;
  }

  private void walk(Path directory, int depth, List<String> names) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.sorted().toList()) {
        String name = entry.getFileName().toString();
        if (Incoming.isOne(entry) || ImageShelf.isDeleted(entry)) {
          left.add(entry);
        } else if (!Files.isDirectory(entry)) {
          checkFile(entry, name, names.size());
        } else {
          List<String> below = new ArrayList<>(names);
          below.add(name);
          if (depth > 1) {
            walk(entry, depth - 1, below);
          } else {
            images.add(new ImageLocation(entry, id(directory, below)));
          }
        }
      }
    }
  }

  private void checkFile(Path file, String name, int level) {
    boolean isGallery = level == 3 && name.equals(Gallery.FILE);
    boolean isDefinition = level == 4 && name.equals(ImageDefinition.FILE);
    if (name.endsWith(".new") && name.startsWith(".")) {
      left.add(file);
    } else if (!isGallery && !isDefinition && !name.equals(".lock")) {
      strays.add(file);
    }
  }

  private static String id(Path directory, List<String> names) {
    return switch (names.size()) {
      case URN_DEPTH -> String.join(":", names);
      case MANAGED_DEPTH -> new ManagedImageId(names.get(0), names.get(1), names.get(2)).toString();
      case VERSION_DEPTH ->
          new ImageVersionId(
                  new DefinitionId(
                      new GalleryId(names.get(0), names.get(1), names.get(2)), names.get(3)),
                  names.get(4))
              .toString();
      default -> directory.toString();
    };
  }
}

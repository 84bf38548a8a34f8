package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Removes from the catalog what nothing refers to. */
public final class CatalogCollector {
  private final Catalog catalog;
  private final Predicate<String> isRun;
  private final boolean removes;
  private final List<Removed> removed = new ArrayList<>();

  /**
   * A collection that has not begun.
   *
   * @param isRun whether a run is there that may still use what it has marked
   * @param removes whether anything is removed, or only told
   */
  public CatalogCollector(Catalog catalog, Predicate<String> isRun, boolean removes) {
    this.catalog = catalog;
    this.isRun = isRun;
    this.removes = removes;
  }

  /** Something that was removed, or would be. */
  public record Removed(Path path, String why, long sizeBytes) {}

  /** Collects. */
  public List<Removed> run() throws CatalogException, InterruptedException {
    try {
      CatalogTree tree = CatalogTree.read(catalog.root());
      for (Path left : tree.left()) {
        if (!left.getFileName().toString().startsWith(".incoming-")
            || Incoming.abandoned(left.getParent()).contains(left)) {
          remove(left, "left behind by something that did not finish");
        }
      }
      for (ImageLocation location : tree.images()) {
        collect(location.directory());
      }
      for (StagingGroup group : catalog.stagingGroups().list()) {
        collect(group);
      }
    } catch (IOException e) {
      throw Durable.failure("Collecting", e);
    }
    return removed;
  }

  private void remove(Path path, String why) throws IOException {
    long size = size(path);
    if (removes) {
      Durable.deleteTree(path);
    }
    removed.add(new Removed(path, why, size));
  }

  private static long size(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      long sum = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
      return sum;
    }
  }

  private void collect(Path directory) throws CatalogException, IOException, InterruptedException {
    for (String run : ImageShelf.leases(directory)) {
      if (!isRun.test(run)) {
        remove(ImageShelf.leaseFile(directory, run), "the mark of a run that is gone");
      }
    }
    // While a run builds from an image, the mark of its version may be there before the version.
    for (String version : Dependents.of(directory)) {
      if (ImageShelf.leases(directory).isEmpty() && isGone(version)) {
        remove(Dependents.mark(directory, version), "the mark of a version that is gone");
      }
    }
    collectFiles(directory);
  }

  private boolean isGone(String version) throws CatalogException {
    return ImageShelf.entry(catalog.directory(version)).flatMap(CatalogImage::base).isEmpty();
  }

  /** What lies beside the disk that the entry names. */
  private void collectFiles(Path directory)
      throws CatalogException, IOException, InterruptedException {
    try (CatalogLock lock = CatalogLock.acquire(directory);
        Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(".") && name.endsWith(".new")) {
          remove(file, "left behind by something that did not finish");
        }
      }
      for (Path disk : OldDisks.unneeded(directory)) {
        remove(disk, "the disk of an image that was replaced");
      }
    }
  }

  private void collect(StagingGroup group) throws CatalogException, IOException {
    String name = group.name();
    boolean isOfRun = name.startsWith("IT_") && group.madeByEngine();
    String run = name.substring(name.lastIndexOf('_') + 1);
    if (isOfRun && catalog.stagingGroups().content(name).isEmpty() && !isRun.test(run)) {
      remove(catalog.stagingGroups().directory(name), "the empty group of a run that is gone");
    }
  }
}

package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

  /**
   * Collects what downloads that were cut off have left.
   *
   * @param downloads holds a folder for each
   * @param before those that were last written to before then are removed
   */
  public List<Removed> downloads(Path downloads, Instant before) throws CatalogException {
    if (!Files.isDirectory(downloads)) {
      return List.of();
    }
    List<Removed> old = new ArrayList<>();
    try (Stream<Path> folders = Files.list(downloads)) {
      for (Path folder : folders.sorted().toList()) {
        if (lastWritten(folder).isBefore(before)) {
          remove(folder, "a download that nobody went on with", old);
        }
      }
    } catch (IOException e) {
      throw Durable.failure("Collecting", e);
    }
    return old;
  }

  private static Instant lastWritten(Path folder) throws IOException {
    Instant last = Files.getLastModifiedTime(folder).toInstant();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Instant written = Files.getLastModifiedTime(file).toInstant();
        last = written.isAfter(last) ? written : last;
      }
    }
    return last;
  }

  /** Collects what is in the catalog. */
  public List<Removed> run() throws CatalogException, InterruptedException {
    try {
      CatalogTree tree = CatalogTree.read(catalog.root());
      for (Path left : tree.left()) {
        removeLeft(left);
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

  private void removeLeft(Path left) throws IOException {
    String why = "left behind by something that did not finish";
    if (!Incoming.isOne(left)) {
      remove(left, why);
      return;
    }
    try (Incoming.Claim claim = Incoming.claim(left)) {
      if (claim.isAbandoned()) {
        remove(left, why);
      }
    }
  }

  private void remove(Path path, String why) throws IOException {
    remove(path, why, removed);
  }

  private void remove(Path path, String why, List<Removed> to) throws IOException {
    long size = size(path);
    if (removes) {
      Durable.deleteTree(path);
    }
    to.add(new Removed(path, why, size));
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
    try (DirectoryLock lock = DirectoryLock.acquire(directory);
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

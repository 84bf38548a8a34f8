package org.imageengine.distributors;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks at disks and writes them in other forms. Whoever uses this module brings it. */
public interface DiskWriter {

  /**
   * Looks at a disk.
   *
   * @param format QEMU's driver for it; found out by its content where absent
   */
  DiskFacts facts(Path disk, Optional<String> format) throws CatalogException, InterruptedException;

  /** Whether data of a disk is compressed or encrypted, so that it costs time at each reading. */
  boolean isPacked(Path disk, String format) throws CatalogException, InterruptedException;

  /**
   * Writes all of {@code source} to a new file, which must not be there, and sees it to the disk.
   *
   * @return its digest: {@link Digests#sha256OfData} where {@code kind} {@linkplain
   *     DiskKind#isMostlyHoles is mostly holes}, else {@link Digests#sha256}
   */
  String write(Path source, String sourceFormat, Path target, DiskKind kind)
      throws CatalogException, InterruptedException;

  /**
   * Writes what {@code source} has that its backing file has not to a new qcow2 file.
   *
   * @param backing the backing file as the new file will name it: absolute, or seen from its
   *     directory
   */
  void writeDelta(
      Path source, String sourceFormat, Path target, String backing, String backingFormat)
      throws CatalogException, InterruptedException;

  /** The stretches of a file that are no holes, in order; the file is taken as it is. */
  List<Extent> data(Path file) throws CatalogException, InterruptedException;
}

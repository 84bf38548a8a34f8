package org.imageengine.distributors;

import java.nio.file.Path;
import java.util.Optional;

/** Looks at disks and writes them in other forms. Whoever uses this module brings it. */
public interface DiskWriter {

  /**
   * Looks at a disk.
   *
   * @param format QEMU's driver for it; found out by its content where absent
   */
  DiskFacts facts(Path disk, Optional<String> format) throws CatalogException, InterruptedException;

  /** Writes all of {@code source} to a new file, which must not be there. */
  void write(Path source, String sourceFormat, Path target, DiskKind kind)
      throws CatalogException, InterruptedException;
}

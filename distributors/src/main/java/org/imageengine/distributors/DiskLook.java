package org.imageengine.distributors;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Tells what is on a disk by looking into it. Whoever uses this module brings it. */
@FunctionalInterface
public interface DiskLook {
  /** Sees nothing. */
  DiskLook BLIND =
      (disk, format) ->
          new Seen(Optional.empty(), Optional.empty(), List.of("nobody has looked into it"));

  /** Looks into a disk file of that format of QEMU's. */
  Seen into(Path disk, String format) throws CatalogException, InterruptedException;

  /**
   * What was seen.
   *
   * @param why what it was told by, or why it cannot be told
   */
  record Seen(Optional<OsType> osType, Optional<Generation> generation, List<String> why) {
    public Seen {
      why = List.copyOf(why);
    }
  }
}

package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a directory can be written to, and has room. */
public final class Room {
  private static final double MIB = 1L << 20;

  private Room() {}

  /** Looks at the nearest directory that is there; makes nothing. */
  public static void check(Path directory, long bytes) throws CatalogException {
    Path there = directory.toAbsolutePath();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isWritable(there)) {
      throw new CatalogException(
          CatalogException.Code.NO_PERMISSION, "There is no permission to write to " + there + ".");
    }
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      if (free < bytes) {
        throw new CatalogException(
            CatalogException.Code.NO_ROOM,
            String.format(
                "There is no room at %s: at least %.0f MiB are needed, %.0f MiB are free.",
                there, bytes / MIB, free / MIB));
      }
    } catch (IOException e) {
      throw Durable.failure("Looking at the disk of " + there, e);
    }
  }
}

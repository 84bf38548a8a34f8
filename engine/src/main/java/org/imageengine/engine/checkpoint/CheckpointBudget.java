package org.imageengine.engine.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room checkpoints may take: so many GiB or MiB, or what the disk allows. */
public final class CheckpointBudget {
  private static final long GIB = 1L << 30;
  private static final long MOST_BY_ITSELF = 20 * GIB;
  private static final int SHARE = 5;

  private final String size;
  private final Path directory;

  private CheckpointBudget(String size, Path directory) {
    this.size = size;
    this.directory = directory;
  }

  /**
   * A budget for a directory.
   *
   * @param size {@code auto}: 20 GiB, or a fifth of what is free where that is less; else a number
   *     with the unit MiB or GiB
   */
  public static CheckpointBudget of(String size, Path directory) {
    return new CheckpointBudget(size, directory);
  }

  /** The budget in bytes, where checkpoints take so much already. */
  public long bytes(long taken) throws IOException {
    if (size.equals("auto")) {
      long free = Files.getFileStore(directory).getUsableSpace();
      return Math.min(MOST_BY_ITSELF, (free + taken) / SHARE);
    }
    long number = Long.parseLong(size.replaceAll("\\D", ""));
    return size.endsWith("GiB") ? number * GIB : number << 20;
  }
}

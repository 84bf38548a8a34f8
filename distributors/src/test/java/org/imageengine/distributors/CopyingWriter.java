package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Stands for the program that converts disks: what it writes is the source, byte for byte. */
final class CopyingWriter implements DiskWriter {
  static final long VIRTUAL_SIZE = 2L << 30;

  private final boolean standalone;

  CopyingWriter(boolean standalone) {
    this.standalone = standalone;
  }

  CopyingWriter() {
    this(true);
  }

  @Override
  public DiskFacts facts(Path disk, Optional<String> format) {
    return new DiskFacts("qcow2", VIRTUAL_SIZE, standalone);
  }

  @Override
  public void write(Path source, String sourceFormat, Path target, DiskKind kind)
      throws CatalogException {
    try {
      Files.copy(source, target);
    } catch (IOException e) {
      throw Durable.failure("Copying", e);
    }
  }
}

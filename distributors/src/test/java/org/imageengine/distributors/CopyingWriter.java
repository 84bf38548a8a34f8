package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Stands for the program that converts disks: what it writes is the source, byte for byte. */
public class CopyingWriter implements DiskWriter {
  static final long VIRTUAL_SIZE = 2L << 30;

  private final boolean standalone;

  CopyingWriter(boolean standalone) {
    this.standalone = standalone;
  }

  public CopyingWriter() {
    this(true);
  }

  @Override
  public DiskFacts facts(Path disk, Optional<String> format) {
    return new DiskFacts("qcow2", VIRTUAL_SIZE, standalone);
  }

  @Override
  public boolean isPacked(Path disk, String format) {
    return false;
  }

  @Override
  public String write(Path source, String sourceFormat, Path target, DiskKind kind)
      throws CatalogException, InterruptedException {
    try {
      Durable.createFile(target, Files.readAllBytes(source));
      return kind.isMostlyHoles()
          ? Digests.sha256OfDataAndSync(target, data(target))
          : Digests.sha256AndSync(target);
    } catch (IOException e) {
      throw Durable.failure("Copying", e);
    }
  }

  @Override
  public void writeDelta(
      Path source, String sourceFormat, Path target, String backing, String backingFormat)
      throws CatalogException, InterruptedException {
    var unused = write(source, sourceFormat, target, DiskKind.QCOW2);
  }

  @Override
  public List<Extent> data(Path file) throws CatalogException {
    try {
      return List.of(new Extent(0, Files.size(file)));
    } catch (IOException e) {
      throw Durable.failure("Reading", e);
    }
  }
}

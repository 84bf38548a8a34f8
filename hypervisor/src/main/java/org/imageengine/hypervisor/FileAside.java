package org.imageengine.hypervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * A file that is written beside its place and put there when it is whole. Closing it before that
 * removes what was written.
 */
final class FileAside implements AutoCloseable {
  private final Path target;
  private final Path path;

  /** For a file that will be {@code target}; nothing is created yet. */
  FileAside(Path target) {
    this.target = target.toAbsolutePath().normalize();
    this.path = this.target.resolveSibling("." + UUID.randomUUID() + ".part");
  }

  /** Where the file will be, as an absolute path. */
  Path target() {
    return target;
  }

  /** Where to write. */
  Path path() {
    return path;
  }

  /** Puts the file in its place, replacing what is there. */
  void commit() throws IOException {
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}

package org.imageengine.hypervisor;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

  /** Makes sure that the file outlives a power cut, then puts it in its place. */
  void commitDurably() throws IOException, InterruptedException {
    try {
      force(path, StandardOpenOption.WRITE);
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException("while " + target + " was being written to disk");
    }
    commit();
    try {
      force(target.getParent(), StandardOpenOption.READ);
    } catch (ClosedByInterruptException e) {
      // The file is in its place; this thread stays interrupted for whoever waits next.
    }
  }

  private static void force(Path path, StandardOpenOption access) throws IOException {
    try (FileChannel channel = FileChannel.open(path, access)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}

package org.imageengine.distributors;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.commons.io.file.PathUtils;

/**
 * File operations that a power cut leaves either undone or done. Everything that the catalog
 * changes on disk goes through here, so that a test can cut it off at each step.
 */
public final class Durable {
  /** Is asked before each change; a test throws here as if the process had ended. */
  @FunctionalInterface
  interface FaultPoint {
    void before(String change) throws IOException;
  }

  private static volatile FaultPoint faultPoint = change -> {};

  private Durable() {}

  /** Sets what is asked before each change; null for nothing. */
  static void faultPoint(FaultPoint point) {
    faultPoint = point == null ? change -> {} : point;
  }

  /** Sees a file, or the entries of a directory, to the disk. */
  public static void sync(Path path) throws IOException {
    StandardOpenOption how =
        Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  /** Makes a directory, and those around it that are missing. */
  public static void createDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      faultPoint.before("make " + directory);
      Files.createDirectories(directory);
    }
  }

  /** Makes a directory that must not be there. */
  static Path createDirectory(Path directory) throws IOException {
    faultPoint.before("make " + directory);
    return Files.createDirectory(directory);
  }

  /** Writes a file that must not be there; a crash may leave part of it. */
  static void createFile(Path file, byte[] content) throws IOException {
    faultPoint.before("create " + file);
    Files.write(file, content, StandardOpenOption.CREATE_NEW);
    faultPoint.before("go on after " + file);
  }

  /** Writes a small file whole or not at all, and sees it to the disk. */
  public static void write(Path file, byte[] content) throws IOException {
    Path aside = file.resolveSibling("." + file.getFileName() + ".new");
    faultPoint.before("write " + aside);
    Files.write(aside, content);
    sync(aside);
    rename(aside, file);
  }

  /** Renames within a directory tree of one file system; replaces a file that is there. */
  public static void rename(Path from, Path to) throws IOException {
    faultPoint.before("rename to " + to);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(to.toAbsolutePath().getParent());
  }

  /** Renames a directory to a name that must be free or an empty directory. */
  static void renameDirectory(Path from, Path to) throws IOException {
    faultPoint.before("rename to " + to);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    sync(to.toAbsolutePath().getParent());
  }

  /** Gives a file a name that must be free, also if somebody else takes it at this moment. */
  public static void renameToFree(Path from, Path to) throws IOException {
    faultPoint.before("link " + to);
    Files.createLink(to, from);
    delete(from);
    sync(to.toAbsolutePath().getParent());
  }

  /** Removes a file; does nothing if it is not there. */
  static void delete(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      faultPoint.before("delete " + file);
      Files.deleteIfExists(file);
    }
  }

  /** Removes a file, or a directory with all that is in it; does nothing if it is not there. */
  public static void deleteTree(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      faultPoint.before("delete " + path);
      PathUtils.delete(path);
    }
  }

  /** The same for what is left over after a failure that matters more. */
  public static void deleteQuietly(Path path) {
    try {
      deleteTree(path);
    } catch (IOException e) {
      // The failure itself is told.
      return;
    }
  }

  /** Whether an error means that the disk is full. */
  static boolean isFull(IOException cause) {
    return String.valueOf(cause.getMessage()).contains("No space left on device");
  }

  /** An input or output error in words of the catalog. */
  public static CatalogException failure(String what, IOException cause) {
    String message = String.valueOf(cause.getMessage());
    if (isFull(cause)) {
      return new CatalogException(
          CatalogException.Code.NO_ROOM, what + " failed: the disk is full.", cause);
    }
    if (cause instanceof AccessDeniedException) {
      return new CatalogException(
          CatalogException.Code.NO_PERMISSION,
          what + " failed: no permission for " + message + ".",
          cause);
    }
    return new CatalogException(
        CatalogException.Code.IO,
        what + " failed: " + cause.getClass().getSimpleName() + ": " + message + ".",
        cause);
  }
}

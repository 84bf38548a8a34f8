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

/** File operations that a power cut leaves either undone or done. */
public final class Durable {
  private Durable() {}

  /** Sees a file, or the entries of a directory, to the disk. */
  public static void sync(Path path) throws IOException {
    StandardOpenOption how =
        Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  /** Renames within a directory tree of one file system; replaces a file that is there. */
  public static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(to.toAbsolutePath().getParent());
  }

  /** Gives a file a name that must be free, also if somebody else takes it at this moment. */
  public static void renameToFree(Path from, Path to) throws IOException {
    Files.createLink(to, from);
    Files.delete(from);
    sync(to.toAbsolutePath().getParent());
  }

  /** Removes a file, or a directory with all that is in it; does nothing if it is not there. */
  public static void deleteTree(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
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
  public static boolean isFull(IOException cause) {
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

package org.imageengine.hypervisor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.imageengine.hypervisor.HypervisorException.Code;

/**
 * Makes the file of a saved VM smaller. Its memory is compressed with lzop, which libvirt undoes by
 * itself when it starts the VM: to a third or less, for half a second at each start. The rest of
 * the file stays as {@link SavedVm} has it.
 */
public final class SavedMemory {
  private static final int PLAIN = 0;

  /** libvirt's number for lzop. */
  private static final int LZOP = 4;

  /** Beside builds, which come first. */
  private static final List<String> COMMAND = List.of("nice", "-n", "19", "lzop", "-1", "-c");

  private static final Duration END = Duration.ofSeconds(30);

  private SavedMemory() {}

  /**
   * Compresses it, aside, and puts it in its place when it is whole.
   *
   * @return false if it is compressed already
   * @throws HypervisorException {@code SAVE_FAILED}; the file is as it was
   */
  public static boolean shrink(Path file) throws HypervisorException, InterruptedException {
    Path aside = file.resolveSibling(file.getFileName() + ".shrinking");
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer head = SavedVm.head(from);
      if (head.getInt(SavedVm.COMPRESSION_AT) != PLAIN) {
        return false;
      }
      head.putInt(SavedVm.COMPRESSION_AT, LZOP);
      Files.deleteIfExists(aside);
      Files.createFile(
          aside,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(aside, head.array());
      compress(from, head.capacity(), aside);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      throw new HypervisorException(
          Code.SAVE_FAILED, "The saved VM " + file + " cannot be compressed: " + e.getMessage(), e);
    } finally {
      remove(aside);
    }
  }

  private static void compress(FileChannel from, long start, Path to)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(COMMAND)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(to.toFile()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      try (OutputStream in = process.getOutputStream();
          WritableByteChannel channel = Channels.newChannel(in)) {
        long end = from.size();
        for (long at = start; at < end; ) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          at += from.transferTo(at, 1 << 20, channel);
        }
      }
      if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("lzop did not end well");
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static void remove(Path aside) {
    try {
      Files.deleteIfExists(aside);
    } catch (IOException e) {
      // It is in the directory of the checkpoint, and goes with it.
      return;
    }
  }
}

package org.imageengine.distributors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 of files. */
public final class Digests {
  private static final int BUFFER = 1 << 20;

  /** The unit in which {@link #sha256OfData} leaves zeros out. */
  static final int BLOCK = 1 << 16;

  private static final byte[] ZEROS = new byte[BLOCK];

  private Digests() {}

  /** The digest of a whole file as 64 hexadecimal digits; an interrupt ends it. */
  public static String sha256(Path file) throws IOException, InterruptedException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MessageDigest digest = newSha256();
      byte[] bytes = new byte[BUFFER];
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (channel.read(buffer) >= 0) {
        digest.update(bytes, 0, buffer.position());
        buffer.clear();
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (ClosedByInterruptException e) {
      throw interrupted();
    }
  }

  /**
   * The digest of what is in a large file that is mostly zeros, in the time that its data takes: of
   * each block of 64 KiB that is not all zeros its offset (8 bytes, the highest first) and its
   * bytes, in order, and at the end the length of the file in 8 bytes. Where holes are makes no
   * difference to it, so a copy whose holes were filled has the same.
   *
   * @param data the stretches of the file that are no holes, in order
   */
  public static String sha256OfData(Path file, List<Extent> data)
      throws IOException, InterruptedException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MessageDigest digest = newSha256();
      long size = channel.size();
      long at = 0;
      for (Extent extent : data) {
        // Two stretches may lie in one block.
        at = Math.max(at, extent.offset() / BLOCK * BLOCK);
        at = update(digest, channel, at, Math.min(extent.end(), size));
      }
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, size));
      return HexFormat.of().formatHex(digest.digest());
    } catch (ClosedByInterruptException e) {
      throw interrupted();
    }
  }

  /** Takes the blocks from {@code from} on until {@code end} is passed. */
  private static long update(MessageDigest digest, FileChannel channel, long from, long end)
      throws IOException, InterruptedException {
    byte[] block = new byte[BLOCK];
    byte[] offset = new byte[Long.BYTES];
    long at = from;
    while (at < end) {
      int length = read(channel, block, at);
      if (!Arrays.equals(block, 0, length, ZEROS, 0, length)) {
        ByteBuffer.wrap(offset).putLong(at);
        digest.update(offset);
        digest.update(block, 0, length);
      }
      at += BLOCK;
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return at;
  }

  private static int read(FileChannel channel, byte[] block, long at) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(block);
    while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
      // Until the block is full, or the file ends.
      continue;
    }
    return buffer.position();
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The flag stays set with the exception of a channel; the caller is told once. */
  private static InterruptedException interrupted() {
    Thread.interrupted();
    return new InterruptedException();
  }
}

package org.imageengine.distributors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 of files. */
public final class Digests {
  private static final int BUFFER = 1 << 20;

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
   * The digest of what is in a large file that is mostly zeros, in the time that its data takes. It
   * is the SHA-256 of a list: for each block of 1 MiB that is not all zeros its offset (8 bytes,
   * the highest first) and the SHA-256 of its bytes, in order, and at the end the length of the
   * file in 8 bytes. Where holes are makes no difference to it, so a copy whose holes were filled
   * has the same.
   *
   * @param data the stretches of the file that are no holes, in order
   */
  public static String sha256OfData(Path file, List<Extent> data)
      throws IOException, InterruptedException {
    return DataDigest.of(file, data);
  }

  /** {@link #sha256}, and meanwhile the file is seen to the disk. */
  static String sha256AndSync(Path file) throws IOException, InterruptedException {
    try (Syncing syncing = Syncing.start(file)) {
      String digest = sha256(file);
      syncing.await();
      return digest;
    }
  }

  /** {@link #sha256OfData}, and meanwhile the file is seen to the disk. */
  public static String sha256OfDataAndSync(Path file, List<Extent> data)
      throws IOException, InterruptedException {
    try (Syncing syncing = Syncing.start(file)) {
      String digest = sha256OfData(file, data);
      syncing.await();
      return digest;
    }
  }

  /** A digest that nothing is in yet. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The flag stays set with the exception of a channel; the caller is told once. */
  static InterruptedException interrupted() {
    Thread.interrupted();
    return new InterruptedException();
  }
}

package org.imageengine.distributors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.imageengine.distributors.disk.DataDigest;
import org.imageengine.distributors.disk.PlainDisk;
import org.imageengine.distributors.disk.Sha256;

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
   * The {@link DataDigest} of a file, in the time that its data takes. Where holes are makes no
   * difference to it, so a copy whose holes were filled has the same.
   *
   * @param data the stretches of the file that are no holes, in order
   */
  public static String sha256OfData(Path file, List<Extent> data)
      throws IOException, InterruptedException {
    long size = Files.size(file);
    return DataDigest.of(
        new PlainDisk(
            size,
            data.stream()
                .map(
                    extent ->
                        new PlainDisk.Stretch(
                            extent.offset(),
                            Math.min(extent.end(), size) - extent.offset(),
                            file,
                            extent.offset()))
                .toList()));
  }

  /** {@link #sha256}, and meanwhile the file is seen to the disk. */
  public static String sha256AndSync(Path file) throws IOException, InterruptedException {
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
    return Sha256.start();
  }

  /** The flag stays set with the exception of a channel; the caller is told once. */
  static InterruptedException interrupted() {
    Thread.interrupted();
    return new InterruptedException();
  }
}

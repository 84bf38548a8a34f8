package org.imageengine.distributors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Copies a file and takes its SHA-256 in the same pass. */
final class HashingCopy {
  private static final int BUFFER = 4 << 20;

  private HashingCopy() {}

  /**
   * Copies {@code from} to the new file {@code to}.
   *
   * @param what is told to {@code progress}
   * @return the digest as 64 hexadecimal digits
   */
  static String copy(Path from, Path to, String what, ProgressListener progress)
      throws IOException, InterruptedException {
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      MessageDigest digest = Digests.newSha256();
      byte[] bytes = new byte[BUFFER];
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      long size = in.size();
      long done = 0;
      while (in.read(buffer) >= 0) {
        digest.update(bytes, 0, buffer.position());
        done += buffer.position();
        buffer.flip();
        while (buffer.hasRemaining()) {
          var unused = out.write(buffer);
        }
        buffer.clear();
        progress.at(what, done, size);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException();
    }
  }
}

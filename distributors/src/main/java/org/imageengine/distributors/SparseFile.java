package org.imageengine.distributors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A file that is written from its start to its end, and in which zeros take no room. */
final class SparseFile implements AutoCloseable {
  /** A block of zeros of this size, at a multiple of it, becomes a hole. */
  static final int BLOCK = 1 << 16;

  private static final byte[] ZEROS = new byte[BLOCK];

  private final FileChannel channel;
  private long length;

  private SparseFile(FileChannel channel) {
    this.channel = channel;
  }

  static SparseFile create(Path path) throws IOException {
    return new SparseFile(
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /** Appends the first {@code count} bytes of {@code block}. */
  void append(byte[] block, int count) throws IOException {
    if (!Arrays.equals(block, 0, count, ZEROS, 0, count)) {
      ByteBuffer bytes = ByteBuffer.wrap(block, 0, count);
      long at = length;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    }
    length += count;
  }

  /** How much was appended. */
  long length() {
    return length;
  }

  /** Gives the file its whole length, though it may end in zeros. */
  @Override
  public void close() throws IOException {
    try (channel) {
      if (length > 0 && channel.size() < length) {
        int written = channel.write(ByteBuffer.wrap(new byte[1]), length - 1);
        assert written == 1;
      }
    }
  }
}

package org.imageengine.distributors.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** What is done with blocks of a disk. */
final class Blocks {
  /** What is read, written and hashed at a time. */
  static final int BLOCK = 1 << 20;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(BLOCK).asReadOnlyBuffer();

  private Blocks() {}

  /** At most {@link #BLOCK} zeros. */
  static ByteBuffer zeros(int count) {
    return ZEROS.slice(0, count);
  }

  /** Whether all that remains of a block is zeros; it is left as it is. */
  static boolean isZero(ByteBuffer block) {
    return block.mismatch(zeros(block.remaining())) < 0;
  }

  /** Writes all that remains of a block. */
  static void write(FileChannel file, ByteBuffer block, long offset) throws IOException {
    ByteBuffer rest = block.duplicate();
    int first = rest.position();
    while (rest.hasRemaining()) {
      var unused = file.write(rest, offset + rest.position() - first);
    }
  }
}

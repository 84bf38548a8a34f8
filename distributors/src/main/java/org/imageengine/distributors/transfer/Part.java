package org.imageengine.distributors.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a file that is sent on its own.
 *
 * @param number from 1
 */
public record Part(int number, long offset, int length) {
  private static final long MIB = 1 << 20;

  /** The parts of a file, all of the same length but the last; one of no length if it is empty. */
  public static List<Part> of(long fileLength, int partLength) {
    List<Part> parts = new ArrayList<>();
    long offset = 0;
    do {
      int length = (int) Math.min(partLength, fileLength - offset);
      parts.add(new Part(parts.size() + 1, offset, length));
      offset += length;
    } while (offset < fileLength);
    return parts;
  }

  /**
   * How long parts should be, so that there are not too many: whole MiB, and not less than given.
   */
  public static int length(long fileLength, int least, int mostParts) {
    long needed = (fileLength + mostParts - 1) / mostParts;
    long whole = (needed + MIB - 1) / MIB * MIB;
    return (int) Math.max(least, whole);
  }

  /** Its bytes. */
  public byte[] read(FileChannel file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, offset + buffer.position()) < 0) {
        throw new EOFException("the file has become shorter while it was sent");
      }
    }
    return buffer.array();
  }
}

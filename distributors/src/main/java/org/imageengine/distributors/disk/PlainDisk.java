package org.imageengine.distributors.disk;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A disk whose data lies in files as the guest sees it, neither compressed nor encrypted.
 *
 * @param stretches where data is, in order and without overlaps; the rest of the disk is zeros
 */
public record PlainDisk(long virtualSizeBytes, List<Stretch> stretches) {

  /**
   * A stretch of data, in bytes.
   *
   * @param start where the guest sees it
   * @param offset where it begins in {@code file}
   */
  public record Stretch(long start, long length, Path file, long offset) {
    /** The first byte after it, as the guest sees it. */
    public long end() {
      return start + length;
    }
  }

  public PlainDisk {
    stretches = List.copyOf(stretches);
  }

  /** The starts of all blocks of {@code size} bytes that have data, each once and in order. */
  Iterable<Long> dataBlocks(int size) {
    long blocks = (virtualSizeBytes + size - 1) / size;
    long[] next = {0};
    return () ->
        stretches.stream()
            .flatMapToLong(
                stretch -> {
                  // Two stretches may lie in one block.
                  long first = Math.max(next[0], stretch.start() / size);
                  long end = Math.min(blocks, (stretch.end() + size - 1) / size);
                  next[0] = Math.max(first, end);
                  return LongStream.range(first, end).map(block -> block * size);
                })
            .iterator();
  }

  /** How much of a block there is: the last one ends with the disk. */
  int lengthAt(long start, int size) {
    return (int) Math.min(size, virtualSizeBytes - start);
  }
}

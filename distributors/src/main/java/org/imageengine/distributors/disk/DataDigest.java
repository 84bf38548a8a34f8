package org.imageengine.distributors.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The digest of what is in a large file that is mostly zeros: the SHA-256 of a list. For each block
 * of 1 MiB that is not all zeros it has the offset (8 bytes, the highest first) and the SHA-256 of
 * the block's bytes, in order, and at the end the length of the file in 8 bytes.
 */
public final class DataDigest {
  private static final byte[] NOTHING = {};

  private final MessageDigest list = Sha256.start();

  /** The digest of a disk, by several threads; the disk is only read. */
  public static String of(PlainDisk disk) throws IOException, InterruptedException {
    DataDigest all = new DataDigest();
    try (PlainDiskReader reader = new PlainDiskReader(disk);
        BlockPipeline<byte[]> pipeline = new BlockPipeline<>((entry, block) -> all.add(entry))) {
      for (long start : disk.dataBlocks(Blocks.BLOCK)) {
        pipeline.submit(
            block -> {
              reader.read(start, block.limit(disk.lengthAt(start, Blocks.BLOCK)));
              return entry(start, block.flip());
            });
      }
      pipeline.finish();
    }
    return all.finish(disk.virtualSizeBytes());
  }

  /** What a block adds to the list; nothing if it is all zeros. The block is left as it is. */
  static byte[] entry(long offset, ByteBuffer block) {
    if (Blocks.isZero(block)) {
      return NOTHING;
    }
    MessageDigest digest = Sha256.start();
    digest.update(block.duplicate());
    return ByteBuffer.allocate(Long.BYTES + digest.getDigestLength())
        .putLong(offset)
        .put(digest.digest())
        .array();
  }

  void add(byte[] entry) {
    list.update(entry);
  }

  /** The digest as 64 hexadecimal digits, of a file of {@code size} bytes. */
  String finish(long size) {
    list.update(ByteBuffer.allocate(Long.BYTES).putLong(0, size));
    return HexFormat.of().formatHex(list.digest());
  }
}

package org.imageengine.distributors.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a disk byte for byte, with something after it where the form asks for it. */
final class FlatCopy {
  /** Zeros of this size, at a multiple of it, become a hole. */
  private static final int HOLE = 1 << 16;

  private final PlainDisk disk;
  private final ByteBuffer footer;
  private final DataDigest digest = new DataDigest();

  /**
   * A copy.
   *
   * @param footer what follows the disk; may be empty
   */
  FlatCopy(PlainDisk disk, ByteBuffer footer) {
    this.disk = disk;
    this.footer = footer;
  }

  /** Writes the new file, which is on the disk then; answers with its {@link DataDigest}. */
  String write(Path target) throws IOException, InterruptedException {
    long size = disk.virtualSizeBytes();
    try (PlainDiskReader reader = new PlainDiskReader(disk);
        FileChannel file =
            FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        EarlySync sync = new EarlySync(file);
        BlockPipeline<byte[]> pipeline = new BlockPipeline<>((entry, block) -> digest.add(entry))) {
      for (long start : disk.dataBlocks(Blocks.BLOCK)) {
        pipeline.submit(
            block -> {
              reader.read(start, block.limit(disk.lengthAt(start, Blocks.BLOCK)));
              writeData(file, start, block.flip());
              sync.wrote(block.limit());
              return DataDigest.entry(start, block);
            });
      }
      pipeline.finish();
      if (footer.hasRemaining()) {
        Blocks.write(file, footer, size);
        digest.add(DataDigest.entry(size, footer));
      } else if (size > 0 && file.size() < size) {
        // The file has its whole length, though the disk may end in zeros.
        Blocks.write(file, Blocks.zeros(1), size - 1);
      }
      sync.finish();
    }
    return digest.finish(size + footer.remaining());
  }

  /** Writes a block but for the zeros in it. */
  private static void writeData(FileChannel file, long start, ByteBuffer block) throws IOException {
    int at = 0;
    while (at < block.limit()) {
      int end = at;
      while (end < block.limit() && !Blocks.isZero(piece(block, end))) {
        end += piece(block, end).remaining();
      }
      if (end > at) {
        Blocks.write(file, block.slice(at, end - at), start + at);
      } else {
        end += piece(block, end).remaining();
      }
      at = end;
    }
  }

  private static ByteBuffer piece(ByteBuffer block, int at) {
    return block.slice(at, Math.min(HOLE, block.limit() - at));
  }
}

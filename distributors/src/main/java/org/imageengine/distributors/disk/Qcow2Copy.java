package org.imageengine.distributors.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;

/** Writes a disk as a qcow2 file that is complete in itself. */
final class Qcow2Copy {
  private static final int CLUSTER = Qcow2Layout.CLUSTER;
  private static final int AT_A_TIME = Blocks.BLOCK / CLUSTER;

  private final PlainDisk disk;

  Qcow2Copy(PlainDisk disk) {
    this.disk = disk;
  }

  /** Writes the new file, which is on the disk then; answers with the SHA-256 of the file. */
  String write(Path target) throws IOException, InterruptedException {
    MessageDigest digest = Sha256.start();
    try (PlainDiskReader reader = new PlainDiskReader(disk);
        FileChannel file =
            FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        EarlySync sync = new EarlySync(file);
        BlockPipeline<Void> pipeline =
            new BlockPipeline<>((nothing, block) -> digest.update(block))) {
      BitSet data = clustersWithData(reader);
      Qcow2Layout layout = new Qcow2Layout(disk.virtualSizeBytes(), data);
      PrimitiveIterator.OfInt guest = data.stream().iterator();
      for (int at = 0; at < layout.clusters(); at += AT_A_TIME) {
        int first = at;
        int metadata = Math.max(0, Math.min(AT_A_TIME, layout.metadataClusters() - first));
        int[] clusters =
            IntStream.range(first + metadata, Math.min(first + AT_A_TIME, layout.clusters()))
                .map(cluster -> guest.nextInt())
                .toArray();
        pipeline.submit(
            block -> {
              layout.putMetadata(block, first, metadata);
              putData(reader, block, clusters);
              Blocks.write(file, block.flip(), (long) first * CLUSTER);
              sync.wrote(block.limit());
              return null;
            });
      }
      pipeline.finish();
      sync.finish();
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Some clusters in a row: a bit is set for each that is not all zeros. */
  private record Seen(int first, int bits) {}

  /** Which clusters are not all zeros; the disk is read once for that, by several threads. */
  private BitSet clustersWithData(PlainDiskReader reader) throws IOException, InterruptedException {
    BitSet data = new BitSet();
    try (BlockPipeline<Seen> pipeline =
        new BlockPipeline<>(
            (seen, block) -> {
              for (int bits = seen.bits(); bits != 0; bits &= bits - 1) {
                data.set(seen.first() + Integer.numberOfTrailingZeros(bits));
              }
            })) {
      for (long start : disk.dataBlocks(Blocks.BLOCK)) {
        pipeline.submit(
            block -> {
              reader.read(start, block.limit(disk.lengthAt(start, Blocks.BLOCK)));
              return new Seen(Math.toIntExact(start / CLUSTER), bits(block.flip()));
            });
      }
      pipeline.finish();
    }
    return data;
  }

  private static int bits(ByteBuffer block) {
    int bits = 0;
    for (int at = 0; at < block.limit(); at += CLUSTER) {
      if (!Blocks.isZero(block.slice(at, Math.min(CLUSTER, block.limit() - at)))) {
        bits |= 1 << at / CLUSTER;
      }
    }
    return bits;
  }

  private void putData(PlainDiskReader reader, ByteBuffer block, int[] clusters)
      throws IOException {
    int at = 0;
    while (at < clusters.length) {
      // Neighbours are read at once.
      int end = at + 1;
      while (end < clusters.length && clusters[end] == clusters[end - 1] + 1) {
        end++;
      }
      long start = (long) clusters[at] * CLUSTER;
      int size = (end - at) * CLUSTER;
      int there = disk.lengthAt(start, size);
      reader.read(start, block.limit(block.position() + there));
      block.limit(block.capacity()).put(Blocks.zeros(size - there));
      at = end;
    }
  }
}

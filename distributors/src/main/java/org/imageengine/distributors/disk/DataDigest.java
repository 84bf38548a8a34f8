package org.imageengine.distributors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Takes {@link Digests#sha256OfData}: blocks by several threads, their digests in order. */
final class DataDigest {
  /** The unit in which zeros are left out. */
  static final int BLOCK = 1 << 20;

  private static final byte[] ZEROS = new byte[BLOCK];
  private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());
  // Bounds the memory: so many blocks are read and not yet taken.
  private static final int AHEAD = 2 * THREADS;

  private final MessageDigest all = Digests.newSha256();
  private final Deque<Future<byte[]>> ahead = new ArrayDeque<>();
  private final FileChannel channel;
  private final ExecutorService threads;

  private DataDigest(FileChannel channel, ExecutorService threads) {
    this.channel = channel;
    this.threads = threads;
  }

  static String of(Path file, List<Extent> data) throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new DataDigest(channel, threads).run(data);
    } finally {
      threads.shutdownNow();
    }
  }

  private String run(List<Extent> data) throws IOException, InterruptedException {
    long size = channel.size();
    long at = 0;
    for (Extent extent : data) {
      // Two stretches may lie in one block.
      at = Math.max(at, extent.offset() / BLOCK * BLOCK);
      for (; at < Math.min(extent.end(), size); at += BLOCK) {
        long offset = at;
        ahead.add(threads.submit(() -> entry(offset)));
        if (ahead.size() > AHEAD) {
          takeOne();
        }
      }
    }
    while (!ahead.isEmpty()) {
      takeOne();
    }
    all.update(ByteBuffer.allocate(Long.BYTES).putLong(0, size));
    return HexFormat.of().formatHex(all.digest());
  }

  private void takeOne() throws IOException, InterruptedException {
    try {
      all.update(ahead.remove().get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClosedByInterruptException) {
        throw Digests.interrupted();
      }
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** What a block adds to the list; nothing if it is all zeros. */
  private byte[] entry(long offset) throws IOException {
    byte[] block = new byte[BLOCK];
    ByteBuffer buffer = ByteBuffer.wrap(block);
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
      // Until the block is full, or the file ends.
      continue;
    }
    int length = buffer.position();
    if (Arrays.equals(block, 0, length, ZEROS, 0, length)) {
      return new byte[0];
    }
    MessageDigest digest = Digests.newSha256();
    digest.update(block, 0, length);
    return ByteBuffer.allocate(Long.BYTES + digest.getDigestLength())
        .putLong(offset)
        .put(digest.digest())
        .array();
  }
}

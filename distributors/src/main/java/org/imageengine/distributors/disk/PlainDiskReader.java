package org.imageengine.distributors.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a {@link PlainDisk} as the guest sees it. May be used by several threads at once. */
final class PlainDiskReader implements AutoCloseable {
  // A raw file may end within its last sector.
  private static final int SECTOR = 512;

  private final long end;
  private final List<PlainDisk.Stretch> stretches;
  private final Map<Path, FileChannel> files = new HashMap<>();

  PlainDiskReader(PlainDisk disk) throws IOException {
    this.end = disk.virtualSizeBytes();
    this.stretches = disk.stretches();
    try {
      for (PlainDisk.Stretch stretch : stretches) {
        if (!files.containsKey(stretch.file())) {
          files.put(stretch.file(), FileChannel.open(stretch.file(), StandardOpenOption.READ));
        }
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Fills the rest of {@code buffer} from {@code start} of the disk; zeros where no data is. */
  void read(long start, ByteBuffer buffer) throws IOException {
    long at = start;
    long until = start + buffer.remaining();
    for (int i = firstEndingAfter(start); i < stretches.size(); i++) {
      PlainDisk.Stretch stretch = stretches.get(i);
      if (stretch.start() >= until) {
        break;
      }
      if (stretch.start() > at) {
        buffer.put(Blocks.zeros((int) (stretch.start() - at)));
        at = stretch.start();
      }
      int count = (int) (Math.min(until, stretch.end()) - at);
      fill(stretch, at, buffer, count);
      at += count;
    }
    buffer.put(Blocks.zeros((int) (until - at)));
  }

  private void fill(PlainDisk.Stretch stretch, long at, ByteBuffer buffer, int count)
      throws IOException {
    FileChannel file = files.get(stretch.file());
    long delta = stretch.offset() - stretch.start();
    ByteBuffer part = buffer.slice(buffer.position(), count);
    while (part.hasRemaining()) {
      if (file.read(part, at + delta + part.position()) < 0) {
        if (at + count == end && part.remaining() < SECTOR) {
          part.put(Blocks.zeros(part.remaining()));
          break;
        }
        throw new EOFException(
            stretch.file() + " ends at " + file.size() + ", where data should be");
      }
    }
    buffer.position(buffer.position() + count);
  }

  private int firstEndingAfter(long start) {
    int low = 0;
    int high = stretches.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (stretches.get(middle).end() > start) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (FileChannel file : files.values()) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}

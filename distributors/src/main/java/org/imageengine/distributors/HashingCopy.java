package org.imageengine.distributors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Copies a file, and takes the SHA-256 of the copy meanwhile: one thread writes, another reads what
 * is written, and what is written is seen to the disk.
 */
final class HashingCopy {
  private static final int CHUNK = 4 << 20;

  private final Path from;
  private final Path to;
  private final String what;
  private final ProgressListener progress;
  private long written;
  private boolean isOver;

  private HashingCopy(Path from, Path to, String what, ProgressListener progress) {
    this.from = from;
    this.to = to;
    this.what = what;
    this.progress = progress;
  }

  /**
   * Copies {@code from} to the new file {@code to}, which is on the disk then.
   *
   * @param what is told to {@code progress}
   * @return the digest as 64 hexadecimal digits
   */
  static String copy(Path from, Path to, String what, ProgressListener progress)
      throws IOException, InterruptedException {
    return new HashingCopy(from, to, what, progress).run();
  }

  private String run() throws IOException, InterruptedException {
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      FutureTask<String> digest = new FutureTask<>(this::follow);
      Thread follower = new Thread(digest, "digest");
      follower.setDaemon(true);
      follower.start();
      try {
        write(in, out);
        out.force(true);
        return digest.get();
      } finally {
        end();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ClosedByInterruptException e) {
      throw Digests.interrupted();
    }
  }

  private void write(FileChannel in, FileChannel out) throws IOException {
    long size = in.size();
    long at = 0;
    while (at < size) {
      at += in.transferTo(at, CHUNK, out);
      progress.at(what, at, size);
      wrote(at);
    }
    end();
  }

  private synchronized void wrote(long at) {
    written = at;
    notifyAll();
  }

  private synchronized void end() {
    isOver = true;
    notifyAll();
  }

  /** Waits until more than {@code read} is written; the end of what is, if nothing follows. */
  private synchronized long more(long read) throws InterruptedException {
    while (written <= read && !isOver) {
      wait();
    }
    return written;
  }

  private String follow() throws IOException, InterruptedException {
    MessageDigest digest = Digests.newSha256();
    byte[] bytes = new byte[CHUNK / 4];
    try (FileChannel copy = FileChannel.open(to, StandardOpenOption.READ)) {
      long read = 0;
      long end = more(read);
      while (read < end) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, (int) Math.min(bytes.length, end - read));
        int count = copy.read(buffer, read);
        digest.update(bytes, 0, count);
        read += count;
        end = read < end ? end : more(read);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}

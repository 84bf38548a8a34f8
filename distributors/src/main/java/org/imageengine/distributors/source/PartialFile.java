package org.imageengine.distributors.source;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.Durable;

/**
 * A file that a download grows, as {@code name.partial}, and what it is a part of, as {@code
 * name.partial.json}. Another process can go on with them after a kill. One process at a time holds
 * it.
 */
final class PartialFile implements AutoCloseable {
  private static final int BUFFER = 1 << 20;

  private final Path target;
  private final Path path;
  private final RandomAccessFile file;
  private final byte[] buffer = new byte[BUFFER];
  private final MessageDigest digest = Digests.newSha256();
  // How much of the file is in the digest.
  private long digested;
  private long length;
  private boolean isFinished;

  private PartialFile(Path target, Path path, RandomAccessFile file) throws IOException {
    this.target = target;
    this.path = path;
    this.file = file;
    this.length = file.length();
  }

  /**
   * The part that will become {@code target}, perhaps with what an earlier attempt has left in it.
   *
   * @throws CatalogException IN_USE if a download to the same file is going on
   */
  static PartialFile open(Path target) throws CatalogException {
    Path path = target.resolveSibling(target.getFileName() + ".partial");
    try {
      while (true) {
        create(path);
        Optional<Object> before = key(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        lock(target, file);
        // Who held it before may have finished it: then this is the target, and not ours.
        if (before.isPresent() && before.equals(key(path))) {
          return new PartialFile(target, path, file);
        }
        file.close();
      }
    } catch (IOException e) {
      throw Durable.failure("Writing " + path, e);
    }
  }

  private static void create(Path path) throws IOException {
    try {
      Files.createFile(path);
    } catch (FileAlreadyExistsException e) {
      // It will be gone on with.
      return;
    }
  }

  private static Optional<Object> key(Path path) throws IOException {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static void lock(Path target, RandomAccessFile file)
      throws IOException, CatalogException {
    boolean isOurs;
    try {
      isOurs = file.getChannel().tryLock() != null;
    } catch (OverlappingFileLockException e) {
      isOurs = false;
    }
    if (!isOurs) {
      file.close();
      throw new CatalogException(
          CatalogException.Code.IN_USE,
          "Another download to " + target + " is going on; wait until it has ended.");
    }
  }

  long length() {
    return length;
  }

  /** What the bytes that are there are a part of; nothing if there are none to go on with. */
  Optional<DownloadState> state() {
    return length == 0 ? Optional.empty() : DownloadState.read(statePath());
  }

  private Path statePath() {
    return path.resolveSibling(path.getFileName() + ".json");
  }

  /** Forgets the bytes that are there. */
  void startOver(Optional<DownloadState> state) throws CatalogException {
    cutTo(0);
    try {
      // On the disk before the new state is: never that beside bytes of another content.
      file.getFD().sync();
      if (state.isPresent()) {
        state.get().write(statePath());
      } else {
        Files.deleteIfExists(statePath());
      }
    } catch (IOException e) {
      throw Durable.failure("Writing " + path, e);
    }
  }

  /** Forgets the bytes from there on. */
  void cutTo(long newLength) throws CatalogException {
    try {
      file.setLength(newLength);
      length = newLength;
      if (digested > newLength) {
        digest.reset();
        digested = 0;
      }
    } catch (IOException e) {
      throw Durable.failure("Writing " + path, e);
    }
  }

  /** Reads what is there into the digest: may take long, so nobody should wait meanwhile. */
  void digestAll() throws CatalogException, InterruptedException {
    try {
      digestUpTo(length);
    } catch (IOException e) {
      throw Durable.failure("Reading " + path, e);
    }
  }

  void append(ByteBuffer bytes) throws CatalogException, InterruptedException {
    try {
      digestUpTo(length);
      while (bytes.hasRemaining()) {
        int count = Math.min(bytes.remaining(), buffer.length);
        bytes.get(buffer, 0, count);
        file.seek(length);
        file.write(buffer, 0, count);
        length += count;
        digest.update(buffer, 0, count);
        digested = length;
      }
    } catch (IOException e) {
      throw Durable.failure("Writing " + path, e);
    }
  }

  private void digestUpTo(long end) throws IOException, InterruptedException {
    file.seek(digested);
    while (digested < end) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      int count = (int) Math.min(end - digested, buffer.length);
      file.readFully(buffer, 0, count);
      digest.update(buffer, 0, count);
      digested += count;
    }
  }

  /** Makes it the target; one that is there is replaced. */
  DownloadedDisk finish() throws CatalogException, InterruptedException {
    try {
      digestUpTo(length);
      file.getFD().sync();
      Durable.rename(path, target);
      isFinished = true;
      Files.deleteIfExists(statePath());
      return new DownloadedDisk(target, HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw Durable.failure("Writing " + target, e);
    }
  }

  /** Leaves what a later attempt can go on with, and nothing else. */
  @Override
  public void close() throws CatalogException {
    try (file) {
      if (!isFinished && state().isEmpty()) {
        Files.deleteIfExists(statePath());
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw Durable.failure("Writing " + path, e);
    }
  }
}

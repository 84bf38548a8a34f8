package org.imageengine.distributors;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.apache.commons.io.FilenameUtils;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * A disk inside a compressed file (gz, xz, zst, bz2) or an archive (tar, OVA, zip), or both. It is
 * streamed: memory does not grow with it. The names in an archive only tell which entry is the
 * disk; nothing is ever written where they say.
 */
final class PackedDisk {
  private static final List<String> DISK_NAMES =
      List.of("qcow2", "raw", "img", "vhd", "vhdx", "vmdk");
  private static final int TAR_MAGIC_AT = 257;
  private static final int HEADER = 512;
  private static final int XZ_MEMORY_KIB = 256 << 10;

  private final Path file;
  private final long mostBytes;
  private final ProgressListener progress;
  private BoundedInputStream read;
  private long size;

  private PackedDisk(Path file, long mostBytes, ProgressListener progress) {
    this.file = file;
    this.mostBytes = mostBytes;
    this.progress = progress;
  }

  /**
   * Unpacks {@code file} to {@code target}, if it is packed.
   *
   * @param mostBytes how large the disk may become
   * @param progress is told how much of {@code file} was read
   * @return whether it was; if not, nothing is written
   * @throws CatalogException UNSUPPORTED_DISK if what is packed is no single disk, or too large
   */
  static boolean unpack(Path file, Path target, long mostBytes, ProgressListener progress)
      throws CatalogException, InterruptedException {
    try {
      return new PackedDisk(file, mostBytes, progress).unpackTo(target);
    } catch (InterruptedIOException e) {
      InterruptedException interrupted = new InterruptedException("Unpacking was interrupted.");
      interrupted.initCause(e);
      throw interrupted;
    } catch (CompressorException e) {
      throw damaged(file, e);
    } catch (IOException e) {
      throw Files.exists(target) && Durable.isFull(e)
          ? Durable.failure("Unpacking " + file, e)
          : damaged(file, e);
    }
  }

  private static CatalogException damaged(Path file, Exception cause) {
    return new CatalogException(
        CatalogException.Code.UNSUPPORTED_DISK,
        file + " cannot be unpacked: " + cause.getMessage() + ".",
        cause);
  }

  private boolean unpackTo(Path target) throws IOException, CompressorException, CatalogException {
    size = Files.size(file);
    read = BoundedInputStream.builder().setInputStream(Files.newInputStream(file)).get();
    try (InputStream raw = new BufferedInputStream(read, 1 << 16)) {
      if (isZip(peek(raw))) {
        archive(new ZipArchiveInputStream(raw), target);
        return true;
      }
      Optional<String> compression = compression(raw);
      if (compression.isPresent()) {
        compressed(raw, compression.get(), target);
        return true;
      }
      if (isTar(peek(raw))) {
        archive(new TarArchiveInputStream(raw), target);
        return true;
      }
      return false;
    }
  }

  private void compressed(InputStream raw, String compression, Path target)
      throws IOException, CompressorException, CatalogException {
    CompressorStreamFactory factory = new CompressorStreamFactory(true, XZ_MEMORY_KIB);
    try (InputStream plain =
        new BufferedInputStream(factory.createCompressorInputStream(compression, raw), 1 << 16)) {
      if (isTar(peek(plain))) {
        archive(new TarArchiveInputStream(plain), target);
      } else {
        write(plain, target);
      }
    }
  }

  private static Optional<String> compression(InputStream raw) {
    try {
      String name = CompressorStreamFactory.detect(raw);
      return switch (name) {
        case CompressorStreamFactory.GZIP,
            CompressorStreamFactory.XZ,
            CompressorStreamFactory.BZIP2,
            CompressorStreamFactory.ZSTANDARD ->
            Optional.of(name);
        default -> Optional.empty();
      };
    } catch (CompressorException e) {
      // Not compressed.
      return Optional.empty();
    }
  }

  private static byte[] peek(InputStream in) throws IOException {
    in.mark(HEADER);
    byte[] start = in.readNBytes(HEADER);
    in.reset();
    return start;
  }

  private static boolean isTar(byte[] start) {
    return start.length == HEADER
        && TarArchiveInputStream.matches(start, start.length)
        && start[TAR_MAGIC_AT] == 'u';
  }

  private static boolean isZip(byte[] start) {
    return ZipArchiveInputStream.matches(start, start.length);
  }

  /** Writes the one disk of an archive. */
  private void archive(ArchiveInputStream<? extends ArchiveEntry> archive, Path target)
      throws IOException, CatalogException {
    String disk = null;
    try (archive) {
      for (ArchiveEntry entry = archive.getNextEntry();
          entry != null;
          entry = archive.getNextEntry()) {
        if (!isDisk(entry)) {
          continue;
        }
        if (disk != null) {
          throw unsupported("holds more than one disk: " + disk + " and " + entry.getName());
        }
        if (!archive.canReadEntryData(entry)) {
          throw unsupported("has packed " + entry.getName() + " in a way that cannot be read");
        }
        disk = entry.getName();
        write(archive, target);
      }
    }
    if (disk == null) {
      throw unsupported("holds no file that ends in ." + String.join(", .", DISK_NAMES));
    }
  }

  /** A plain file with the name of a disk; links and devices never are. */
  private static boolean isDisk(ArchiveEntry entry) {
    boolean isFile =
        entry instanceof TarArchiveEntry tar
            ? tar.isFile() && !tar.isLink() && !tar.isSymbolicLink()
            : !entry.isDirectory() && !((ZipArchiveEntry) entry).isUnixSymlink();
    String extension =
        FilenameUtils.getExtension(entry.getName().replace("..", "")).toLowerCase(Locale.ROOT);
    return isFile && DISK_NAMES.contains(extension);
  }

  private CatalogException unsupported(String why) {
    return new CatalogException(
        CatalogException.Code.UNSUPPORTED_DISK, "The archive " + file + " " + why + ".");
  }

  private void write(InputStream in, Path target) throws IOException, CatalogException {
    try (SparseFile out = SparseFile.create(target)) {
      byte[] block = new byte[SparseFile.BLOCK];
      while (true) {
        int length = in.readNBytes(block, 0, block.length);
        if (length == 0) {
          return;
        }
        if (Thread.interrupted()) {
          throw new InterruptedIOException();
        }
        out.append(block, length);
        progress.at("Unpacking", read.getCount(), size);
        if (out.length() > mostBytes) {
          throw new CatalogException(
              CatalogException.Code.UNSUPPORTED_DISK,
              String.format(
                  "The disk in %s is larger than %d GiB, which no disk may be.",
                  file, mostBytes >> 30));
        }
      }
    }
  }
}

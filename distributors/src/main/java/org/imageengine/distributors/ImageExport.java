package org.imageengine.distributors;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** Writes the disk of an image to a file of another form, for other programs. */
public final class ImageExport {
  private final CatalogImage image;
  private final DiskWriter writer;
  private final ProgressListener progress;

  public ImageExport(CatalogImage image, DiskWriter writer, ProgressListener progress) {
    this.image = image;
    this.writer = writer;
    this.progress = progress;
  }

  /**
   * Writes {@code target}, whole or not at all; a file that is there is never overwritten.
   *
   * @return the SHA-256 of what was written, as {@link Digests#sha256OfData} for a file that is
   *     mostly holes (VHD and raw), else of the whole file
   */
  public String write(Path target, ExportFormat format, ExportCompression compression)
      throws CatalogException, InterruptedException {
    Path place = target.toAbsolutePath().normalize();
    if (Files.exists(place)) {
      throw exists(place, null);
    }
    if (format == ExportFormat.ova && compression != ExportCompression.none) {
      throw new CatalogException(
          CatalogException.Code.INVALID_NAME,
          "The disk in an OVA is compressed already. Leave --compress out.");
    }
    Room.check(place.getParent(), image.sizeBytes());
    String name = ".export-" + UUID.randomUUID();
    Path disk = place.resolveSibling(name + ".disk");
    Path packed = place.resolveSibling(name + ".packed");
    try {
      String digest = writer.write(image.disk(), image.diskFormat(), disk, format.kind());
      Path written = disk;
      if (format == ExportFormat.ova) {
        Ova.write(image, disk, packed, progress);
        written = packed;
      } else if (compression != ExportCompression.none) {
        compress(disk, packed, compression);
        written = packed;
      }
      if (!written.equals(disk)) {
        digest = Digests.sha256AndSync(packed);
      }
      Durable.renameToFree(written, place);
      return digest;
    } catch (FileAlreadyExistsException e) {
      throw exists(place, e);
    } catch (IOException e) {
      throw Durable.failure("Writing " + place, e);
    } finally {
      List.of(disk, packed).forEach(Durable::deleteQuietly);
    }
  }

  private static CatalogException exists(Path place, IOException cause) {
    return new CatalogException(
        CatalogException.Code.ALREADY_EXISTS,
        "The file " + place + " exists already; it is never overwritten.",
        cause);
  }

  private void compress(Path disk, Path packed, ExportCompression compression)
      throws IOException, InterruptedException {
    String name =
        compression == ExportCompression.gz
            ? CompressorStreamFactory.GZIP
            : CompressorStreamFactory.ZSTANDARD;
    try (OutputStream out =
        new CompressorStreamFactory()
            .createCompressorOutputStream(
                name, new BufferedOutputStream(Files.newOutputStream(packed), 1 << 16))) {
      Streams.copy(disk, out, "Compressing", progress);
    }
  }
}

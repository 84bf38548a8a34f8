package org.imageengine.distributors.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** Writes disks to new files, hashes them on the way, and sees them to the disk. */
public final class DiskCopy {
  /** What a disk is written as. */
  public enum Form {
    /** qcow2, complete in itself. */
    QCOW2,
    /** The disk itself, byte for byte. */
    RAW,
    /** The disk itself with a footer. */
    FIXED_VHD
  }

  private DiskCopy() {}

  /**
   * Writes all of {@code disk} to {@code target}, which must not be there. Zeros take no room.
   *
   * @return the SHA-256 of a qcow2 file, the {@link DataDigest} of another, as 64 hexadecimal
   *     digits
   */
  public static String write(PlainDisk disk, Path target, Form form)
      throws IOException, InterruptedException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    boolean isWhole = false;
    try {
      String digest =
          switch (form) {
            case QCOW2 -> new Qcow2Copy(disk).write(target);
            case RAW -> new FlatCopy(disk, ByteBuffer.allocate(0)).write(target);
            case FIXED_VHD ->
                new FlatCopy(
                        disk,
                        VhdFooter.of(disk.virtualSizeBytes(), Instant.now(), UUID.randomUUID()))
                    .write(target);
          };
      isWhole = true;
      return digest;
    } finally {
      if (!isWhole) {
        Files.deleteIfExists(target);
      }
    }
  }
}

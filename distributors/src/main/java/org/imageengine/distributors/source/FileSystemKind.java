package org.imageengine.distributors.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.imageengine.distributors.OsType;

/** What lies in a partition, told by marks at fixed places. */
enum FileSystemKind {
  NTFS("NTFS", OsType.Windows, 3, ascii("NTFS    ")),
  REFS("ReFS", OsType.Windows, 3, ascii("ReFS")),
  BITLOCKER("BitLocker", OsType.Windows, 3, ascii("-FVE-FS-")),
  EXT("ext4", OsType.Linux, 1080, new byte[] {0x53, (byte) 0xef}),
  XFS("XFS", OsType.Linux, 0, ascii("XFSB")),
  BTRFS("Btrfs", OsType.Linux, 65_600, ascii("_BHRfS_M")),
  LVM("LVM", OsType.Linux, 512, ascii("LABELONE")),
  LUKS("LUKS", OsType.Linux, 0, ascii("LUKS")),
  SWAP("swap", OsType.Linux, 4086, ascii("SWAPSPACE2"));

  /** How much of a partition must be read to tell. */
  static final int NEEDED_BYTES = 66_000;

  private final String label;
  private final OsType osType;
  private final int offset;
  private final byte[] mark;

  FileSystemKind(String label, OsType osType, int offset, byte[] mark) {
    this.label = label;
    this.osType = osType;
    this.offset = offset;
    this.mark = mark;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  String label() {
    return label;
  }

  /** The operating system that has such things on its disks. */
  OsType osType() {
    return osType;
  }

  /** Tells by the first bytes of a partition. */
  static Optional<FileSystemKind> of(byte[] start) {
    return Arrays.stream(values()).filter(kind -> kind.isIn(start)).findFirst();
  }

  private boolean isIn(byte[] start) {
    return start.length >= offset + mark.length
        && Arrays.equals(start, offset, offset + mark.length, mark, 0, mark.length);
  }
}

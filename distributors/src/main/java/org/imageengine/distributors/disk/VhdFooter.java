package org.imageengine.distributors.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What makes a disk a fixed VHD: 512 bytes after it, as the format's specification has them. */
final class VhdFooter {
  private static final int SIZE = 512;
  private static final int SECTOR = 512;
  private static final int RESERVED_FEATURE = 2;
  private static final int FORMAT_VERSION = 0x00010000;
  private static final long NO_MORE_HEADERS = -1;
  // As Windows writes it: readers then take the size as it is, not as the geometry rounds it.
  private static final String CREATOR = "win ";
  private static final int CREATOR_VERSION = 0x000A0000;
  private static final String CREATOR_HOST = "Wi2k";
  private static final int FIXED = 2;
  private static final int CHECKSUM_AT = 64;
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private VhdFooter() {}

  /** The footer of a disk of so many bytes. */
  static ByteBuffer of(long sizeBytes, Instant made, UUID id) {
    ByteBuffer footer =
        ByteBuffer.allocate(SIZE)
            .put(ascii("conectix"))
            .putInt(RESERVED_FEATURE)
            .putInt(FORMAT_VERSION)
            .putLong(NO_MORE_HEADERS)
            .putInt((int) Duration.between(EPOCH, made).toSeconds())
            .put(ascii(CREATOR))
            .putInt(CREATOR_VERSION)
            .put(ascii(CREATOR_HOST))
            .putLong(sizeBytes)
            .putLong(sizeBytes)
            .putInt(geometry(sizeBytes / SECTOR))
            .putInt(FIXED)
            .putInt(0)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits());
    footer.putInt(CHECKSUM_AT, checksum(footer));
    return footer.rewind();
  }

  /** Cylinders (16 bits), heads and sectors of a track (8 each), as the specification counts. */
  private static int geometry(long sectors) {
    long all = Math.min(sectors, 65535L * 16 * 255);
    long perTrack;
    long heads;
    if (all >= 65535L * 16 * 63) {
      perTrack = 255;
      heads = 16;
    } else {
      perTrack = 17;
      heads = Math.max(4, (all / perTrack + 1023) / 1024);
      if (all / perTrack >= heads * 1024 || heads > 16) {
        perTrack = 31;
        heads = 16;
      }
      if (all / perTrack >= heads * 1024) {
        perTrack = 63;
        heads = 16;
      }
    }
    long cylinders = all / perTrack / heads;
    return (int) (cylinders << 16 | heads << 8 | perTrack);
  }

  private static int checksum(ByteBuffer footer) {
    int sum = 0;
    for (byte value : footer.array()) {
      sum += Byte.toUnsignedInt(value);
    }
    return ~sum;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

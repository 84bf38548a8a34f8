package org.imageengine.distributors.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.imageengine.distributors.CatalogException;

/**
 * The partitions of a disk: from a GPT with sectors of 512 or 4096 bytes, else from the four
 * entries of an MBR.
 */
record PartitionTable(Kind kind, List<Partition> partitions) {

  /** What table it is. */
  enum Kind {
    GPT,
    MBR,
    NONE
  }

  private static final int SECTOR = 512;
  private static final int LARGE_SECTOR = 4096;
  private static final byte[] GPT_SIGNATURE = "EFI PART".getBytes(StandardCharsets.US_ASCII);
  private static final int GPT_ENTRIES_AT = 72;
  private static final int GPT_LEAST_ENTRY = 128;
  private static final int GPT_MOST_ENTRY = 4096;
  private static final int GPT_MOST_ENTRIES = 1024;
  private static final int MBR_ENTRIES_AT = 446;
  private static final int MBR_ENTRY = 16;
  private static final int MBR_ENTRIES = 4;
  private static final int MBR_SIGNATURE_AT = 510;

  PartitionTable {
    partitions = List.copyOf(partitions);
  }

  static PartitionTable read(DiskBytes disk) throws CatalogException, InterruptedException {
    byte[] start = disk.read(0, 2 * LARGE_SECTOR);
    for (int sector : new int[] {SECTOR, LARGE_SECTOR}) {
      if (holds(start, sector, GPT_SIGNATURE)) {
        return gpt(disk, start, sector);
      }
    }
    boolean isMbr =
        start.length >= SECTOR
            && (start[MBR_SIGNATURE_AT] & 0xff) == 0x55
            && (start[MBR_SIGNATURE_AT + 1] & 0xff) == 0xaa;
    return isMbr ? mbr(start) : new PartitionTable(Kind.NONE, List.of());
  }

  private static boolean holds(byte[] bytes, int at, byte[] wanted) {
    return bytes.length >= at + wanted.length
        && ByteBuffer.wrap(bytes, at, wanted.length).equals(ByteBuffer.wrap(wanted));
  }

  private static PartitionTable gpt(DiskBytes disk, byte[] start, int sector)
      throws CatalogException, InterruptedException {
    ByteBuffer header = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    header.position(sector + GPT_ENTRIES_AT);
    long entriesAt = header.getLong() * sector;
    int count = header.getInt();
    int size = header.getInt();
    List<Partition> partitions = new ArrayList<>();
    // What a damaged header says must not make us read gigabytes.
    boolean isSane =
        entriesAt > 0
            && count > 0
            && count <= GPT_MOST_ENTRIES
            && size >= GPT_LEAST_ENTRY
            && size <= GPT_MOST_ENTRY;
    byte[] entries = isSane ? disk.read(entriesAt, count * size) : new byte[0];
    for (int at = 0; at + GPT_LEAST_ENTRY <= entries.length; at += size) {
      ByteBuffer entry = ByteBuffer.wrap(entries, at, size).order(ByteOrder.LITTLE_ENDIAN);
      String type = guid(entry);
      entry.position(at + 32);
      long first = entry.getLong();
      if (!type.startsWith("00000000-0000-0000") && first > 0) {
        partitions.add(new Partition(type, first * sector, false));
      }
    }
    return new PartitionTable(Kind.GPT, partitions);
  }

  /** The first three fields have their lowest byte first, the others do not. */
  private static String guid(ByteBuffer from) {
    int one = from.getInt();
    short two = from.getShort();
    short three = from.getShort();
    long rest = Long.reverseBytes(from.getLong());
    return String.format(
            "%08x-%04x-%04x-%04x-%012x", one, two, three, rest >>> 48, rest & 0xffffffffffffL)
        .toUpperCase(Locale.ROOT);
  }

  private static PartitionTable mbr(byte[] start) {
    List<Partition> partitions = new ArrayList<>();
    ByteBuffer sector = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    for (int index = 0; index < MBR_ENTRIES; index++) {
      int at = MBR_ENTRIES_AT + index * MBR_ENTRY;
      int type = sector.get(at + 4) & 0xff;
      long first = sector.getInt(at + 8) & 0xffffffffL;
      int status = sector.get(at) & 0xff;
      if (status != 0 && status != 0x80) {
        // The boot code of a file system stands here, and no table.
        return new PartitionTable(Kind.NONE, List.of());
      }
      if (type != 0 && first > 0) {
        partitions.add(new Partition(String.format("%02X", type), first * SECTOR, status == 0x80));
      }
    }
    return new PartitionTable(partitions.isEmpty() ? Kind.NONE : Kind.MBR, partitions);
  }
}

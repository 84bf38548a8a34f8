package org.imageengine.distributors.disk;

import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Where everything lies in a new qcow2 file (version 3, clusters of 64 KiB) that is complete in
 * itself: header, refcount table and blocks, L1 table, L2 tables, and then the data in the order in
 * which the guest sees it. As all of it is known before the first byte is written, the file can be
 * written and hashed from its start to its end.
 */
final class Qcow2Layout {
  static final int CLUSTER_BITS = 16;
  static final int CLUSTER = 1 << CLUSTER_BITS;

  private static final int MAGIC = 'Q' << 24 | 'F' << 16 | 'I' << 8 | 0xfb;
  private static final int VERSION = 3;
  private static final int REFCOUNT_ORDER = 4;
  private static final int HEADER_LENGTH = 104;
  private static final int ENTRIES = CLUSTER / Long.BYTES;
  private static final int REFCOUNTS = CLUSTER / Short.BYTES;
  // In L1 and L2 entries: what it points to is used once.
  private static final long COPIED = 1L << 63;

  private final long virtualSize;
  private final BitSet data;
  private final int l1Entries;
  private final BitSet l2Tables = new BitSet();
  private final int refcountTableClusters;
  private final int l1At;
  private final int l2At;
  private final int dataAt;
  private final int end;

  /**
   * Lays out a disk.
   *
   * @param data which clusters of the disk, as the guest sees it, are not all zeros
   */
  Qcow2Layout(long virtualSize, BitSet data) {
    this.virtualSize = virtualSize;
    this.data = data;
    this.l1Entries = divide(divide(virtualSize, CLUSTER), ENTRIES);
    for (int at = data.nextSetBit(0); at >= 0; at = data.nextSetBit((at / ENTRIES + 1) * ENTRIES)) {
      l2Tables.set(at / ENTRIES);
    }
    int l1Clusters = divide(l1Entries, ENTRIES);
    int rest = 1 + l1Clusters + l2Tables.cardinality() + data.cardinality();
    int blocks = 0;
    int table = 0;
    // The refcounts count their own clusters too.
    while (blocks < divide(rest + blocks + table, REFCOUNTS) || table < divide(blocks, ENTRIES)) {
      blocks = divide(rest + blocks + table, REFCOUNTS);
      table = divide(blocks, ENTRIES);
    }
    this.refcountTableClusters = table;
    this.l1At = 1 + table + blocks;
    this.l2At = l1At + l1Clusters;
    this.dataAt = l2At + l2Tables.cardinality();
    this.end = dataAt + data.cardinality();
  }

  private static int divide(long value, int by) {
    return Math.toIntExact((value + by - 1) / by);
  }

  /** How many clusters of the file come before the data. */
  int metadataClusters() {
    return dataAt;
  }

  /** How many clusters the file has. */
  int clusters() {
    return end;
  }

  /** Writes clusters of the file, from its start to the first of the data. */
  void putMetadata(ByteBuffer buffer, int first, int count) {
    Cursor cursor = new Cursor(first);
    for (int cluster = first; cluster < first + count; cluster++) {
      ByteBuffer into = buffer.slice(buffer.position(), CLUSTER);
      buffer.put(Blocks.zeros(CLUSTER));
      put(into, cluster, cursor);
    }
  }

  private void put(ByteBuffer into, int cluster, Cursor cursor) {
    if (cluster == 0) {
      putHeader(into);
    } else if (cluster < 1 + refcountTableClusters) {
      putRefcountTable(into, (cluster - 1) * ENTRIES);
    } else if (cluster < l1At) {
      putRefcounts(into, (cluster - 1 - refcountTableClusters) * REFCOUNTS);
    } else if (cluster < l2At) {
      putL1(into, (cluster - l1At) * ENTRIES);
    } else {
      cursor.putL2(into);
    }
  }

  private void putHeader(ByteBuffer into) {
    into.putInt(MAGIC)
        .putInt(VERSION)
        // No backing file.
        .putLong(0)
        .putInt(0)
        .putInt(CLUSTER_BITS)
        .putLong(virtualSize)
        // Not encrypted.
        .putInt(0)
        .putInt(l1Entries)
        .putLong(offset(l1At))
        .putLong(offset(1))
        .putInt(refcountTableClusters)
        // No snapshots.
        .putInt(0)
        .putLong(0)
        // No features, be they incompatible, compatible or cleared by those who do not know them.
        .putLong(0)
        .putLong(0)
        .putLong(0)
        .putInt(REFCOUNT_ORDER)
        .putInt(HEADER_LENGTH);
  }

  private void putRefcountTable(ByteBuffer into, int first) {
    int blocks = l1At - 1 - refcountTableClusters;
    for (int block = first; block < Math.min(blocks, first + ENTRIES); block++) {
      into.putLong(offset(1 + refcountTableClusters + block));
    }
  }

  private void putRefcounts(ByteBuffer into, int first) {
    for (int cluster = first; cluster < Math.min(end, first + REFCOUNTS); cluster++) {
      into.putShort((short) 1);
    }
  }

  private void putL1(ByteBuffer into, int first) {
    int table = l2At + l2Tables.get(0, first).cardinality();
    for (int entry = first; entry < Math.min(l1Entries, first + ENTRIES); entry++) {
      into.putLong(l2Tables.get(entry) ? offset(table++) | COPIED : 0);
    }
  }

  private static long offset(int cluster) {
    return (long) cluster << CLUSTER_BITS;
  }

  /** Goes through the L2 tables in order. */
  private final class Cursor {
    private int table;
    private int cluster;

    private Cursor(int first) {
      table = l2Tables.nextSetBit(0);
      for (int at = l2At; at < first; at++) {
        table = l2Tables.nextSetBit(table + 1);
      }
      cluster = dataAt + (table < 0 ? 0 : data.get(0, table * ENTRIES).cardinality());
    }

    private void putL2(ByteBuffer into) {
      int first = table * ENTRIES;
      for (int guest = data.nextSetBit(first);
          guest >= 0 && guest < first + ENTRIES;
          guest = data.nextSetBit(guest + 1)) {
        into.putLong((guest - first) * Long.BYTES, offset(cluster++) | COPIED);
      }
      table = l2Tables.nextSetBit(table + 1);
    }
  }
}

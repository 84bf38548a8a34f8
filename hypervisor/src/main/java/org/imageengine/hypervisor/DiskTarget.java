package org.imageengine.hypervisor;

/**
 * What a disk is converted to. All of these are complete in themselves, and sparse on this host.
 */
public enum DiskTarget {
  /** qcow2 without a backing file, not compressed. */
  QCOW2(DiskFormat.QCOW2, ""),
  /** A fixed VHD as Azure takes it: a whole number of MiB and a footer. */
  FIXED_VHD(DiskFormat.VPC, "subformat=fixed,force_size=on"),
  /** A VHD that grows. */
  DYNAMIC_VHD(DiskFormat.VPC, "subformat=dynamic,force_size=on"),
  VHDX(DiskFormat.VHDX, "subformat=dynamic"),
  /** The disk itself, byte for byte. */
  RAW(DiskFormat.RAW, ""),
  /** A VMDK that grows. */
  VMDK(DiskFormat.VMDK, "subformat=monolithicSparse"),
  /** A compressed VMDK that is read as one stream, as in an OVA. */
  STREAM_VMDK(DiskFormat.VMDK, "subformat=streamOptimized");

  private final DiskFormat format;
  private final String options;

  DiskTarget(DiskFormat format, String options) {
    this.format = format;
    this.options = options;
  }

  public DiskFormat format() {
    return format;
  }

  /** What qemu-img takes after {@code -o}; empty for nothing. */
  String options() {
    return options;
  }

  /** Whether every block has its fixed place, so that blocks may be written in any order. */
  boolean hasFixedPlaces() {
    return this == FIXED_VHD || this == RAW;
  }
}

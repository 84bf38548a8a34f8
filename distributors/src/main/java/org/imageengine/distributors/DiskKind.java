package org.imageengine.distributors;

/** What a disk is written as. */
public enum DiskKind {
  /** qcow2 that is complete in itself. */
  QCOW2,
  /** A fixed VHD, a whole number of MiB, as Azure takes it. */
  FIXED_VHD,
  /** A VHD that grows. */
  DYNAMIC_VHD,
  VHDX,
  /** The disk itself, byte for byte. */
  RAW,
  /** A VMDK as ESXi and others import it: compressed, in one stream. */
  STREAM_VMDK,
  /** A VMDK that grows. */
  VMDK;

  /** Whether the file is as long as the disk, with holes where the disk has zeros. */
  public boolean isMostlyHoles() {
    return this == FIXED_VHD || this == RAW;
  }
}

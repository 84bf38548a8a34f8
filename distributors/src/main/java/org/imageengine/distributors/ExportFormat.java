package org.imageengine.distributors;

/** What a version can be exported as. */
public enum ExportFormat {
  /** A fixed VHD, a whole number of MiB, as Azure takes it. */
  vhd(DiskKind.FIXED_VHD),
  vhdx(DiskKind.VHDX),
  qcow2(DiskKind.QCOW2),
  raw(DiskKind.RAW),
  vmdk(DiskKind.VMDK),
  /** A tar file with an OVF description, a compressed VMDK, and their digests. */
  ova(DiskKind.STREAM_VMDK);

  private final DiskKind kind;

  ExportFormat(DiskKind kind) {
    this.kind = kind;
  }

  DiskKind kind() {
    return kind;
  }
}

package org.imageengine.distributors;

/** What a disk is written as. */
public enum DiskKind {
  /** qcow2, complete in itself. */
  QCOW2,
  /** A fixed VHD; its disk must be a whole number of MiB. */
  FIXED_VHD
}

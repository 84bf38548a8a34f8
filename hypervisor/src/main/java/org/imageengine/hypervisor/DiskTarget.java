package org.imageengine.hypervisor;

/** What a disk is converted to. */
public enum DiskTarget {
  /** qcow2 without a backing file, not compressed. */
  QCOW2,
  /** A fixed VHD as Azure takes it: a whole number of MiB and a footer; sparse on this host. */
  FIXED_VHD
}

package org.imageengine.hypervisor;

/** As what the guest sees its seed. */
public enum SeedMedium {
  /** The second virtio disk, read-only: the cloud kernel of Debian has no driver for a CD-ROM. */
  VIRTIO_DISK,
  /** What Windows Setup looks for an answer file on. On SATA, or on IDE with an IDE disk. */
  CD_ROM
}

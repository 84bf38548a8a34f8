package org.imageengine.distributors;

/** What an image's OS disk is attached to, in the words of libvirt. */
public enum DiskBus {
  virtio,
  sata,
  scsi,
  ide
}

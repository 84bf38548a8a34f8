package org.imageengine.hypervisor;

/** How the OS disk is attached, which decides what the guest needs a driver for. */
public enum DiskBus {
  /** Every Linux has a driver; Windows must have been given one. */
  VIRTIO("virtio", "vd"),
  /** AHCI; Windows brings a driver, and Linux other than some kernels for clouds. */
  SATA("sata", "sd"),
  /** virtio-scsi: drivers as for {@link #VIRTIO}. */
  SCSI("scsi", "sd"),
  /** Only the older machine type i440fx has it. */
  IDE("ide", "hd");

  private final String word;
  private final String prefix;

  DiskBus(String word, String prefix) {
    this.word = word;
    this.prefix = prefix;
  }

  /** libvirt's name for it. */
  String word() {
    return word;
  }

  /** How libvirt calls the first disk on it. */
  String firstTarget() {
    return prefix + "a";
  }
}

package org.imageengine.hypervisor;

/** The network card, which decides what the guest needs a driver for. */
public enum NicModel {
  /** Every Linux has a driver; Windows must have been given one. */
  VIRTIO("virtio-net-pci"),
  /** An Intel 82574L; Windows 8 and Server 2012 and later bring a driver. */
  E1000E("e1000e"),
  /** An Intel 82540EM, for older systems. */
  E1000("e1000");

  private final String device;

  NicModel(String device) {
    this.device = device;
  }

  /** QEMU's name for it. */
  String device() {
    return device;
  }
}

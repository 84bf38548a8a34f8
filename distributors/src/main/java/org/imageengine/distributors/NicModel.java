package org.imageengine.distributors;

/** The network card that an image has a driver for, in the words of QEMU. */
public enum NicModel {
  virtio,
  e1000e,
  e1000
}

package org.imageengine.hypervisor;

/** What starts the guest's boot loader. */
public enum Firmware {
  /** SeaBIOS: a generation 1 image. */
  BIOS,
  /** OVMF: a generation 2 image. */
  UEFI
}

package org.imageengine.hypervisor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The smallest guest that shows whether an accelerator works: a boot sector that ends QEMU with an
 * exit code that QEMU itself never uses. The firmware runs before it, in all CPU modes, with timers
 * and interrupts: a few instructions of our own without firmware also run where no real guest does.
 */
final class ProbeGuest {
  private static final int PORT = 0xf4;
  private static final int VALUE = 0x10;

  /** isa-debug-exit makes an exit code of a value: {@code value << 1 | 1}. */
  static final int EXIT_CODE = VALUE << 1 | 1;

  private static final int SECTOR = 512;

  /** The firmware cannot read from a disk of one sector. */
  private static final int DISK = 1 << 20;

  private ProbeGuest() {}

  /** A raw disk image. */
  static byte[] disk() {
    byte[] code = {
      (byte) 0xba,
      (byte) PORT,
      0, // mov dx, PORT
      (byte) 0xb0,
      VALUE, // mov al, VALUE
      (byte) 0xee, // out dx, al
      (byte) 0xf4, // hlt
      (byte) 0xeb,
      (byte) 0xfd // jmp to the hlt
    };
    byte[] disk = new byte[DISK];
    System.arraycopy(code, 0, disk, 0, code.length);
    disk[SECTOR - 2] = 0x55;
    disk[SECTOR - 1] = (byte) 0xaa;
    return disk;
  }

  /** The arguments of QEMU: the machine and CPU that {@link DomainXml} asks for. */
  static List<String> arguments(Accelerator accelerator, Path disk) {
    List<String> arguments = new ArrayList<>();
    switch (accelerator) {
      case KVM -> arguments.addAll(List.of("-accel", "kvm", "-cpu", "host"));
      case TCG -> arguments.addAll(List.of("-accel", "tcg", "-cpu", "max"));
    }
    arguments.addAll(
        List.of(
            "-machine",
            "q35",
            "-m",
            "16",
            "-nodefaults",
            "-no-user-config",
            "-display",
            "none",
            "-drive",
            "format=raw,if=virtio,readonly=on,file=" + disk.toString().replace(",", ",,"),
            "-device",
            "isa-debug-exit,iobase=0x" + Integer.toHexString(PORT) + ",iosize=0x01"));
    return List.copyOf(arguments);
  }
}

package org.imageengine.hypervisor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A disk image format, by the name of QEMU's driver. */
public enum DiskFormat {
  QCOW2,
  RAW,
  /** VHD. */
  VPC,
  VHDX,
  VMDK;

  /** The name of QEMU's driver, such as {@code qcow2}. */
  public String driver() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format of that driver, if it is one of these. */
  public static Optional<DiskFormat> findDriver(String driver) {
    return Arrays.stream(values()).filter(format -> format.driver().equals(driver)).findFirst();
  }

  /**
   * The format of that driver.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static DiskFormat ofDriver(String driver) {
    return findDriver(driver)
        .orElseThrow(() -> new IllegalArgumentException("Not a disk format: " + driver));
  }
}

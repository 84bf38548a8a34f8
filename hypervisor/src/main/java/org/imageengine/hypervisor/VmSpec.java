package org.imageengine.hypervisor;

import java.nio.file.Path;

/**
 * A VM to start. All paths are made absolute.
 *
 * @param name unique on this host; letters, digits, {@code . _ -}
 * @param tag kept in the VM's metadata
 * @param cpus number of virtual CPUs
 * @param memoryMiB memory in MiB
 * @param hardware what the guest finds in it
 * @param osDisk a qcow2 file, the guest's first disk
 * @param seed an ISO file, which the guest sees as its hardware says, read-only
 * @param hostPort this port on 127.0.0.1 leads to {@code guestPort}
 * @param guestPort where the guest listens: 22 for SSH, 5986 for WinRM
 * @param serialLog the first serial port is appended to this file
 * @param nvram the UEFI variables, a file that is made at the start; not used under BIOS
 * @param runAsCaller QEMU runs as the user of this process instead of libvirt's own user; means
 *     something only where libvirt has such a user, under {@code qemu:///system}
 */
public record VmSpec(
    String name,
    RunTag tag,
    int cpus,
    long memoryMiB,
    Firmware firmware,
    Accelerator accelerator,
    Hardware hardware,
    Path osDisk,
    Path seed,
    int hostPort,
    int guestPort,
    Path serialLog,
    Path nvram,
    boolean runAsCaller) {

  public VmSpec {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException("Not a name for a VM: " + name);
    }
    if (cpus < 1 || memoryMiB < 1) {
      throw new IllegalArgumentException("A VM needs CPUs and memory: " + name);
    }
    requirePort(hostPort);
    requirePort(guestPort);
    if (hardware.secureBoot() && firmware != Firmware.UEFI) {
      throw new IllegalArgumentException("Only UEFI has Secure Boot: " + name);
    }
    osDisk = osDisk.toAbsolutePath().normalize();
    seed = seed.toAbsolutePath().normalize();
    serialLog = serialLog.toAbsolutePath().normalize();
    nvram = nvram.toAbsolutePath().normalize();
  }

  private static void requirePort(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("Not a port: " + port);
    }
  }
}

package org.imageengine.hypervisor;

import java.nio.file.Path;

/**
 * A VM to start. All paths are made absolute.
 *
 * @param name unique on this host; letters, digits, {@code . _ -}
 * @param tag kept in the VM's metadata
 * @param cpus number of virtual CPUs
 * @param memoryMiB memory in MiB
 * @param osDisk a qcow2 file, the guest's first virtio disk ({@code vda})
 * @param seed an ISO file, the guest's second virtio disk ({@code vdb}), read-only
 * @param sshPort this port on 127.0.0.1 leads to port 22 of the guest
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
    Path osDisk,
    Path seed,
    int sshPort,
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
    if (sshPort < 1 || sshPort > 65535) {
      throw new IllegalArgumentException("Not a port: " + sshPort);
    }
    osDisk = osDisk.toAbsolutePath().normalize();
    seed = seed.toAbsolutePath().normalize();
    serialLog = serialLog.toAbsolutePath().normalize();
    nvram = nvram.toAbsolutePath().normalize();
  }
}

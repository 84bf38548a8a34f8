package org.imageengine.hypervisor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs virtual machines on this host. Safe for use by several threads. */
public interface Hypervisor extends AutoCloseable {

  /**
   * Starts a VM. It is transient: once it stops, by whatever cause, nothing of it is left but its
   * files.
   *
   * @throws HypervisorException {@code PORT_TAKEN} if the forwarded port is in use, {@code
   *     FIRMWARE_MISSING}, {@code DISK_UNREADABLE}, {@code LIBVIRT_UNREACHABLE}, or {@code
   *     START_FAILED}. Nothing was started then.
   * @throws InterruptedException if this thread is interrupted; nothing was left running then
   */
  VirtualMachine start(VmSpec spec) throws HypervisorException, InterruptedException;

  /**
   * Starts a VM from memory that {@link VirtualMachine#save} has saved, as another VM: under
   * another name, on other files. What it runs as is as it was saved, whatever the spec says of
   * CPUs, memory and firmware. The description in {@code memory} is rewritten: one start from a
   * file at a time.
   *
   * @param spec its OS disk is an overlay on the disk as it was saved, and its UEFI variables are
   *     there
   * @throws HypervisorException as {@link #start}
   */
  VirtualMachine restore(VmSpec spec, Path memory) throws HypervisorException, InterruptedException;

  /**
   * What the memory of a VM depends on besides its description: the versions of QEMU and libvirt,
   * and the host's CPU. Only where it is the same can a saved VM be started.
   */
  String fingerprint() throws HypervisorException;

  /** The running VM of that name, whoever made it. */
  Optional<VirtualMachine> find(String name) throws HypervisorException;

  /** All running VMs that any engine made, also those of other state directories. */
  List<OwnedDomain> owned() throws HypervisorException;

  /** Disconnects. VMs go on running. */
  @Override
  void close();
}

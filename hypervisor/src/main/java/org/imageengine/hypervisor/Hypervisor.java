package org.imageengine.hypervisor;

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

  /** The running VM of that name, whoever made it. */
  Optional<VirtualMachine> find(String name) throws HypervisorException;

  /** All running VMs that any engine made, also those of other state directories. */
  List<OwnedDomain> owned() throws HypervisorException;

  /** Disconnects. VMs go on running. */
  @Override
  void close();
}

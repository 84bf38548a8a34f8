package org.imageengine.engine.build;

import java.util.Optional;
import org.imageengine.hypervisor.PortLease;
import org.imageengine.hypervisor.VirtualMachine;

/**
 * A VM that was started, and how it will be reached. Closing it frees handles; the VM stays.
 *
 * @param saved what it was started from; absent for one that boots from cold
 */
record BootedVm(
    VmRole role, VirtualMachine machine, PortLease port, Login login, Optional<SavedGuest> saved)
    implements AutoCloseable {

  @Override
  public void close() {
    machine.close();
    port.close();
  }
}

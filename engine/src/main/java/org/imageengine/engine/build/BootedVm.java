package org.imageengine.engine.build;

import java.util.Optional;
import org.imageengine.hypervisor.PortLease;
import org.imageengine.hypervisor.VirtualMachine;
import org.imageengine.provisioners.SshEndpoint;
import org.imageengine.provisioners.SshKeyPair;

/**
 * A VM that was started, and how it will be reached. Closing it frees handles; the VM stays.
 *
 * @param hostKey the SSH host key that it has, or will have
 * @param saved what it was started from; absent for one that boots from cold
 */
record BootedVm(
    VmRole role,
    VirtualMachine machine,
    PortLease port,
    SshEndpoint endpoint,
    SshKeyPair hostKey,
    Optional<SavedGuest> saved)
    implements AutoCloseable {

  @Override
  public void close() {
    machine.close();
    port.close();
  }
}

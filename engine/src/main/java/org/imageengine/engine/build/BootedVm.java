package org.imageengine.engine.build;

import org.imageengine.hypervisor.PortLease;
import org.imageengine.hypervisor.VirtualMachine;
import org.imageengine.provisioners.SshEndpoint;

/** A VM that was started, and how it will be reached. Closing it frees handles; the VM stays. */
record BootedVm(VmRole role, VirtualMachine machine, PortLease port, SshEndpoint endpoint)
    implements AutoCloseable {

  @Override
  public void close() {
    machine.close();
    port.close();
  }
}

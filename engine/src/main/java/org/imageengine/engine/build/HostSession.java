package org.imageengine.engine.build;

import java.nio.file.Path;
import java.util.Optional;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.plan.VmShape;
import org.imageengine.hypervisor.Hypervisor;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.hypervisor.VirtualMachine;

/** The connection of one run to the hypervisor, made when it is first needed. */
final class HostSession implements AutoCloseable {
  private final Workshop workshop;
  private Hypervisor hypervisor;

  HostSession(Workshop workshop) {
    this.workshop = workshop;
  }

  /**
   * Checks the host and connects to it.
   *
   * @param directory where the files of the VM will be: QEMU must reach them
   */
  Host prepare(VmShape shape, Path directory, BuildListener listener)
      throws HypervisorException, EngineException, InterruptedException {
    Host host =
        new HostPreparer(workshop.config(), workshop.user(), workshop.disks(), listener)
            .prepare(shape, directory);
    hypervisor = host.hypervisor();
    return host;
  }

  Hypervisor hypervisor() throws HypervisorException, InterruptedException {
    if (hypervisor == null) {
      hypervisor = workshop.connect();
    }
    return hypervisor;
  }

  /** True if a domain of that name is there. */
  boolean isThere(String domain) {
    try {
      Optional<VirtualMachine> found = hypervisor().find(domain);
      found.ifPresent(VirtualMachine::close);
      return found.isPresent();
    } catch (HypervisorException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    if (hypervisor != null) {
      hypervisor.close();
    }
  }
}

package org.imageengine.engine.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.imageengine.engine.config.EngineConfig.PortRange;
import org.imageengine.engine.plan.VmShape;
import org.imageengine.engine.run.Owned;
import org.imageengine.engine.run.Phase;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.hypervisor.PortLease;
import org.imageengine.hypervisor.RunTag;
import org.imageengine.hypervisor.VirtualMachine;
import org.imageengine.hypervisor.VmSpec;

/**
 * Starts a VM on a disk, with a seed that lets nobody in but this run: from cold, or from a
 * checkpoint, whose guest still knows the keys of the run that made it.
 */
final class BootVm implements Step<BootedVm> {
  private static final int PORT_ATTEMPTS = 10;

  private final VmRole role;
  private final Path osDisk;
  private final Optional<SavedGuest> saved;

  BootVm(VmRole role, Path osDisk, Optional<SavedGuest> saved) {
    this.role = role;
    this.osDisk = osDisk;
    this.saved = saved;
  }

  @Override
  public Phase phase() {
    return role.bootPhase();
  }

  @Override
  public String title() {
    return "Boot VM";
  }

  @Override
  public BootedVm run(BuildContext context) throws Exception {
    Login login = Login.create(context.plan().source().osType());
    Path seed = context.run().work().resolve(role.word() + "-seed.iso");
    String name = name(context, role);
    login.writeSeed(seed);
    context.ledger().own(new Owned.Domain(name));
    PortLease lease = null;
    for (int attempt = 1; ; attempt++) {
      PortRange ports = context.config().ports();
      lease = PortLease.acquire(context.portLocks(), ports.from(), ports.to());
      try {
        VmSpec spec = spec(context, name, seed, lease, login.guestPort());
        VirtualMachine machine =
            saved.isPresent() ? saved.get().start(context, spec) : context.hypervisor().start(spec);
        context.listener().note(phase(), describe(context, name, lease, login));
        login.save(context.run(), lease.port());
        return new BootedVm(role, machine, lease, login, saved);
      } catch (HypervisorException e) {
        lease.close();
        // Somebody outside our locks may have bound the port since we looked.
        if (e.code() != HypervisorException.Code.PORT_TAKEN || attempt == PORT_ATTEMPTS) {
          throw e;
        }
      } catch (IOException | InterruptedException | RuntimeException e) {
        lease.close();
        throw e;
      }
    }
  }

  /** The name of its domain. */
  static String name(BuildContext context, VmRole role) {
    return "ie-" + context.run().runId() + "-" + role.word();
  }

  private VmSpec spec(
      BuildContext context, String name, Path seed, PortLease lease, int guestPort) {
    VmShape shape = context.plan().vm();
    return new VmSpec(
        name,
        new RunTag(context.run().runId(), context.home().path()),
        shape.cpus(),
        shape.memoryMiB(),
        shape.firmware(),
        context.host().accelerator(),
        shape.hardware(),
        osDisk,
        seed,
        lease.port(),
        guestPort,
        role.serialLog(context.run()),
        role.variables(context.run()),
        context.host().runQemuAsCaller());
  }

  private static String describe(BuildContext context, String name, PortLease lease, Login login) {
    VmShape shape = context.plan().vm();
    return String.format(
        "VM %s: %s, %d CPU%s, %d MiB, %s, %s, disk %.1f GiB, %s on %s:%d",
        name,
        shape.size(),
        shape.cpus(),
        shape.cpus() == 1 ? "" : "s",
        shape.memoryMiB(),
        shape.firmware(),
        context.host().accelerator(),
        shape.osDiskBytes() / (double) (1L << 30),
        login.protocol(),
        Login.LOOPBACK,
        lease.port());
  }
}

package org.imageengine.engine.build;

import java.time.Duration;
import java.util.Optional;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.run.Phase;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.provisioners.LinuxIdentity;
import org.imageengine.provisioners.LinuxReadiness;
import org.imageengine.provisioners.ProvisionException;
import org.imageengine.provisioners.SshCommunicator;

/**
 * Waits until the guest lets us in and has finished its first boot; one that goes on from a
 * checkpoint gets a time and an identity of its own.
 */
final class Connect implements Step<Guest> {
  private static final Duration RESTORED = Duration.ofMinutes(2);

  private final BootedVm vm;

  Connect(BootedVm vm) {
    this.vm = vm;
  }

  @Override
  public Phase phase() {
    return vm.role().connectPhase();
  }

  @Override
  public String title() {
    return "Connect";
  }

  @Override
  public Guest run(BuildContext context) throws Exception {
    Duration limit = context.clock().within(limit(context));
    long end = System.nanoTime() + limit.toNanos();
    SshCommunicator communicator = null;
    try {
      if (vm.saved().isPresent()) {
        communicator =
            SshCommunicator.connect(vm.saved().get().login(vm.endpoint()), limit, this::whyGone);
        LinuxIdentity.give(
            communicator, vm.endpoint().user(), vm.endpoint().userKey(), vm.hostKey(), left(end));
      } else {
        communicator = SshCommunicator.connect(vm.endpoint(), limit, this::whyGone);
        LinuxReadiness.READY.await(
            communicator,
            (stream, line) -> context.listener().output(phase(), title(), line),
            left(end));
      }
      return new Guest(vm, communicator);
    } catch (ProvisionException e) {
      if (communicator != null) {
        communicator.close();
      }
      throw unreachable(context, e);
    } catch (InterruptedException e) {
      if (communicator != null) {
        communicator.close();
      }
      throw e;
    }
  }

  /** A guest that was up when it was saved answers at once, or not at all. */
  private Duration limit(BuildContext context) {
    Duration configured = context.config().duration(ConfigKey.TIMEOUTS_CONNECT);
    return vm.saved().isPresent() && configured.compareTo(RESTORED) > 0 ? RESTORED : configured;
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
  }

  private Optional<String> whyGone() {
    try {
      return vm.machine().running() ? Optional.empty() : Optional.of("the VM has stopped");
    } catch (HypervisorException e) {
      // libvirt is out of reach for a moment; the guest may be well.
      return Optional.empty();
    }
  }

  private EngineException unreachable(BuildContext context, ProvisionException cause) {
    return new EngineException(
        ErrorKind.EXTERNAL,
        "GuestUnreachable",
        cause.getMessage()
            + GuestTrouble.serialTail(context, vm)
            + GuestTrouble.screenshot(context, vm),
        "The source image must run cloud-init and an SSH server. A slow host may need a longer "
            + ConfigKey.TIMEOUTS_CONNECT.key()
            + ".",
        cause);
  }
}

package org.imageengine.engine.build;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.run.Phase;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.provisioners.Communicator;
import org.imageengine.provisioners.LinuxIdentity;
import org.imageengine.provisioners.LinuxReadiness;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.ProvisionException;
import org.imageengine.provisioners.SshCommunicator;
import org.imageengine.provisioners.windows.WinRmCommunicator;
import org.imageengine.provisioners.windows.WindowsReadiness;

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
    AtomicReference<Communicator> opened = new AtomicReference<>();
    boolean isReady = false;
    try {
      if (vm.login() instanceof SshLogin ssh) {
        linux(context, ssh, limit, opened);
      } else if (vm.login() instanceof WinRmLogin winRm) {
        windows(context, winRm, limit, opened);
      }
      isReady = true;
      return new Guest(vm, opened.get());
    } catch (ProvisionException e) {
      throw unreachable(context, e);
    } finally {
      if (!isReady && opened.get() != null) {
        opened.get().close();
      }
    }
  }

  private void linux(
      BuildContext context, SshLogin login, Duration limit, AtomicReference<Communicator> opened)
      throws ProvisionException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    int port = vm.port().port();
    if (vm.saved().isPresent()) {
      SshCommunicator guest =
          SshCommunicator.connect(vm.saved().get().login(port), limit, this::whyGone);
      opened.set(guest);
      LinuxIdentity.give(guest, Login.BUILD_USER, login.userKey(), login.hostKey(), left(end));
    } else {
      opened.set(SshCommunicator.connect(login.endpoint(port), limit, this::whyGone));
      LinuxReadiness.READY.await(opened.get(), output(context), left(end));
    }
  }

  private void windows(
      BuildContext context, WinRmLogin login, Duration limit, AtomicReference<Communicator> opened)
      throws ProvisionException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    WinRmCommunicator guest =
        WinRmCommunicator.connect(login.endpoint(vm.port().port()), limit, this::whyGone);
    opened.set(guest);
    WindowsReadiness.await(guest, output(context), left(end));
  }

  private OutputSink output(BuildContext context) {
    return (stream, line) -> context.listener().output(phase(), title(), line);
  }

  /** A guest that was up when it was saved answers at once, or not at all. */
  private Duration limit(BuildContext context) {
    Duration configured = context.config().duration(key());
    return vm.saved().isPresent() && configured.compareTo(RESTORED) > 0 ? RESTORED : configured;
  }

  /** Windows has much to do on a first boot, and restarts in the middle of it. */
  private ConfigKey key() {
    return vm.login() instanceof WinRmLogin
        ? ConfigKey.TIMEOUTS_WINDOWS_CONNECT
        : ConfigKey.TIMEOUTS_CONNECT;
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
  }

  private Optional<String> whyGone() {
    return whyGone(vm);
  }

  /** Why a guest will not answer any more, if so. */
  static Optional<String> whyGone(BootedVm vm) {
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
        (vm.login() instanceof WinRmLogin
                ? "The source image must be a generalized Windows; docs/windows.md tells how to"
                    + " look into one."
                : "The source image must run cloud-init and an SSH server.")
            + " A slow host may need a longer "
            + key().key()
            + ".",
        cause);
  }
}

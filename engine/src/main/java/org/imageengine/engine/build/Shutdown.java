package org.imageengine.engine.build;

import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.run.Owned;
import org.imageengine.engine.run.Phase;
import org.imageengine.hypervisor.HypervisorException;

/** Turns the guest off by its power button, so that its file systems are whole. */
final class Shutdown implements Step<Void> {
  private final Guest guest;

  Shutdown(Guest guest) {
    this.guest = guest;
  }

  @Override
  public Phase phase() {
    return Phase.SHUTTING_DOWN;
  }

  @Override
  public String title() {
    return "Shut down";
  }

  @Override
  public Void run(BuildContext context) throws Exception {
    guest.communicator().close();
    BootedVm vm = guest.vm();
    try {
      vm.machine().requestShutdown();
      vm.machine()
          .awaitShutdown(
              context.clock().within(context.config().duration(ConfigKey.TIMEOUTS_SHUTDOWN)));
    } catch (HypervisorException e) {
      throw new EngineException(
          ErrorKind.EXTERNAL,
          "ShutdownFailed",
          e.getMessage() + GuestTrouble.serialTail(context, vm),
          "The guest must turn itself off when its power button is pressed (systemd-logind or"
              + " acpid).",
          e);
    }
    context.ledger().release(new Owned.Domain(vm.machine().name()), context.undo());
    return null;
  }
}

package org.imageengine.engine.build;

import java.nio.file.Path;
import java.time.Duration;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.run.Owned;
import org.imageengine.engine.run.Phase;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.hypervisor.SerialLog;
import org.imageengine.provisioners.ProvisionException;
import org.imageengine.provisioners.windows.WindowsGeneralizer;
import org.imageengine.provisioners.windows.WindowsGuest;

/**
 * Lets Windows take the build's own user and its way in out of itself and turn itself off. From its
 * start on there is no way in any more: the guest says on its serial port how it went.
 */
final class ShutdownWindows implements Step<Void> {
  private static final int LAST_WORDS = 200;

  private final Guest guest;

  ShutdownWindows(Guest guest) {
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
    Duration limit = context.clock().within(context.config().duration(ConfigKey.TIMEOUTS_SHUTDOWN));
    BootedVm vm = guest.vm();
    try {
      new WindowsGeneralizer().finish((WindowsGuest) guest.communicator(), Login.BUILD_USER, limit);
      guest.communicator().close();
      vm.machine().awaitPowerOff(limit);
    } catch (HypervisorException | ProvisionException e) {
      throw new EngineException(
          ErrorKind.EXTERNAL,
          "ShutdownFailed",
          e.getMessage()
              + GuestTrouble.serialTail(context, vm)
              + GuestTrouble.screenshot(context, vm),
          "",
          e);
    }
    if (!saidThatItIsDone(vm.role().serialLog(context.run()))) {
      throw new EngineException(
          ErrorKind.EXTERNAL,
          "ShutdownFailed",
          "Windows turned itself off without saying that the build user and WinRM are out of it, so"
              + " they may still be in the image."
              + GuestTrouble.serialTail(context, vm),
          "A customizer may have turned the guest off, or scheduled it.");
    }
    context.ledger().release(new Owned.Domain(vm.machine().name()), context.undo());
    return null;
  }

  private static boolean saidThatItIsDone(Path serialLog) {
    return SerialLog.tail(serialLog, LAST_WORDS).stream()
        .anyMatch(line -> line.contains(WindowsGeneralizer.SERIAL_DONE));
  }
}

package org.imageengine.engine.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.hypervisor.SerialLog;

/** What can be seen from outside of a guest that does not do what it should. */
final class GuestTrouble {
  private static final int SERIAL_LINES = 20;
  private static final long FULL = 16L << 20;

  private GuestTrouble() {}

  /** The last lines of the serial console, each on a line of its own. */
  static String serialTail(BuildContext context, BootedVm vm) {
    List<String> tail = SerialLog.tail(vm.role().serialLog(context.run()), SERIAL_LINES);
    return tail.isEmpty()
        ? "\nThe serial console is empty."
        : "\nThe serial console ends with:\n  | " + String.join("\n  | ", tail);
  }

  /** Takes a picture of the screen, and says where it is. */
  static String screenshot(BuildContext context, BootedVm vm) {
    Path picture = context.run().screenshot();
    try {
      vm.machine().screenshot(picture);
      return "\nWhat the screen shows: " + picture;
    } catch (HypervisorException e) {
      return "\n(No screenshot: " + e.getMessage() + ")";
    }
  }

  /** Why a guest may have gone away in the middle of a step. */
  static String whyLost(BuildContext context, BootedVm vm) {
    StringBuilder why = new StringBuilder();
    try {
      if (!vm.machine().running()) {
        why.append("\nThe VM has stopped.");
      }
    } catch (HypervisorException e) {
      why.append("\n").append(e.getMessage());
    }
    try {
      if (Files.getFileStore(context.run().path()).getUsableSpace() < FULL) {
        why.append("\nThe disk of the state directory is full, so the VM's disk cannot grow.");
      }
    } catch (IOException e) {
      why.append("\n").append(e.getMessage());
    }
    return why.append(serialTail(context, vm)).toString();
  }
}

package org.imageengine.provisioners;

import java.time.Duration;

/** Waits until a Linux guest has finished its first boot. */
public final class LinuxReadiness {
  private static final int NO_CLOUD_INIT = 97;
  // The status is shown dot by dot while it waits; the last line is what matters.
  private static final String COMMAND =
      "command -v cloud-init >/dev/null || exit "
          + NO_CLOUD_INIT
          + "; cloud-init status --wait --long 2>&1 | tr -d '\\r' | grep -v '^\\.*$'; "
          + "cloud-init status >/dev/null 2>&1";

  private LinuxReadiness() {}

  /** Waits for cloud-init, where the guest has it; what it complains of is told, not thrown. */
  public static void await(Communicator guest, OutputSink output, Duration limit)
      throws ProvisionException, InterruptedException {
    int exit = guest.run(COMMAND, output, limit);
    if (exit != 0 && exit != NO_CLOUD_INIT) {
      output.line(
          OutputStreamKind.STDERR,
          "cloud-init reports a problem (exit code " + exit + "); the build goes on.");
    }
  }
}

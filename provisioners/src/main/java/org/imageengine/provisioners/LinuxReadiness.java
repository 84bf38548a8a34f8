package org.imageengine.provisioners;

import java.time.Duration;

/** Waits until a Linux guest has finished its first boot. */
public final class LinuxReadiness {
  private static final int NO_CLOUD_INIT = 97;
  // What it says is of interest only where something is wrong.
  private static final String COMMAND =
      "command -v cloud-init >/dev/null || exit "
          + NO_CLOUD_INIT
          + "; said=$(cloud-init status --wait --long 2>&1); code=$?; "
          + "[ $code -eq 0 ] || echo \"$said\" | tr -d '\\r' | grep -v '^\\.*$'; exit $code";

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

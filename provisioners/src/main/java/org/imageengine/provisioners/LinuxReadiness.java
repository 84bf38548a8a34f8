package org.imageengine.provisioners;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Waits until a Linux guest has finished its first boot. */
public enum LinuxReadiness {
  /**
   * Whatever cloud-init changes is changed. Its last stage may still be at work where it has
   * nothing to do, as it has in most images.
   */
  READY,
  /** cloud-init is over. */
  QUIET;

  private static final String SCRIPT = "await-cloud-init.sh";
  private static final int NO_CLOUD_INIT = 97;

  /** Waits for cloud-init, where the guest has it; what it complains of is told, not thrown. */
  public void await(Communicator guest, OutputSink output, Duration limit)
      throws ProvisionException, InterruptedException {
    String wanted = this == READY ? "ready" : "quiet";
    int exit = guest.run("set -- " + wanted + "\n" + script(), output, limit);
    if (exit != 0 && exit != NO_CLOUD_INIT) {
      output.line(
          OutputStreamKind.STDERR,
          "cloud-init reports a problem (exit code " + exit + "); the build goes on.");
    }
  }

  private static String script() {
    try (InputStream in = LinuxReadiness.class.getResourceAsStream(SCRIPT)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("a file of this program cannot be read: " + SCRIPT, e);
    }
  }
}

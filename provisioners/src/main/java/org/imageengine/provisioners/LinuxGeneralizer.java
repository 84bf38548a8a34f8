package org.imageengine.provisioners;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Generalizes a Linux guest. A script that a customizer has left at {@code
 * /tmp/DeprovisioningScript.sh} replaces the default, which is the reference's command where the
 * guest has the Azure agent and an equivalent where it has not. Then the build user, its key and
 * the pinned host key are taken out, whichever of them ran.
 */
public final class LinuxGeneralizer {
  private static final String SCRIPT = "generalize.sh";
  // Lie beside it, as it shows what it runs.
  private static final List<String> PARTS =
      List.of("deprovision-waagent.sh", "deprovision-cloud-init.sh");
  private static final String END_OF_PART = "image-engine-end-of-part";
  private static final int LINES_IN_MESSAGE = 10;

  /** Runs the scripts as root, in one process that outlives the build user. */
  public void generalize(LinuxGuest guest, BuildIdentity identity, OutputSink log, Duration limit)
      throws ProvisionException, InterruptedException {
    Deque<String> last = new ArrayDeque<>();
    String hostKeyBody = identity.hostPublicKey().split(" ")[1];
    int exit =
        guest.runScript(
            script(),
            "sudo -n sh \"$script\" "
                + RemoteProcess.quote(identity.userName())
                + " "
                + RemoteProcess.quote(hostKeyBody),
            (stream, line) -> {
              log.line(stream, line);
              last.addLast(line);
              if (last.size() > LINES_IN_MESSAGE) {
                last.removeFirst();
              }
            },
            limit);
    if (exit != 0) {
      throw new ProvisionException(
          ProvisionException.Code.GENERALIZE_FAILED,
          "Generalizing failed with exit code "
              + exit
              + ". Its last lines:\n  | "
              + String.join("\n  | ", last));
    }
  }

  /** All in one. */
  private static byte[] script() throws ProvisionException {
    try {
      StringBuilder all = new StringBuilder("here=$(mktemp -d) || exit 1\n");
      for (String part : PARTS) {
        all.append("cat >\"$here/").append(part).append("\" <<'" + END_OF_PART + "'\n");
        all.append(read(part)).append(END_OF_PART).append('\n');
      }
      return all.append(read(SCRIPT)).toString().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ProvisionException(
          ProvisionException.Code.INTERNAL,
          "A script of the engine cannot be read: " + e.getMessage(),
          e);
    }
  }

  private static String read(String name) throws IOException {
    try (InputStream in = LinuxGeneralizer.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

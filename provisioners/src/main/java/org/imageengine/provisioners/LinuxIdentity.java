package org.imageengine.provisioners;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Gives a Linux guest that was saved and started again its own clock, entropy, machine ID and keys.
 * The connection that it is done over stays; the next one needs the new keys.
 */
public final class LinuxIdentity {
  private static final int SEED_BYTES = 512;
  private static final int MACHINE_ID_BYTES = 16;
  private static final int LINES_IN_MESSAGE = 5;

  private LinuxIdentity() {}

  /**
   * Does it, as root.
   *
   * @param user the build user, whose key is changed
   */
  public static void give(
      LinuxGuest guest, String user, SshKeyPair userKey, SshKeyPair hostKey, Duration limit)
      throws ProvisionException, InterruptedException {
    List<String> said = Collections.synchronizedList(new ArrayList<>());
    String now = String.format(Locale.ROOT, "%.3f", System.currentTimeMillis() / 1000.0);
    String command = "sudo -n sh \"$script\" " + RemoteProcess.quote(user) + " " + now;
    check(
        guest.runScript(script(userKey, hostKey), command, (stream, line) -> said.add(line), limit),
        said);
  }

  private static void check(int exit, List<String> said) throws ProvisionException {
    if (exit != 0) {
      List<String> last = said.subList(Math.max(0, said.size() - LINES_IN_MESSAGE), said.size());
      throw new ProvisionException(
          ProvisionException.Code.GENERALIZE_FAILED,
          "The guest could not be given an identity of its own (exit code "
              + exit
              + "): "
              + String.join("; ", last));
    }
  }

  private static byte[] script(SshKeyPair userKey, SshKeyPair hostKey) throws ProvisionException {
    try (InputStream script = LinuxIdentity.class.getResourceAsStream("identify.sh")) {
      return text(
          variable("seed", random(SEED_BYTES))
              + variable("machine_id", random(MACHINE_ID_BYTES))
              + variable("user_key", userKey.publicKey())
              + variable("host_key", hostKey.privateKey().strip())
              + variable("host_key_pub", hostKey.publicKey())
              + new String(script.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ProvisionException(
          ProvisionException.Code.INTERNAL,
          "The script for the guest's identity cannot be read: " + e.getMessage(),
          e);
    }
  }

  private static String random(int count) {
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String variable(String name, String value) {
    return name + "=" + RemoteProcess.quote(value) + "\n";
  }

  private static byte[] text(String content) {
    return content.getBytes(StandardCharsets.UTF_8);
  }
}

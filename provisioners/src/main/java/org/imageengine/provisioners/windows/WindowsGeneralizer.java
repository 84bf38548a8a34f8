package org.imageengine.provisioners.windows;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.ProvisionException;

/**
 * Makes an image out of a customized Windows. {@code C:\DeprovisioningScript.ps1} replaces the
 * default, which is the reference's Sysprep command with an end to each of its waits. What the
 * engine brought is taken out afterwards, whichever of them ran, and the guest turns itself off.
 */
public final class WindowsGeneralizer {
  /** What the guest says on its first serial port when all went well. */
  public static final String SERIAL_DONE = "image-engine: generalized";

  private static final String OVERRIDE = "C:\\DeprovisioningScript.ps1";
  private static final int LINES_IN_MESSAGE = 40;
  private static final int SERVICE_SECONDS = 300;
  private static final int STATE_SECONDS = 60;

  private final int stateSeconds;

  public WindowsGeneralizer() {
    this(STATE_SECONDS);
  }

  WindowsGeneralizer(int stateSeconds) {
    this.stateSeconds = stateSeconds;
  }

  /** Runs the user's script, or Sysprep, as SYSTEM. */
  public void generalize(WindowsGuest guest, OutputSink log, Duration limit)
      throws ProvisionException, InterruptedException {
    Limit all = new Limit(limit);
    boolean isReplaced = guest.readText(OVERRIDE, 1, all.left()).isPresent();
    String script =
        GuestScript.shipped(guest, isReplaced ? "deprovision.ps1" : "generalize.ps1", all.left());
    // The script's own limit comes first: it tells more.
    long seconds = Math.max(1, all.left().toSeconds() - 10);
    String command =
        isReplaced
            ? CommandLines.powershell(script)
            : CommandLines.powershell(
                script,
                "-ServiceSeconds",
                Long.toString(Math.min(SERVICE_SECONDS, seconds)),
                "-SysprepSeconds",
                Long.toString(seconds),
                "-StateSeconds",
                Integer.toString(stateSeconds));
    Deque<String> last = new ArrayDeque<>();
    int exit =
        guest.run(
            command,
            RunAs.SYSTEM,
            (stream, line) -> {
              log.line(stream, line);
              last.addLast(line);
              if (last.size() > LINES_IN_MESSAGE) {
                last.removeFirst();
              }
            },
            all.left());
    if (exit != 0) {
      throw new ProvisionException(
          ProvisionException.Code.GENERALIZE_FAILED,
          "Generalizing failed with exit code "
              + exit
              + ". Its last lines:\n  | "
              + String.join("\n  | ", last));
    }
  }

  /**
   * Starts what takes out the build user, WinRM and the engine's files, and then turns the guest
   * off. It says {@link #SERIAL_DONE} on the first serial port, or there what it could not do; this
   * call does not wait for it, as its way into the guest is closed.
   */
  public void finish(WindowsGuest guest, String userName, Duration limit)
      throws ProvisionException, InterruptedException {
    Limit all = new Limit(limit);
    String script = GuestScript.shipped(guest, "finish.ps1", all.left());
    String starter = GuestScript.shipped(guest, "finish-start.ps1", all.left());
    String start = CommandLines.powershell(starter, "-Script", script, "-User", userName);
    int exit = guest.runBriefly(start, all.left());
    if (exit != 0) {
      throw new ProvisionException(
          ProvisionException.Code.GENERALIZE_FAILED,
          "The script finish-start.ps1 of the engine exited with code "
              + exit
              + ", so that the build user and WinRM are still in the guest.");
    }
  }
}

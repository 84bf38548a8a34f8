package org.imageengine.provisioners.windows;

import java.time.Duration;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.ProvisionException;

/** Runs a PowerShell script in a Windows guest. */
public final class PowerShellProvisioner {
  private static final Duration TIDY = Duration.ofSeconds(20);

  /**
   * Uploads the script, runs it, and removes it whatever happens.
   *
   * @throws ProvisionException COMMAND_FAILED with the exit code where that is not a valid one
   */
  public void run(
      WindowsGuest guest,
      PowerShellScript script,
      PowerShellOptions options,
      OutputSink output,
      Duration limit)
      throws ProvisionException, InterruptedException {
    Limit all = new Limit(limit);
    String wrapper = GuestScript.shipped(guest, "step.ps1", all.left());
    String remote = GuestScript.put(guest, script.content(), "script-", ".ps1", all.left());
    int exit;
    try {
      String command = CommandLines.powershell(wrapper, "-Script", remote);
      exit = guest.run(command, options.runAs(), output, all.left());
    } finally {
      tidy(guest, "del /f /q " + wrapper + " " + remote);
    }
    if (!options.validExitCodes().contains(exit)) {
      throw ProvisionException.exited("The script", exit);
    }
  }

  private static void tidy(WindowsGuest guest, String command) {
    boolean interrupted = Thread.interrupted();
    try {
      if (guest.alive()) {
        var unused = guest.runBriefly(command, TIDY);
      }
    } catch (ProvisionException e) {
      // The guest is gone or is about to be thrown away; generalizing removes such files too.
      return;
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

package org.imageengine.provisioners;

import java.time.Duration;

/** Runs a script in a guest, as the build user, with the interpreter that the script names. */
public final class ShellProvisioner {
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  /**
   * Runs the script, which leaves no file behind whatever happens.
   *
   * @throws ProvisionException COMMAND_FAILED with the exit code where that is not 0
   */
  public void run(LinuxGuest guest, ShellScript script, OutputSink output, Duration limit)
      throws ProvisionException, InterruptedException {
    if (script.converted()) {
      output.line(OutputStreamKind.STDERR, "(Windows line ends in the script were converted)");
    }
    // A shell starts a script that names no interpreter by itself.
    int exit = guest.runScript(script.content(), "sh -c $script", output, limit);
    if (exit == NOT_EXECUTABLE || exit == NOT_FOUND) {
      throw new ProvisionException(
          ProvisionException.Code.COMMAND_FAILED,
          "The script exited with code "
              + exit
              + ": the interpreter in its first line, or a command it runs, is not there or may not"
              + " be executed (is /tmp mounted noexec?).");
    }
    if (exit != 0) {
      throw ProvisionException.exited("The script", exit);
    }
  }
}

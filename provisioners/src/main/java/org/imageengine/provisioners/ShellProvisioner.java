package org.imageengine.provisioners;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** Runs a script in a guest, as the build user, with the interpreter that the script names. */
public final class ShellProvisioner {
  private static final Duration TIDY = Duration.ofSeconds(20);
  private static final int EXECUTABLE = 0700;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  /**
   * Uploads the script, runs it, and removes it whatever happens.
   *
   * @throws ProvisionException COMMAND_FAILED with the exit code where that is not 0
   */
  public void run(Communicator guest, ShellScript script, OutputSink output, Duration limit)
      throws ProvisionException, InterruptedException {
    if (script.converted()) {
      output.line(OutputStreamKind.STDERR, "(Windows line ends in the script were converted)");
    }
    long end = System.nanoTime() + limit.toNanos();
    String remote = "/tmp/script_" + UUID.randomUUID() + ".sh";
    upload(guest, script, remote, limit);
    int exit;
    boolean isRemoved = false;
    try {
      // A shell starts a script that names no interpreter by itself.
      String command = "sh -c " + remote + "; code=$?; rm -f " + remote + "; exit $code";
      exit = guest.run(command, output, Duration.ofNanos(end - System.nanoTime()));
      isRemoved = true;
    } finally {
      if (!isRemoved) {
        tidy(guest, remote);
      }
    }
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

  private static void upload(Communicator guest, ShellScript script, String remote, Duration limit)
      throws ProvisionException, InterruptedException {
    try {
      Path local = Files.createTempFile("engine-script-", ".sh");
      try {
        Files.write(local, script.content());
        guest.upload(local, remote, EXECUTABLE, limit);
      } finally {
        Files.deleteIfExists(local);
      }
    } catch (IOException e) {
      throw new ProvisionException(
          ProvisionException.Code.INTERNAL,
          "The script cannot be written to a temporary file: " + e.getMessage(),
          e);
    }
  }

  private static void tidy(Communicator guest, String remote) {
    boolean interrupted = Thread.interrupted();
    try {
      if (guest.alive()) {
        var unused = guest.run("rm -f " + remote, OutputSink.ignore(), TIDY);
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

package org.imageengine.engine.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.run.RunDirectory;
import org.imageengine.engine.run.RunRecord;

/**
 * A shell in the guest of a run: by the host's ssh program, in the terminal of this process, or
 * command lines by WinRM.
 */
final class GuestShell {
  private GuestShell() {}

  /**
   * Opens it and waits for its end.
   *
   * @param command what to run instead of a shell; may be empty
   * @return the exit code of ssh, which is the command's where that was run
   */
  static int open(RunDirectory run, RunRecord.KeptVm vm, List<String> command)
      throws EngineException, InterruptedException {
    if (vm.protocol().equals(RunRecord.KeptVm.WINRM)) {
      return WinRmShell.open(run, vm, command);
    }
    List<String> ssh = arguments(run, vm);
    ssh.addAll(command);
    try {
      return new ProcessBuilder(ssh).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new EngineException(
          ErrorKind.RESOURCE,
          "SshMissing",
          "The ssh program cannot be started: " + e.getMessage(),
          "Install the package openssh-client.",
          e);
    }
  }

  private static List<String> arguments(RunDirectory run, RunRecord.KeptVm vm) {
    return new ArrayList<>(
        List.of(
            "ssh",
            "-i",
            run.privateKey().toString(),
            "-p",
            String.valueOf(vm.sshPort()),
            // Nothing of the user's own configuration: this key, this host, or nothing.
            "-F",
            "none",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            "UserKnownHostsFile=\"" + run.knownHosts() + "\"",
            "-o",
            "ConnectTimeout=15",
            "-o",
            "LogLevel=ERROR",
            vm.user() + "@127.0.0.1"));
  }
}

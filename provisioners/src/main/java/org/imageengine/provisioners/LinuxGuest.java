package org.imageengine.provisioners;

import java.time.Duration;

/** A way into a Linux guest. Its commands are for a POSIX shell. */
public interface LinuxGuest extends Communicator {

  /**
   * Runs a command that needs a script, which is in a file of its own while the command runs: only
   * the user can read and execute it, and {@code $script} holds its path. The script comes over
   * with the command: to put it there before would take several trips, each of which costs a slow
   * guest its time.
   *
   * @return the exit code of the command, as of {@link #run}
   * @throws ProvisionException UPLOAD_FAILED if the script does not fit into the guest
   */
  int runScript(byte[] script, String command, OutputSink output, Duration limit)
      throws ProvisionException, InterruptedException;
}

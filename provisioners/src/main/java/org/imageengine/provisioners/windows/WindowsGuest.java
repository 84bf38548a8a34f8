package org.imageengine.provisioners.windows;

import java.time.Duration;
import java.util.Optional;
import org.imageengine.provisioners.Communicator;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.ProvisionException;

/** A way into a Windows guest. Its commands are command lines of cmd.exe. */
public interface WindowsGuest extends Communicator {

  /** Runs a command line with somebody's rights; else as {@link Communicator#run}. */
  int run(String command, RunAs as, OutputSink output, Duration limit)
      throws ProvisionException, InterruptedException;

  /**
   * Runs a command line that ends in a moment and may be run again, and tells its exit code only.
   */
  int runBriefly(String command, Duration limit) throws ProvisionException, InterruptedException;

  /** Where this Windows stands. */
  GuestState state(Duration limit) throws ProvisionException, InterruptedException;

  /**
   * Writes a small file into the engine's own folder in the guest; quicker than an upload, which
   * makes sure of the destination.
   *
   * @param path as {@link #newFile} gave it
   */
  void write(byte[] content, String path, Duration limit)
      throws ProvisionException, InterruptedException;

  /** The path of a new file in the engine's own folder in the guest. */
  String newFile(String prefix, String suffix);

  /** Why there is nothing to be had from the guest any more, if so. */
  Optional<String> gone();
}

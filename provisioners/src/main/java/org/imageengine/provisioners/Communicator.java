package org.imageengine.provisioners;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A way into a guest. Every call ends within its limit, and an interrupt of the calling thread ends
 * it at once; what it had started in the guest is ended too.
 */
public interface Communicator extends AutoCloseable {

  /**
   * Runs a command with the guest's shell, its standard input empty.
   *
   * @return its exit code; 128 and the number of the signal where one has killed it
   */
  int run(String command, OutputSink output, Duration limit)
      throws ProvisionException, InterruptedException;

  /**
   * Puts a file into the guest; it appears whole or not at all.
   *
   * @param remotePath the full path with the file's name; its directory must be there
   * @param mode permissions, such as 0644
   */
  void upload(Path local, String remotePath, int mode, Duration limit)
      throws ProvisionException, InterruptedException;

  /** The text of a file in the guest, or nothing if it is not there; at most {@code maxBytes}. */
  Optional<String> readText(String remotePath, int maxBytes, Duration limit)
      throws ProvisionException, InterruptedException;

  /** False once the connection is known to be lost. */
  boolean alive();

  @Override
  void close();
}

package org.imageengine.provisioners;

import java.nio.file.Path;
import java.time.Duration;

/** Puts one file into a guest, as the build user. */
public final class FileProvisioner {
  private static final int READABLE = 0644;

  /**
   * Puts {@code local} at {@code destination}.
   *
   * @param destination full path with the file's name; its directory must exist
   */
  public void put(Communicator guest, Path local, String destination, Duration limit)
      throws ProvisionException, InterruptedException {
    guest.upload(local, destination, READABLE, limit);
  }
}

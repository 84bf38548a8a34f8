package org.imageengine.provisioners.windows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.imageengine.provisioners.ProvisionException;

/** Scripts and other small files that are put into the engine's folder in a guest. */
final class GuestScript {
  private static final int SMALL = 64 << 10;
  private static final int MODE = 0600;

  private GuestScript() {}

  /**
   * Puts a script of the engine into the guest, beside those that it may call.
   *
   * @return its path there
   */
  static String shipped(WindowsGuest guest, String name, Duration limit)
      throws ProvisionException, InterruptedException {
    int dot = name.lastIndexOf('.');
    return put(guest, GuestFolder.resource(name), name.substring(0, dot) + "-", ".ps1", limit);
  }

  /** Puts some bytes into a new file in the guest, and tells its path there. */
  static String put(
      WindowsGuest guest, byte[] content, String prefix, String suffix, Duration limit)
      throws ProvisionException, InterruptedException {
    String remote = guest.newFile(prefix, suffix);
    if (content.length <= SMALL) {
      guest.write(content, remote, limit);
      return remote;
    }
    try {
      Path local = Files.createTempFile("engine-", suffix);
      try {
        Files.write(local, content);
        guest.upload(local, remote, MODE, limit);
      } finally {
        Files.deleteIfExists(local);
      }
    } catch (IOException e) {
      throw new ProvisionException(
          ProvisionException.Code.INTERNAL,
          "A script cannot be written to a temporary file: " + e.getMessage(),
          e);
    }
    return remote;
  }
}

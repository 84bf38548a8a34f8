package org.imageengine.hypervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The numbers of a user and its group. */
record UnixIds(int uid, int gid) {

  /** Those of this process. */
  static UnixIds ofThisProcess() {
    Path self = Path.of("/proc/self");
    try {
      return new UnixIds(
          (Integer) Files.getAttribute(self, "unix:uid"),
          (Integer) Files.getAttribute(self, "unix:gid"));
    } catch (IOException e) {
      throw new UncheckedIOException("/proc is not mounted", e);
    }
  }
}

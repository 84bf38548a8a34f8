package org.imageengine.distributors.source;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Downloads a disk from a process of its own, and prints how far it is: URL, directory. */
final class DownloadingProcess {
  private DownloadingProcess() {}

  public static void main(String[] arguments) throws Exception {
    new DiskDownload()
        .fetch(
            URI.create(arguments[0]),
            Map.of(),
            Path.of(arguments[1]),
            Duration.ofMinutes(1),
            (done, total) -> System.out.println(done));
  }
}

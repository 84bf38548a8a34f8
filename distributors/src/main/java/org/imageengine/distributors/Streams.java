package org.imageengine.distributors;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies files into streams. */
final class Streams {
  private static final int BUFFER = 1 << 20;

  private Streams() {}

  /** Writes all of {@code file}; an interrupt ends it. */
  static void copy(Path file, OutputStream out, String what, ProgressListener progress)
      throws IOException, InterruptedException {
    long size = Files.size(file);
    byte[] buffer = new byte[BUFFER];
    long done = 0;
    try (InputStream in = Files.newInputStream(file)) {
      int read;
      while ((read = in.read(buffer)) >= 0) {
        out.write(buffer, 0, read);
        done += read;
        progress.at(what, done, size);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
  }
}

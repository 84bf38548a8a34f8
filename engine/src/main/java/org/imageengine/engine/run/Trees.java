package org.imageengine.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.apache.commons.io.file.PathUtils;

/** Removes files and directories. */
final class Trees {
  private Trees() {}

  /** Removes a file, or a directory with all that is in it; does nothing if it is not there. */
  static void delete(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      PathUtils.delete(path);
    }
  }
}

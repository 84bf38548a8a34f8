package org.imageengine.provisioners;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The content of a script.
 *
 * @param converted its line ends were those of Windows, and are not any more
 */
public record ShellScript(byte[] content, boolean converted) {
  private static final String INLINE_INTERPRETER = "#!/bin/sh -e\n";

  /** Lines of a template: together one script, which ends at the first command that fails. */
  public static ShellScript inline(List<String> lines) {
    String text = INLINE_INTERPRETER + String.join("\n", lines) + "\n";
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A script that was fetched; it names its own interpreter in its first line. */
  public static ShellScript file(Path file) throws ProvisionException {
    try {
      return of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ProvisionException(
          ProvisionException.Code.INTERNAL, "The script cannot be read: " + e.getMessage(), e);
    }
  }

  private static ShellScript of(byte[] bytes) {
    ByteArrayOutputStream unix = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        // A program, not a text.
        return new ShellScript(bytes, false);
      }
      if (bytes[i] != '\r' || i + 1 == bytes.length || bytes[i + 1] != '\n') {
        unix.write(bytes[i]);
      }
    }
    return new ShellScript(unix.toByteArray(), unix.size() != bytes.length);
  }
}

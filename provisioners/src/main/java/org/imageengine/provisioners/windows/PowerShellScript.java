package org.imageengine.provisioners.windows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.imageengine.provisioners.ProvisionException;

/** The content of a script for PowerShell. */
public record PowerShellScript(byte[] content) {
  // Without it, Windows PowerShell takes a file to be in the code page of the system.
  private static final String UTF8_MARK = "\uFEFF";

  /** Lines of a template: together one script. */
  public static PowerShellScript inline(List<String> lines) {
    String text = UTF8_MARK + String.join("\r\n", lines) + "\r\n";
    return new PowerShellScript(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A script that was fetched; it runs as it is. */
  public static PowerShellScript file(Path file) throws ProvisionException {
    try {
      return new PowerShellScript(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ProvisionException(
          ProvisionException.Code.INTERNAL, "The script cannot be read: " + e.getMessage(), e);
    }
  }
}

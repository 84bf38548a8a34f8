package org.imageengine.provisioners.windows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Command lines of cmd.exe: how they carry bytes, and how long they may be. */
final class CommandLines {
  /** The limit is 8191, of which cmd.exe itself and the quotes around it take a few. */
  static final int LONGEST = 8000;

  // Whole groups of four, so that each line could be decoded by itself.
  private static final int CHUNK = 1920;

  private CommandLines() {}

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  /**
   * Commands that write bytes into a file in base64. The redirection comes first: behind a digit it
   * would mean something else.
   *
   * @param path without spaces
   */
  static List<String> write(byte[] bytes, String path) {
    String encoded = Base64.getEncoder().encodeToString(bytes);
    if (encoded.isEmpty()) {
      return List.of("type nul>" + path);
    }
    List<String> commands = new ArrayList<>();
    for (int i = 0; i < encoded.length(); i += CHUNK) {
      String chunk = encoded.substring(i, Math.min(encoded.length(), i + CHUNK));
      commands.add((i == 0 ? ">" : ">>") + path + " echo " + chunk);
    }
    return commands;
  }

  /** A command that makes a file of what {@link #write} has written, with a program of Windows. */
  static String decode(String encoded, String path) {
    return "certutil -f -decode " + encoded + " " + path + " >nul";
  }

  /** Puts as many commands into one line as it takes. */
  static List<String> pack(List<String> commands) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String command : commands) {
      if (line.length() > 0 && line.length() + 1 + command.length() > LONGEST) {
        lines.add(line.toString());
        line.setLength(0);
      }
      if (line.length() > 0) {
        line.append('&');
      }
      line.append(command);
    }
    if (line.length() > 0) {
      lines.add(line.toString());
    }
    return lines;
  }

  /**
   * A command that runs a script.
   *
   * @param arguments without spaces, quotes and the like: what may have them comes in base64
   */
  static String powershell(String script, String... arguments) {
    return "powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "
        + script
        + (arguments.length == 0 ? "" : " " + String.join(" ", arguments));
  }
}

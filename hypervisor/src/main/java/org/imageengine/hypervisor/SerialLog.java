package org.imageengine.hypervisor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what a guest has written to its serial port. */
public final class SerialLog {
  private static final int READ_BYTES = 256 * 1024;

  /** Control sequences (colors, cursor moves), operating system commands, two-character ones. */
  private static final Pattern ESCAPES =
      Pattern.compile(
          "\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[ -/]*[0-~])");

  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");

  private SerialLog() {}

  /**
   * The last lines that are not blank, without terminal escapes and control characters. Looks at no
   * more than the last 256 KiB.
   *
   * @return empty if nothing was written, or the file is not there or cannot be read
   */
  public static List<String> tail(Path log, int lines) {
    String text;
    try {
      text = readEnd(log);
    } catch (IOException e) {
      // The log is only ever shown beside an error that matters more.
      return List.of();
    }
    List<String> all =
        CONTROLS
            .matcher(ESCAPES.matcher(text).replaceAll("").replace("\r\n", "\n").replace('\r', '\n'))
            .replaceAll("")
            .lines()
            .map(String::stripTrailing)
            .filter(line -> !line.isEmpty())
            .toList();
    return List.copyOf(all.subList(Math.max(0, all.size() - lines), all.size()));
  }

  private static String readEnd(Path log) throws IOException {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      long start = Math.max(0, channel.size() - READ_BYTES);
      ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, start + buffer.position()) < 0) {
          break;
        }
      }
      return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }
  }
}

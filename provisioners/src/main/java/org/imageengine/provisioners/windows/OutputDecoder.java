package org.imageengine.provisioners.windows;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.imageengine.provisioners.LineSplitter;

/**
 * Makes lines of what a program of Windows has written. UTF-16 shows itself by its first bytes.
 * Anything else is UTF-8 where a line can be read as such, and else in the code page of consoles.
 */
final class OutputDecoder implements AutoCloseable {
  private static final Charset CONSOLE =
      Charset.isSupported("IBM437") ? Charset.forName("IBM437") : StandardCharsets.ISO_8859_1;

  private final CliXml cliXml;
  private final LineSplitter lines;
  private final byte[] half = new byte[2];
  private int halves;
  private boolean isBegun;
  private boolean isWide;

  OutputDecoder(Consumer<String> output) {
    this.cliXml = new CliXml(output);
    this.lines = new LineSplitter(cliXml::line, OutputDecoder::decode);
  }

  void write(byte[] bytes) {
    for (byte b : bytes) {
      if (!isBegun || isWide) {
        half[halves++] = b;
        if (halves == 2) {
          halves = 0;
          pair();
        }
      } else {
        lines.write(b);
      }
    }
  }

  private void pair() {
    if (!isBegun) {
      isBegun = true;
      if (half[0] == (byte) 0xFF && half[1] == (byte) 0xFE) {
        isWide = true;
      } else {
        lines.write(half, 0, 2);
      }
      return;
    }
    char unit = (char) ((half[1] & 0xFF) << 8 | (half[0] & 0xFF));
    if (Character.isSurrogate(unit)) {
      // One of two; not worth its pair in a log.
      unit = '\uFFFD';
    }
    byte[] narrow = String.valueOf(unit).getBytes(StandardCharsets.UTF_8);
    lines.write(narrow, 0, narrow.length);
  }

  private static String decode(byte[] line) {
    int from =
        line.length >= 3
                && line[0] == (byte) 0xEF
                && line[1] == (byte) 0xBB
                && line[2] == (byte) 0xBF
            ? 3
            : 0;
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(line, from, line.length - from))
          .toString();
    } catch (CharacterCodingException e) {
      return new String(line, CONSOLE);
    }
  }

  /** Hands over what came after the last line end. */
  @Override
  public void close() {
    if (halves > 0 && !isWide) {
      lines.write(half, 0, halves);
    }
    lines.close();
    cliXml.close();
  }
}

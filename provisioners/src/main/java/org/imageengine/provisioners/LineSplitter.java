package org.imageengine.provisioners;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines. A carriage return ends a line too, so that progress bars are
 * seen as they move; a line without an end is cut at 16 KiB. What is not UTF-8 is replaced.
 */
final class LineSplitter extends OutputStream {
  private static final int LONGEST = 16 << 10;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean afterReturn;

  LineSplitter(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void write(int value) {
    byte b = (byte) value;
    if (b == '\n' && afterReturn) {
      afterReturn = false;
      return;
    }
    afterReturn = b == '\r';
    if (b == '\n' || b == '\r') {
      emit();
      return;
    }
    line.write(b);
    if (line.size() >= LONGEST) {
      emit();
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  private void emit() {
    lines.accept(line.toString(StandardCharsets.UTF_8));
    line.reset();
  }

  /** Hands over what came after the last line end. */
  @Override
  public void close() {
    if (line.size() > 0) {
      emit();
    }
  }
}

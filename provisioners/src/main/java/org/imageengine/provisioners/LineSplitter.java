package org.imageengine.provisioners;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Cuts a stream of bytes into lines. A carriage return ends a line too, so that progress bars are
 * seen as they move; a line without an end is cut at 16 KiB.
 */
public final class LineSplitter extends OutputStream {
  private static final int LONGEST = 16 << 10;

  private final Consumer<String> lines;
  private final Function<byte[], String> decoder;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean afterReturn;

  /** Lines in UTF-8; what is not is replaced. */
  public LineSplitter(Consumer<String> lines) {
    this(lines, bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** Lines whose bytes {@code decoder} makes a text of. */
  public LineSplitter(Consumer<String> lines, Function<byte[], String> decoder) {
    this.lines = lines;
    this.decoder = decoder;
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
    lines.accept(decoder.apply(line.toByteArray()));
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

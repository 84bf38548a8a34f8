package org.imageengine.provisioners;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
  private final List<String> lines = new ArrayList<>();

  private void write(byte[]... parts) {
    try (LineSplitter splitter = new LineSplitter(lines::add)) {
      for (byte[] part : parts) {
        splitter.write(part, 0, part.length);
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void linesEndInAnyWay() {
    write(bytes("unix\nwindows\r\nbar 1\rbar 2\r\n\nlast"));
    assertThat(lines).containsExactly("unix", "windows", "bar 1", "bar 2", "", "last");
  }

  @Test
  void aCharacterMayComeInParts() {
    byte[] umlaut = bytes("ü\n");
    write(new byte[] {umlaut[0]}, new byte[] {umlaut[1], umlaut[2]});
    assertThat(lines).containsExactly("ü");
  }

  @Test
  void whatIsNotUtf8IsReplaced() {
    write(new byte[] {'a', (byte) 0xff, '\n'});
    assertThat(lines).containsExactly("a\uFFFD");
  }

  @Test
  void aLineWithoutAnEndIsCut() {
    write(new byte[40_000]);
    assertThat(lines).hasSize(3).first().asString().hasSize(16 << 10);
  }
}

package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialLogTest {
  @TempDir Path directory;

  @Test
  void givesTheLastLines() throws Exception {
    assertThat(SerialLog.tail(log("one\r\ntwo\r\n\r\nthree\r\n"), 2))
        .containsExactly("two", "three");
    assertThat(SerialLog.tail(log("one\ntwo"), 9)).containsExactly("one", "two");
  }

  @Test
  void removesWhatIsMeantForATerminal() throws Exception {
    assertThat(
            SerialLog.tail(
                log(
                    "\u001b[2J\u001b[01;01H\u001b[=3h[\u001b[0;32m  OK  \u001b[0m] Started\u0007\n"
                        + "\u001b]0;title\u0007login:\u001b(B\u001b7 \t.\n"
                        + "10%\r20%\n"),
                9))
        .containsExactly("[  OK  ] Started", "login: \t.", "10%", "20%");
  }

  @Test
  void looksOnlyAtTheEndOfALongLog() throws Exception {
    String text = "x".repeat(99) + "\n";
    Path log = log("first\n" + text.repeat(10_000) + "last\n");

    assertThat(SerialLog.tail(log, Integer.MAX_VALUE))
        .hasSizeBetween(2600, 2700)
        .doesNotContain("first")
        .endsWith("last");
  }

  @Test
  void isEmptyWithoutALog() {
    assertThat(SerialLog.tail(directory.resolve("none"), 5)).isEmpty();
    assertThat(SerialLog.tail(directory, 5)).isEmpty();
  }

  private Path log(String text) throws Exception {
    return Files.writeString(directory.resolve("serial.log"), text);
  }
}

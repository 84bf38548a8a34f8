package org.imageengine.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.imageengine.engine.build.BuildListener;
import org.imageengine.engine.run.Phase;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private static void build(BuildListener listener) {
    listener.phaseStarted(Phase.CUSTOMIZING);
    listener.stepStarted(Phase.CUSTOMIZING, 1, 2, "install");
    listener.output(Phase.CUSTOMIZING, "install", "\u001b[2Jhello\u0007");
    listener.warning(Phase.CUSTOMIZING, "careful");
    listener.stepEnded(Phase.CUSTOMIZING, 1, 2, "install", Duration.ofMillis(1500));
    listener.phaseEnded(Phase.CUSTOMIZING, Duration.ofSeconds(2));
  }

  @Test
  void aPipeGetsPlainLinesWithTheTime() {
    build(new PlainProgress(out));
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text.lines()).hasSize(6).allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d .*"));
    assertThat(text)
        .contains(" ==> Customizing\n", " --> 1/2 install\n", "install: ", " warning: careful\n")
        .contains(" <-- 1/2 install: 1.5 s\n", " <== Customizing: 2.0 s\n");
  }

  @Test
  void aTerminalGetsALineThatFitsAndThatTheGuestCannotControl() {
    Screen screen = new Screen(out, out, true, false, 40);
    try (LiveProgress progress = new LiveProgress(screen)) {
      progress.phaseStarted(Phase.CUSTOMIZING);
      progress.stepStarted(Phase.CUSTOMIZING, 1, 2, "a name that is much longer than the line");
      progress.output(Phase.CUSTOMIZING, "install", "\u001b[2Jhello\u0007");
      progress.stepStarted(Phase.CUSTOMIZING, 2, 2, "b");
      progress.stepEnded(Phase.CUSTOMIZING, 2, 2, "b", Duration.ofMillis(1500));
      progress.phaseEnded(Phase.CUSTOMIZING, Duration.ofSeconds(2));
    }
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text).doesNotContain("\u001b[2J").contains("    2/2 b 1.5 s\n");
    assertThat(text).contains("* Customizing      2.0 s\n");
    for (String shown : text.split("\r\u001b\\[K")) {
      String line = shown.lines().findFirst().orElse("");
      assertThat(line.length()).as(line).isLessThan(40);
    }
  }
}

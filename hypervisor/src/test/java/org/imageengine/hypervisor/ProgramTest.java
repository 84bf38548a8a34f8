package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ProgramTest {
  @TempDir Path directory;

  @Test
  void tellsExitCodeAndBothStreams() throws Exception {
    Program.Result result =
        Program.run(shell("echo out; echo one >&2; echo two >&2; exit 3"), Optional.empty())
            .orElseThrow();

    assertThat(result).isEqualTo(new Program.Result(3, "out\n", "one\ntwo\n"));
  }

  @Test
  void speaksTheLanguageThatMessagesAreMatchedIn() throws Exception {
    assertThat(Program.run(shell("echo $LC_ALL"), Optional.empty()).orElseThrow().out())
        .isEqualTo("C\n");
  }

  @Test
  void keepsTheBeginningOfOutputAndTheEndOfErrors() throws Exception {
    String twoMegabytes = "{ echo first; head -c 2000000 /dev/zero; echo last; }";

    Program.Result result =
        Program.run(shell(twoMegabytes + "; " + twoMegabytes + " >&2"), Optional.empty())
            .orElseThrow();

    assertThat(result.out()).startsWith("first").hasSize(1 << 20).doesNotContain("last");
    assertThat(result.err()).endsWith("last\n").hasSize(1 << 20).doesNotContain("first");
  }

  @Test
  void killsWhatTakesTooLong() throws Exception {
    Path pid = directory.resolve("pid");

    assertThat(Program.run(hanging(pid), Optional.of(Duration.ofMillis(500)))).isEmpty();

    assertThat(ProcessHandle.of(pid(pid))).isEmpty();
  }

  @Test
  void killsOnInterruption() throws Exception {
    Path pid = directory.resolve("pid");
    Thread caller = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              Await.until(() -> pid(pid) > 0);
              caller.interrupt();
            });
    interrupter.start();

    assertThatThrownBy(() -> Program.run(hanging(pid), Optional.empty()))
        .isInstanceOf(InterruptedException.class);

    interrupter.join();
    assertThat(ProcessHandle.of(pid(pid))).isEmpty();
  }

  @Test
  void failsIfThereIsNoSuchProgram() {
    assertThatThrownBy(() -> Program.run(List.of("/nonexistent/program"), Optional.empty()))
        .isInstanceOf(IOException.class);
  }

  private static List<String> shell(String script) {
    return List.of("sh", "-c", script);
  }

  private static List<String> hanging(Path pid) {
    return shell("echo $$ > " + pid + "; exec sleep 60");
  }

  private static long pid(Path file) {
    try {
      String text = Files.exists(file) ? Files.readString(file).strip() : "";
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (IOException e) {
      return 0;
    }
  }
}

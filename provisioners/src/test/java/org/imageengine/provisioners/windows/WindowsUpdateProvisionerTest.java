package org.imageengine.provisioners.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.imageengine.provisioners.OutputStreamKind;
import org.imageengine.provisioners.ProvisionException;
import org.junit.jupiter.api.Test;

/** The rounds; what a round does is in the script, which the stand-in runs. */
class WindowsUpdateProvisionerTest {
  private final FakeGuest guest = new FakeGuest();
  private final List<String> lines = new ArrayList<>();
  private final Deque<Integer> exits = new ArrayDeque<>();
  private final AtomicInteger restarts = new AtomicInteger();

  private void update(Duration limit) throws Exception {
    guest.program =
        (command, output) -> {
          if (command.startsWith("shutdown /r /f /t 0")) {
            restarts.incrementAndGet();
          }
          if (!command.contains("windows-update")) {
            return 0;
          }
          output.line(OutputStreamKind.STDOUT, "Failed: Bad");
          output.line(OutputStreamKind.STDOUT, "@@failed 1-2 Bad");
          return exits.size() > 1 ? exits.removeFirst() : exits.getFirst();
        };
    AtomicInteger boot = new AtomicInteger();
    guest.machine = boot::incrementAndGet;
    new WindowsUpdateProvisioner(new WindowsRestartProvisioner(10), 0, 300)
        .update(
            guest,
            "",
            List.of("exclude:$_.Title -like '*\"Pre\"*'", "include:$true"),
            0,
            (stream, line) -> lines.add(line),
            limit,
            Optional::empty);
  }

  private ProvisionException failure(Duration limit) {
    return catchThrowableOfType(ProvisionException.class, () -> update(limit));
  }

  private List<String> options() {
    return guest.files.entrySet().stream()
        .filter(file -> file.getKey().endsWith(".json"))
        .map(java.util.Map.Entry::getValue)
        .toList();
  }

  @Test
  void roundsGoOnUntilNothingIsLeftAndRestartInBetween() throws Exception {
    exits.addAll(List.of(10, 11, 0));
    update(Duration.ofSeconds(60));
    assertThat(restarts.get()).isEqualTo(2);
    assertThat(guest.asked.stream().filter(line -> line.contains("windows-update")))
        .hasSize(3)
        .allMatch(line -> line.startsWith("SYSTEM powershell.exe "));
    assertThat(options().get(0))
        .isEqualTo(
            "{\"criteria\": \"BrowseOnly=0 and IsInstalled=0\", \"filters\": [\"exclude:$_.Title"
                + " -like '*\\\"Pre\\\"*'\", \"include:$true\"], \"limit\": 1000, \"skip\": [],"
                + " \"quietSeconds\": 0, \"quietLimitSeconds\": 3600}");
  }

  @Test
  void whatFailsTwiceIsSkippedWithAWarning() throws Exception {
    exits.addAll(List.of(11, 11, 0));
    update(Duration.ofSeconds(60));
    assertThat(lines)
        .containsOnlyOnce(
            "Warning: this update was tried twice in vain and is skipped from now on: Bad")
        .noneMatch(line -> line.startsWith("@@"));
    assertThat(options().get(1)).contains("\"skip\": []");
    assertThat(options().get(2)).contains("\"skip\": [\"1-2\"]");
  }

  @Test
  void tenRoundsAreTheEnd() {
    exits.add(11);
    assertThat(failure(Duration.ofSeconds(120)))
        .hasMessageStartingWith("Windows Update still found updates after 10 rounds");
    assertThat(restarts.get()).isEqualTo(10);
  }

  @Test
  void aRestartThatIsPendingForEverIsAFailure() {
    exits.add(10);
    assertThat(failure(Duration.ofSeconds(60)))
        .hasMessageContaining("still has a restart pending after 3 restarts");
  }

  @Test
  void anotherInstallationIsWaitedForWithinTheLimit() throws Exception {
    exits.addAll(List.of(12, 12, 0));
    update(Duration.ofSeconds(60));
    assertThat(restarts.get()).isZero();
    exits.clear();
    exits.add(12);
    assertThat(failure(Duration.ofSeconds(1)))
        .hasMessageContaining("0x80240016")
        .hasMessageContaining("Put a WindowsRestart step before this one");
  }

  @Test
  void anotherExitCodeIsAFailure() {
    exits.add(1);
    assertThat(failure(Duration.ofSeconds(10)))
        .hasMessage("Windows Update failed with exit code 1.");
  }
}

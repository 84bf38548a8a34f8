package org.imageengine.provisioners.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.ProvisionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts, updates and Sysprep in a stand-in for Windows, each in one of its own. */
class WindowsLifeIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir Path folder;
  private StandIn standIn;
  private WinRmCommunicator guest;

  private final List<String> lines = new ArrayList<>();
  private final OutputSink output = (stream, line) -> lines.add(line);
  private final WindowsRestartProvisioner restarts = new WindowsRestartProvisioner(500);
  private final WindowsUpdateProvisioner updates = new WindowsUpdateProvisioner(restarts, 0, 1000);

  @BeforeEach
  void start() throws Exception {
    standIn = StandIn.start(folder);
    guest = standIn.connect();
  }

  @AfterEach
  void stop() {
    if (standIn != null) {
      standIn.close();
    }
  }

  @Test
  void aRestartIsOverWhenTheGuestHasRestarted() throws Exception {
    standIn.misbehave("{\"answerBeforeRestart\": 3, \"http500\": 2}");
    GuestState before = guest.state(LIMIT);
    restarts.restart(guest, "", "echo back again", LIMIT, output, LIMIT, standIn::gone);
    assertThat(guest.state(LIMIT).boot()).isNotEqualTo(before.boot());
    assertThat(lines).containsExactly("Windows has restarted.", "back again");
    assertThat(standIn.state("reboot.json")).isEmpty();
  }

  @Test
  void aRestartThatDoesNotHappenEndsAtItsTimeout() {
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () ->
                restarts.restart(
                    guest, "echo no", "", Duration.ofSeconds(4), output, LIMIT, standIn::gone));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.COMMAND_TIMEOUT);
    assertThat(failure)
        .hasMessageContaining("within 4 s. The last thing seen: Windows answers, but")
        .hasMessageContaining("Windows Server 2016 often needs half an hour");
  }

  @Test
  void aScriptThatRestartsTheGuestIsTold() {
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () -> guest.run("shutdown /r /t 0 & ping -n 60 127.0.0.1 >nul", output, LIMIT));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.CONNECTION_LOST);
    assertThat(failure).hasMessageContaining("use a WindowsRestart step instead");
  }

  @Test
  void updatesAreInstalledInRoundsUntilNoneIsLeft() throws Exception {
    standIn.misbehave("{\"updateNeverInstalls\": [\"KB1\"], \"updateBusy\": 1}");
    String updatesJson =
        """
        {"updates": [
          {"id": "id-1", "kb": "1", "title": "Never (KB1)", "size": 1048576},
          {"id": "id-2", "kb": "2", "title": "First (KB2)", "size": 2097152, "restart": true,
            "eula": true},
          {"id": "id-3", "kb": "3", "title": "Second (KB3)", "size": 1048576, "after": ["id-2"]},
          {"id": "id-4", "kb": "4", "title": "Preview (KB4)", "size": 1048576},
          {"id": "id-5", "kb": "5", "title": "Asks (KB5)", "size": 1048576, "asks": true}
        ]}
        """;
    Files.writeString(folder.resolve("windows/state/updates.json"), updatesJson);
    updates.update(
        guest,
        "",
        List.of("exclude:$_.Title -like '*Preview*'", "include:$true"),
        0,
        output,
        Duration.ofMinutes(4),
        standIn::gone);
    assertThat(lines)
        .contains(
            "Searching for updates: BrowseOnly=0 and IsInstalled=0",
            "Installed: First (KB2) (2.0 MB)",
            "Installed: Second (KB3) (1.0 MB)",
            "Filtered out: Preview (KB4)",
            "Skipped, as it may ask the user: Asks (KB5)",
            "Skipped, as it has failed twice: Never (KB1)",
            "Warning: this update was tried twice in vain and is skipped from now on: Never (KB1)",
            "No updates are left to install.");
    assertThat(lines).anyMatch(line -> line.startsWith("Failed: Never (KB1) with 0x80240022"));
    assertThat(lines).anyMatch(line -> line.startsWith("Another installation is running"));
    assertThat(lines.stream().filter("Windows has restarted."::equals)).hasSize(2);
  }

  @Test
  void sysprepGeneralizesAndTheGuestTurnsItselfOff() throws Exception {
    new WindowsGeneralizer(5).generalize(guest, output, LIMIT);
    assertThat(lines)
        .contains(
            ">>> Running Sysprep ...",
            "Image state: IMAGE_STATE_GENERALIZE_RESEAL_TO_OOBE",
            ">>> Sysprep has generalized the image.");
    new WindowsGeneralizer().finish(guest, StandIn.USER, LIMIT);
    assertThat(standIn.awaitEnd(Duration.ofSeconds(60))).isTrue();
    try (var left = Files.list(standIn.drive().resolve("Windows/Temp"))) {
      assertThat(left).isEmpty();
    }
    assertThat(standIn.drive().resolve("Users/" + StandIn.USER)).doesNotExist();
    assertThat(standIn.state("tasks.json").orElse("")).doesNotContain("image-engine");
    assertThat(standIn.state("users.json").orElse("")).doesNotContain(StandIn.USER);
  }

  @Test
  void anImageThatCannotBeDeployedFailsWithTheEndOfTheLog() throws Exception {
    standIn.misbehave("{\"sysprepUndeployable\": true, \"sysprepSeconds\": 1}");
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () -> new WindowsGeneralizer(5).generalize(guest, output, LIMIT));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.GENERALIZE_FAILED);
    assertThat(failure)
        .hasMessageContaining("Sysprep has left the image undeployable")
        .hasMessageContaining("setuperr.log")
        .hasMessageContaining("was installed for a user, but not provisioned for all users");
  }

  @Test
  void aSysprepThatHangsEndsAtTheLimit() throws Exception {
    standIn.misbehave("{\"sysprepStuck\": true, \"sysprepSeconds\": 1}");
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () -> new WindowsGeneralizer(5).generalize(guest, output, Duration.ofSeconds(15)));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.GENERALIZE_FAILED);
    assertThat(failure).hasMessageContaining("Sysprep has not generalized the image within");
  }

  @Test
  void aScriptOfTheUsersReplacesSysprepAndIsShown() throws Exception {
    Files.writeString(
        standIn.drive().resolve("DeprovisioningScript.ps1"),
        "Write-Output 'mine'\r\nWrite-Output \"as $env:USERPROFILE\"\r\nexit 0\r\n");
    new WindowsGeneralizer().generalize(guest, output, LIMIT);
    assertThat(lines)
        .containsExactly(
            ">>> C:\\DeprovisioningScript.ps1 replaces the default Sysprep command:",
            "  | Write-Output 'mine'",
            "  | Write-Output \"as $env:USERPROFILE\"",
            "  | exit 0",
            ">>> Running C:\\DeprovisioningScript.ps1 ...",
            "mine",
            "as C:\\Windows\\system32\\config\\systemprofile");
  }
}

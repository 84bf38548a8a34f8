package org.imageengine.provisioners.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.imageengine.provisioners.FileProvisioner;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.ProvisionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PowerShell and File steps in the stand-in for Windows. */
class PowerShellProvisionerIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final PowerShellOptions ELEVATED = new PowerShellOptions(true, false, List.of());
  private static final PowerShellOptions SYSTEM = new PowerShellOptions(true, true, List.of());

  @TempDir static Path folder;
  private static StandIn standIn;
  private static WinRmCommunicator guest;

  private final List<String> lines = new ArrayList<>();
  private final OutputSink output = (stream, line) -> lines.add(stream + " " + line);

  @BeforeAll
  static void start() throws Exception {
    standIn = StandIn.start(folder);
    guest = standIn.connect();
  }

  @AfterAll
  static void stop() {
    if (standIn != null) {
      standIn.close();
    }
  }

  private void run(PowerShellOptions options, String... script) throws Exception {
    new PowerShellProvisioner()
        .run(guest, PowerShellScript.inline(List.of(script)), options, output, LIMIT);
  }

  private ProvisionException failure(PowerShellOptions options, String... script) {
    return catchThrowableOfType(ProvisionException.class, () -> run(options, script));
  }

  private static PowerShellOptions options(RunAs as) {
    return switch (as) {
      case NETWORK_USER -> PowerShellOptions.usual();
      case ELEVATED_USER -> ELEVATED;
      case SYSTEM -> SYSTEM;
    };
  }

  @ParameterizedTest
  @EnumSource(RunAs.class)
  void inlineLinesAreOneScriptWhoeverRunsIt(RunAs as) throws Exception {
    run(
        options(as),
        "$x = 'gr\u00fc\u00df  dich'",
        "Write-Output $x",
        "[Console]::Error.WriteLine('two')",
        "Write-Output $env:USERNAME");
    assertThat(lines).contains("STDOUT gr\u00fc\u00df  dich", "STDERR two").hasSize(3);
    String user = lines.stream().filter(line -> !line.contains("gr\u00fc")).toList().toString();
    assertThat(user.contains("builder")).isEqualTo(as != RunAs.SYSTEM);
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws Exception {
    try (var left = Files.walk(standIn.drive().resolve("Windows/Temp"))) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith("script-") || name.contains("job-"));
    }
    assertThat(standIn.state("tasks.json").orElse("")).doesNotContain("image-engine-job");
  }

  @ParameterizedTest
  @EnumSource(RunAs.class)
  void theExitCodeIsTold(RunAs as) throws Exception {
    ProvisionException failure = failure(options(as), "Write-Output a", "exit 3");
    assertThat(failure).hasMessage("The script exited with code 3.");
    assertThat(failure.exitCode()).hasValue(3);
    assertNothingIsLeft();
  }

  @Test
  void theCodeOfTheLastProgramIsThatOfTheScript() throws Exception {
    assertThat(failure(PowerShellOptions.usual(), "cmd.exe /c exit 4").exitCode()).hasValue(4);
    run(PowerShellOptions.usual(), "cmd.exe /c exit 4", "cmd.exe /c exit 0");
  }

  @Test
  void anErrorThatEndsTheScriptIsAFailure() {
    ProvisionException failure =
        failure(PowerShellOptions.usual(), "Write-Output a", "throw 'no good'", "Write-Output b");
    assertThat(failure.exitCode()).hasValue(1);
    assertThat(lines).contains("STDOUT a").doesNotContain("STDOUT b");
    assertThat(lines).anyMatch(line -> line.startsWith("STDERR") && line.contains("no good"));
  }

  @Test
  void anErrorThatAScriptGoesOnAfterIsNone() throws Exception {
    run(PowerShellOptions.usual(), "Get-Item C:\\no\\where", "Write-Output b");
    assertThat(lines).contains("STDOUT b");
    assertThat(lines).anyMatch(line -> line.startsWith("STDERR") && line.contains("where"));
  }

  @Test
  void otherExitCodesMayBeValid() throws Exception {
    run(new PowerShellOptions(false, false, List.of(0, 3010)), "exit 3010");
    run(new PowerShellOptions(true, true, List.of(3010)), "exit 3010");
    assertThat(failure(new PowerShellOptions(false, false, List.of(3010)), "exit 0").exitCode())
        .hasValue(0);
  }

  @Test
  void aFetchedScriptRunsAsItIs() throws Exception {
    Path script =
        Files.writeString(folder.resolve("script.ps1"), "Write-Output \"from $PSScriptRoot\"\n");
    new PowerShellProvisioner()
        .run(guest, PowerShellScript.file(script), PowerShellOptions.usual(), output, LIMIT);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith("STDOUT from C:\\Windows\\Temp\\image-engine-");
  }

  @Test
  void aTaskThatNeverEndsIsEndedAtItsLimit() throws Exception {
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () ->
                new PowerShellProvisioner()
                    .run(
                        guest,
                        PowerShellScript.inline(
                            List.of("[IO.File]::WriteAllText('C:\\pid', $PID)", "Start-Sleep 300")),
                        SYSTEM,
                        output,
                        Duration.ofSeconds(12)));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.COMMAND_TIMEOUT);
    assertGone(standIn.drive().resolve("pid"));
    assertNothingIsLeft();
  }

  @Test
  void anInterruptEndsATask() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread runner =
        new Thread(
            () -> {
              try {
                new PowerShellProvisioner()
                    .run(
                        guest,
                        PowerShellScript.inline(
                            List.of(
                                "[IO.File]::WriteAllText('C:\\pid2', $PID)",
                                "'begun'",
                                "Start-Sleep 300")),
                        ELEVATED,
                        (stream, line) -> begun.countDown(),
                        LIMIT);
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    runner.start();
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    runner.interrupt();
    runner.join(30_000);
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertGone(standIn.drive().resolve("pid2"));
    assertNothingIsLeft();
  }

  private static void assertGone(Path pidFile) throws Exception {
    Path process = Path.of("/proc", Files.readString(pidFile).strip());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (Files.exists(process) && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertThat(process).doesNotExist();
  }

  @Test
  void aFileGoesToAnyPathWhoseFolderIsThere() throws Exception {
    Path local = Files.writeString(folder.resolve("artifact"), "content");
    Files.createDirectories(standIn.drive().resolve("build Artifacts"));
    new FileProvisioner().put(guest, local, "C:\\build Artifacts\\a.txt", LIMIT);
    assertThat(standIn.drive().resolve("build Artifacts/a.txt"))
        .hasContent(Files.readString(local, StandardCharsets.UTF_8));
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () -> new FileProvisioner().put(guest, local, "C:\\none\\a.txt", LIMIT));
    assertThat(failure)
        .hasMessage(
            "The directory C:\\none of the destination C:\\none\\a.txt does not exist in the guest."
                + " Make it with a PowerShell step before this one.");
  }

  @Test
  void windowsIsReadyAfterItsFirstQuestions() throws Exception {
    WindowsReadiness.await(guest, output, LIMIT);
    assertThat(lines).isEmpty();
  }
}

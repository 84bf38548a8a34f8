package org.imageengine.provisioners.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.imageengine.provisioners.Communicator;
import org.imageengine.provisioners.CommunicatorContract;
import org.imageengine.provisioners.OutputSink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract over WinRM, to the stand-in for Windows, and what is WinRM's own. */
class WinRmCommunicatorIT extends CommunicatorContract {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  @TempDir static Path folder;
  private static StandIn standIn;
  private static WinRmCommunicator guest;

  private String name;

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

  @BeforeEach
  void makeDirectory() throws IOException {
    name = "contract-" + NUMBER.incrementAndGet();
    Files.createDirectories(directory());
  }

  @Override
  protected Communicator guest() {
    return guest;
  }

  @Override
  protected Path directory() {
    return standIn.drive().resolve(name);
  }

  @Override
  protected String inGuest(String path) {
    return "C:\\" + name + (path.isEmpty() ? "" : "\\" + path.replace('/', '\\'));
  }

  @Override
  protected String bothStreams() {
    return "echo one&>&2 echo two&echo three&exit 7";
  }

  @Override
  protected String longOutput() {
    return "for /l %i in (0,1,2999) do @echo %i";
  }

  @Override
  protected String background() {
    return "start /b ping -n 25 127.0.0.1 >nul & echo started";
  }

  @Override
  protected String copyInput() {
    return "sort";
  }

  @Override
  protected String killsItself() {
    return "exit -1073741510";
  }

  @Override
  protected int codeOfKilled() {
    return -1073741510;
  }

  @Override
  protected String endless(String pid) {
    return "powershell.exe -NoProfile -Command \"[IO.File]::WriteAllText('"
        + pid
        + "', $PID); 'begun'; Start-Sleep 300\"";
  }

  @Override
  protected String chatter() {
    return "for /l %i in (0,0,1) do @echo y";
  }

  @Override
  protected Duration begin() {
    return Duration.ofSeconds(10);
  }

  @Test
  void aCommandLineArrivesAsItWasWritten() throws Exception {
    assertThat(guest.run("echo two  spaces   three \"and  quotes\" ^& %OS%", output, LIMIT))
        .isZero();
    assertThat(lines).containsExactly("STDOUT two  spaces   three \"and  quotes\" & Windows_NT");
  }

  @Test
  void aLongScriptSurvivesErrorsOfTheServer() throws Exception {
    standIn.misbehave("{\"http500\": 3, \"reset\": 2, \"unauthorized\": 2}");
    assertThat(guest.run("echo begun&ping -n 4 127.0.0.1 >nul&echo ended", output, LIMIT)).isZero();
    assertThat(lines).containsExactly("STDOUT begun", "STDOUT ended");
  }

  @Test
  void whoRunsACommandIsTold() throws Exception {
    for (RunAs as : RunAs.values()) {
      assertThat(guest.run("echo %USERPROFILE%", as, output, LIMIT)).isZero();
    }
    assertThat(lines)
        .containsExactly(
            "STDOUT C:\\Users\\builder",
            "STDOUT C:\\Users\\builder",
            "STDOUT C:\\Windows\\system32\\config\\systemprofile");
    assertThat(guest.run("exit 5", RunAs.SYSTEM, OutputSink.ignore(), LIMIT)).isEqualTo(5);
  }

  /** One that leaves something running leaves its folder too, as the files are open. */
  @Test
  void jobsLeaveNothingBehind() throws Exception {
    List<Path> before = jobs();
    assertThat(guest.run("exit 1", OutputSink.ignore(), LIMIT)).isEqualTo(1);
    assertThat(guest.run("exit 1", RunAs.SYSTEM, OutputSink.ignore(), LIMIT)).isEqualTo(1);
    assertThat(jobs()).isEqualTo(before);
    assertThat(guest.run("schtasks /query", output, LIMIT)).isBetween(0, 1);
    assertThat(lines).noneMatch(line -> line.contains("image-engine"));
  }

  private static List<Path> jobs() throws IOException {
    try (var files = Files.walk(standIn.drive().resolve("Windows/Temp"), 2)) {
      return files.filter(path -> path.getFileName().toString().contains("job-")).sorted().toList();
    }
  }

  @Test
  void aSmallFileGoesThroughWinRm() throws Exception {
    byte[] content = new byte[20_000];
    new java.util.Random(2).nextBytes(content);
    Path local = Files.write(folder.resolve("small"), content);
    guest.upload(local, inGuest("f\u00fcr  zwei"), 0644, LIMIT);
    assertThat(directory().resolve("f\u00fcr  zwei")).hasBinaryContent(content);
  }

  @Test
  void aFileThatTheGuestCannotFetchGoesTheSlowWay() throws Exception {
    byte[] content = new byte[70_000];
    new java.util.Random(3).nextBytes(content);
    Path local = Files.write(folder.resolve("slow"), content);
    WinRmEndpoint known = standIn.endpoint();
    // Nobody answers there.
    WinRmEndpoint far =
        new WinRmEndpoint(
            known.host(),
            known.port(),
            known.user(),
            known.password(),
            known.certificateSha256(),
            "127.1.2.3");
    try (WinRmCommunicator other = WinRmCommunicator.connect(far, LIMIT, standIn::gone)) {
      other.upload(local, inGuest("slow"), 0644, Duration.ofSeconds(60));
    }
    assertThat(directory().resolve("slow")).hasBinaryContent(content);
  }
}

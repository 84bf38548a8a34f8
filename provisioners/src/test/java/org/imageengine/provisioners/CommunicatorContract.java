package org.imageengine.provisioners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Communicator} must do. The guest is a POSIX one. */
abstract class CommunicatorContract {
  static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path directory;

  abstract Communicator guest();

  private final List<String> lines = new ArrayList<>();
  private final OutputSink output = (stream, line) -> lines.add(stream + " " + line);

  @Test
  void tellsBothStreamsAndTheExitCode() throws Exception {
    int exit = guest().run("echo one; echo two >&2; printf three; exit 7", output, LIMIT);
    assertThat(exit).isEqualTo(7);
    assertThat(lines).containsExactlyInAnyOrder("STDOUT one", "STDERR two", "STDOUT three");
  }

  @Test
  void keepsTheOrderOfAStreamAndAllOfALongOutput() throws Exception {
    int exit =
        guest().run("i=0; while [ $i -lt 3000 ]; do echo $i; i=$((i+1)); done", output, LIMIT);
    assertThat(exit).isZero();
    assertThat(lines).hasSize(3000).startsWith("STDOUT 0").endsWith("STDOUT 2999");
  }

  @Test
  void whatRunsOnInTheBackgroundHoldsNothingUp() throws Exception {
    long start = System.nanoTime();
    assertThat(guest().run("sleep 25 & echo started", output, LIMIT)).isZero();
    assertThat(lines).contains("STDOUT started");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void standardInputIsEmpty() throws Exception {
    assertThat(guest().run("cat", output, LIMIT)).isZero();
    assertThat(lines).isEmpty();
  }

  @Test
  void aSignalIsTold() throws Exception {
    assertThat(guest().run("kill -9 $$", output, LIMIT)).isEqualTo(137);
  }

  @Test
  void aCommandThatTakesTooLongIsEnded() throws Exception {
    Path pid = directory.resolve("pid");
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () ->
                guest()
                    .run("echo $$ >" + pid + "; sleep 300; true", output, Duration.ofSeconds(2)));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.COMMAND_TIMEOUT);
    assertThat(failure).hasMessageContaining("2 s");
    assertGone(pid);
  }

  /** As when the disk that the log is on is full. */
  @Test
  void outputThatCannotBeTakenEndsTheCommand() {
    assertThatThrownBy(
            () ->
                guest()
                    .run(
                        "yes",
                        (stream, line) -> {
                          throw new IllegalStateException("full");
                        },
                        LIMIT))
        .hasMessage("full");
  }

  @Test
  void anInterruptEndsACommandAtOnce() throws Exception {
    Path pid = directory.resolve("pid");
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread runner =
        new Thread(
            () -> {
              try {
                guest()
                    .run(
                        "echo $$ >" + pid + "; echo begun; sleep 300; true",
                        (stream, line) -> begun.countDown(),
                        LIMIT);
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    runner.start();
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    runner.interrupt();
    runner.join(30_000);
    assertThat(runner.isAlive()).isFalse();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertGone(pid);
  }

  private static void assertGone(Path pidFile) throws Exception {
    Path stat = Path.of("/proc", Files.readString(pidFile).strip(), "stat");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (runs(stat) && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(runs(stat)).as("the command's process lives on: %s", stat).isFalse();
  }

  /** A zombie that nobody has waited for yet runs no more. */
  private static boolean runs(Path stat) throws IOException {
    try {
      String text = Files.readString(stat);
      return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      if (Files.exists(stat)) {
        throw e;
      }
      return false;
    }
  }

  @Test
  void putsAFileWholeWithItsMode() throws Exception {
    byte[] content = new byte[3 << 20];
    new java.util.Random(1).nextBytes(content);
    Path local = Files.write(directory.resolve("local"), content);
    Path remote = directory.resolve("a name with 'quotes' & spaces");
    Files.writeString(remote, "old");

    guest().upload(local, remote.toString(), 0640, LIMIT);

    assertThat(remote).hasBinaryContent(content);
    assertThat(Files.getPosixFilePermissions(remote)).hasSize(3);
    try (var left = Files.list(directory)) {
      assertThat(left.filter(path -> path.toString().contains(".partial"))).isEmpty();
    }
  }

  @Test
  void aDestinationWhoseDirectoryIsMissingIsToldByName() throws Exception {
    Path local = Files.writeString(directory.resolve("local"), "x");
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () -> guest().upload(local, directory + "/no/where/file", 0644, LIMIT));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.DESTINATION_MISSING);
    assertThat(failure).hasMessageContaining("The directory " + directory + "/no/where of");
  }

  @Test
  void aFileThatFailedIsNoneOfTheNextOnesBusiness() throws Exception {
    Path local = Files.writeString(directory.resolve("local"), "x");
    for (String name : List.of("a", "no/where/b", "c", "no/where/d", "e")) {
      try {
        guest().upload(local, directory + "/" + name, 0644, LIMIT);
      } catch (ProvisionException e) {
        assertThat(e.code()).isEqualTo(ProvisionException.Code.DESTINATION_MISSING);
      }
    }
    assertThat(List.of("a", "c", "e"))
        .allSatisfy(name -> assertThat(directory.resolve(name)).hasContent("x"));
  }

  @Test
  void aDestinationThatIsADirectoryIsRefused() throws Exception {
    Path local = Files.writeString(directory.resolve("local"), "x");
    assertThatThrownBy(() -> guest().upload(local, directory.toString(), 0644, LIMIT))
        .hasMessageContaining("is a directory. Give the full path with the name of the file.");
  }

  @Test
  void readsATextOrTellsThatThereIsNone() throws Exception {
    Path file = Files.writeString(directory.resolve("text"), "12345");
    assertThat(guest().readText(file.toString(), 3, LIMIT)).contains("123");
    assertThat(guest().readText(directory + "/none", 3, LIMIT)).isEmpty();
  }

  @Test
  void scriptsRunWithTheirOwnInterpreterAndLeaveNothing() throws Exception {
    ShellProvisioner shell = new ShellProvisioner();
    Path bash =
        Files.writeString(
            directory.resolve("s"), "#!/bin/bash\r\necho ${BASH_VERSION:+bash} $0\r\n");
    shell.run(guest(), ShellScript.file(bash), output, LIMIT);
    Path none = Files.writeString(directory.resolve("n"), "echo plain\n");
    shell.run(guest(), ShellScript.file(none), output, LIMIT);

    assertThat(lines.get(0)).contains("Windows line ends");
    assertThat(lines.get(1)).startsWith("STDOUT bash /tmp/script_");
    assertThat(lines.get(2)).isEqualTo("STDOUT plain");
    assertThat(Path.of(lines.get(1).substring("STDOUT bash ".length()))).doesNotExist();
  }

  @Test
  void inlineLinesAreOneScriptThatStopsAtTheFirstFailure() throws Exception {
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () ->
                new ShellProvisioner()
                    .run(
                        guest(),
                        ShellScript.inline(List.of("x=1", "echo $x", "(exit 3)", "echo never")),
                        output,
                        LIMIT));
    assertThat(failure).hasMessage("The script exited with code 3.");
    assertThat(failure.exitCode()).hasValue(3);
    assertThat(lines).containsExactly("STDOUT 1");
  }
}

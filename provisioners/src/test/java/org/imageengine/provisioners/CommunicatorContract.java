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

/**
 * What every {@link Communicator} must do. The words of the commands are the guest's own; its files
 * are seen from here too.
 */
public abstract class CommunicatorContract {
  /** For what takes a moment. */
  protected static final Duration LIMIT = Duration.ofSeconds(30);

  protected final List<String> lines = new ArrayList<>();
  protected final OutputSink output = (stream, line) -> lines.add(stream + " " + line);

  protected abstract Communicator guest();

  /** A directory of the guest, as it is seen from here. */
  protected abstract Path directory() throws IOException;

  /** The guest's name for a path below {@link #directory}, written with slashes. */
  protected abstract String inGuest(String name) throws IOException;

  /** Puts out "one" and "three" and, as an error, "two"; exits with 7. */
  protected abstract String bothStreams();

  /** Counts up to 2999 from 0, a number a line. */
  protected abstract String longOutput();

  /** Leaves something running for 25 s, and says "started". */
  protected abstract String background();

  /** Copies its standard input to its standard output. */
  protected abstract String copyInput();

  /** Is ended by force. */
  protected abstract String killsItself();

  protected abstract int codeOfKilled();

  /**
   * Says "begun" and runs for five minutes.
   *
   * @param pid where its process writes its number first
   */
  protected abstract String endless(String pid);

  /** Puts out lines for ever. */
  protected abstract String chatter();

  /** How long {@link #endless} may take until it has begun. */
  protected Duration begin() {
    return Duration.ofSeconds(2);
  }

  protected void assertMode(Path file) throws IOException {}

  @Test
  void tellsBothStreamsAndTheExitCode() throws Exception {
    int exit = guest().run(bothStreams(), output, LIMIT);
    assertThat(exit).isEqualTo(7);
    assertThat(lines).containsExactlyInAnyOrder("STDOUT one", "STDERR two", "STDOUT three");
  }

  @Test
  void keepsTheOrderOfAStreamAndAllOfALongOutput() throws Exception {
    int exit = guest().run(longOutput(), output, LIMIT);
    assertThat(exit).isZero();
    assertThat(lines).hasSize(3000).startsWith("STDOUT 0").endsWith("STDOUT 2999");
  }

  @Test
  void whatRunsOnInTheBackgroundHoldsNothingUp() throws Exception {
    long start = System.nanoTime();
    assertThat(guest().run(background(), output, LIMIT)).isZero();
    assertThat(lines).contains("STDOUT started");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void standardInputIsEmpty() throws Exception {
    assertThat(guest().run(copyInput(), output, LIMIT)).isZero();
    assertThat(lines).isEmpty();
  }

  @Test
  void anEndByForceIsTold() throws Exception {
    assertThat(guest().run(killsItself(), output, LIMIT)).isEqualTo(codeOfKilled());
  }

  @Test
  void aCommandThatTakesTooLongIsEnded() throws Exception {
    Path pid = directory().resolve("pid");
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class, () -> guest().run(endless(inGuest("pid")), output, begin()));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.COMMAND_TIMEOUT);
    assertThat(failure).hasMessageContaining(begin().toSeconds() + " s");
    assertGone(pid);
  }

  /** As when the disk that the log is on is full. */
  @Test
  void outputThatCannotBeTakenEndsTheCommand() {
    assertThatThrownBy(
            () ->
                guest()
                    .run(
                        chatter(),
                        (stream, line) -> {
                          throw new IllegalStateException("full");
                        },
                        LIMIT))
        .hasMessage("full");
  }

  @Test
  void anInterruptEndsACommandAtOnce() throws Exception {
    Path pid = directory().resolve("pid");
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread runner =
        new Thread(
            () -> {
              try {
                guest().run(endless(inGuest("pid")), (stream, line) -> begun.countDown(), LIMIT);
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    runner.start();
    assertThat(begun.await(15, TimeUnit.SECONDS)).isTrue();
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
    Path local = Files.write(directory().resolve("local"), content);
    Path remote = directory().resolve("a name with 'quotes' & spaces");
    Files.writeString(remote, "old");

    guest().upload(local, inGuest("a name with 'quotes' & spaces"), 0640, LIMIT);

    assertThat(remote).hasBinaryContent(content);
    assertMode(remote);
    try (var left = Files.list(directory())) {
      assertThat(left.filter(path -> path.toString().contains(".partial"))).isEmpty();
    }
  }

  @Test
  void aDestinationWhoseDirectoryIsMissingIsToldByName() throws Exception {
    Path local = Files.writeString(directory().resolve("local"), "x");
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () -> guest().upload(local, inGuest("no/where/file"), 0644, LIMIT));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.DESTINATION_MISSING);
    assertThat(failure).hasMessageContaining("The directory " + inGuest("no/where") + " of");
  }

  @Test
  void aFileThatFailedIsNoneOfTheNextOnesBusiness() throws Exception {
    Path local = Files.writeString(directory().resolve("local"), "x");
    for (String name : List.of("a", "no/where/b", "c", "no/where/d", "e")) {
      try {
        guest().upload(local, inGuest(name), 0644, LIMIT);
      } catch (ProvisionException e) {
        assertThat(e.code()).isEqualTo(ProvisionException.Code.DESTINATION_MISSING);
      }
    }
    Path directory = directory();
    assertThat(List.of("a", "c", "e"))
        .allSatisfy(name -> assertThat(directory.resolve(name)).hasContent("x"));
  }

  @Test
  void aDestinationThatIsADirectoryIsRefused() throws Exception {
    Path local = Files.writeString(directory().resolve("local"), "x");
    assertThatThrownBy(() -> guest().upload(local, inGuest(""), 0644, LIMIT))
        .hasMessageContaining("is a directory. Give the full path with the name of the file.");
  }

  @Test
  void readsATextOrTellsThatThereIsNone() throws Exception {
    Files.writeString(directory().resolve("text"), "12345");
    assertThat(guest().readText(inGuest("text"), 3, LIMIT)).contains("123");
    assertThat(guest().readText(inGuest("none"), 3, LIMIT)).isEmpty();
  }
}

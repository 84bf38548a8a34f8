package org.imageengine.provisioners.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.ProvisionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What overthere does that nobody would expect, and what a booting Windows does. */
class WinRmTrapsIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final WinRmTiming TIMING =
      new WinRmTiming(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(1));

  private StubServer server;
  private final AtomicInteger follows = new AtomicInteger();

  /** A guest in which each command says "hello" and exits with 3. */
  private String hello(String line) {
    if (line.contains("\\follow.ps1 -Folder")) {
      follows.incrementAndGet();
      String told = line.contains("-Out 0 ") ? "stdout " + base64("hello\r\n") + "\r\n" : "";
      return "begun\r\n" + told + "result exited " + base64("3");
    }
    return "result installed\r\n";
  }

  private static String base64(String text) {
    return CommandLines.base64(text);
  }

  private WinRmCommunicator connect(StubServer.Guest guest) throws Exception {
    server = new StubServer(guest);
    return WinRmCommunicator.connect(server.endpoint(), TIMING, LIMIT, Optional::empty);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void runsOfSpacesInACommandArriveAsTheyAre() throws Exception {
    String command = "echo  two   spaces & echo \"%PATH%\"  >C:\\a  b.txt";
    try (WinRmCommunicator guest = connect(this::hello)) {
      assertThat(guest.run(command, OutputSink.ignore(), LIMIT)).isEqualTo(3);
    }
    assertThat(server.commands)
        .anySatisfy(line -> assertThat(line).contains(base64(command)))
        .allSatisfy(line -> assertThat(line).doesNotContain("  "));
  }

  @Test
  void noCommandLineIsLongerThanCmdTakes() throws Exception {
    String command = "echo " + "x".repeat(8000);
    try (WinRmCommunicator guest = connect(this::hello)) {
      var unused = guest.run(command, OutputSink.ignore(), LIMIT);
    }
    assertThat(server.commands).allSatisfy(line -> assertThat(line).hasSizeLessThan(8191));
    StringBuilder sent = new StringBuilder();
    for (String line : server.commands) {
      java.util.regex.Matcher chunk =
          java.util.regex.Pattern.compile("command\\.b64 echo ([^&]+)").matcher(line);
      while (chunk.find()) {
        sent.append(chunk.group(1));
      }
    }
    assertThat(CommandLines.text(sent.toString())).isEqualTo(command);
  }

  /** overthere takes the fault of a receive that timed out for the end of the command. */
  @Test
  void aFaultOfAReceiveIsNotTheEndOfACommand() throws Exception {
    List<String> lines = new ArrayList<>();
    AtomicInteger faults = new AtomicInteger(2);
    try (WinRmCommunicator guest = connect(this::hello)) {
      server.misbehaviour =
          action -> action.equals("Receive") && faults.getAndDecrement() > 0 ? 500 : 200;
      assertThat(guest.run("x", (stream, line) -> lines.add(line), LIMIT)).isEqualTo(3);
    }
    assertThat(lines).containsExactly("hello");
    assertThat(faults.get()).isNegative();
  }

  /** The offsets say what was told already. */
  @Test
  void aConnectionThatIsLostInTheMiddleOfOutputLosesAndRepeatsNothing() throws Exception {
    List<String> lines = new ArrayList<>();
    try (WinRmCommunicator guest =
        connect(
            line -> {
              if (!line.contains("\\follow.ps1 -Folder")) {
                return "result installed\r\n";
              }
              return line.contains("-Out 0 ")
                  ? "stdout " + base64("first\r\n") + "\r\nstdout " + base64("se") + StubServer.CUT
                  : line.contains("-Out 7 ")
                      ? "stdout " + base64("second\r\n") + "\r\nresult exited " + base64("0")
                      : "nonsense " + line;
            })) {
      assertThat(guest.run("x", (stream, line) -> lines.add(line), LIMIT)).isZero();
    }
    assertThat(lines).containsExactly("first", "second");
  }

  @Test
  void everyMessageMayBeAConnectionOfItsOwnSoThatARestartIsNoEnd() throws Exception {
    try (WinRmCommunicator guest = connect(this::hello)) {
      server.restart(1500);
      assertThat(guest.run("x", OutputSink.ignore(), LIMIT)).isEqualTo(3);
      assertThat(guest.alive()).isTrue();
    }
    assertThat(server.connections.stream().distinct().count()).isGreaterThan(4);
  }

  @Test
  void errorsAndResetsAndRefusalsWhileBootingAreTriedAgain() throws Exception {
    server = new StubServer(this::hello);
    AtomicInteger turn = new AtomicInteger();
    server.misbehaviour =
        action ->
            switch (turn.getAndIncrement()) {
              case 0, 1 -> 500;
              case 2, 3 -> 401;
              case 4 -> 0;
              default -> 200;
            };
    try (WinRmCommunicator guest =
        WinRmCommunicator.connect(server.endpoint(), TIMING, LIMIT, Optional::empty)) {
      assertThat(guest.alive()).isTrue();
    }
    assertThat(turn.get()).isGreaterThan(5);
  }

  @Test
  void messagesTellNothingOfTheRequest() throws Exception {
    try (WinRmCommunicator guest = connect(this::hello)) {
      server.misbehaviour = action -> action.equals("Command") ? 500 : 200;
      ProvisionException failure =
          catchThrowableOfType(
              ProvisionException.class,
              () -> guest.runBriefly("echo top-secret", Duration.ofSeconds(5)));
      assertThat(failure.code()).isEqualTo(ProvisionException.Code.CONNECTION_LOST);
      assertThat(failure)
          .hasMessageEndingWith("The last attempt said: the server answered with HTTP 500.");
      java.io.StringWriter trace = new java.io.StringWriter();
      failure.printStackTrace(new java.io.PrintWriter(trace));
      assertThat(trace.toString())
          .doesNotContain("top-secret")
          .doesNotContain(StubServer.PASSWORD)
          .doesNotContain("Envelope");
    }
    assertThat(server.endpoint().toString()).doesNotContain(StubServer.PASSWORD);
  }

  /** overthere's waitFor has no limit, and blocks the destroy that would end it. */
  @Test
  void aCommandThatSaysNothingEndsAtItsLimit() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (WinRmCommunicator guest = connect(this::hello)) {
      server.misbehaviour = action -> action.equals("Receive") ? silent(never) : 200;
      long start = System.nanoTime();
      ProvisionException failure =
          catchThrowableOfType(
              ProvisionException.class, () -> guest.runBriefly("x", Duration.ofSeconds(1)));
      assertThat(failure.code()).isEqualTo(ProvisionException.Code.CONNECTION_LOST);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    } finally {
      never.countDown();
    }
  }

  @Test
  void aServerThatFallsSilentIsLeftAndAskedAgain() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger silences = new AtomicInteger(1);
    try (WinRmCommunicator guest = connect(this::hello)) {
      server.misbehaviour =
          action ->
              action.equals("Receive") && silences.getAndDecrement() > 0 ? silent(never) : 200;
      assertThat(guest.run("x", OutputSink.ignore(), LIMIT)).isEqualTo(3);
    } finally {
      never.countDown();
    }
    assertThat(follows.get()).isEqualTo(1);
  }

  private static int silent(CountDownLatch until) {
    try {
      var unused = until.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  @Test
  void anInterruptEndsAWaitAtOnce() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (WinRmCommunicator guest = connect(this::hello)) {
      server.misbehaviour =
          action -> {
            if (action.equals("Receive") && asked.getCount() > 0) {
              asked.countDown();
              return silent(never);
            }
            return 200;
          };
      Thread runner =
          new Thread(
              () -> {
                try {
                  var unused = guest.run("x", OutputSink.ignore(), LIMIT);
                } catch (Exception e) {
                  thrown.set(e);
                }
              });
      runner.start();
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      runner.interrupt();
      runner.join(5000);
      assertThat(runner.isAlive()).isFalse();
    } finally {
      never.countDown();
    }
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(server.commands).anySatisfy(line -> assertThat(line).contains("end.ps1"));
  }

  /** Only so does it stay out of the arguments of processes. */
  @Test
  void thePasswordOfATaskGoesThroughStandardInput() throws Exception {
    try (WinRmCommunicator guest = connect(this::hello)) {
      assertThat(guest.run("x", RunAs.ELEVATED_USER, OutputSink.ignore(), LIMIT)).isEqualTo(3);
    }
    assertThat(String.join("", server.inputs)).isEqualTo(StubServer.PASSWORD + "\r\n");
    String encoded = base64(StubServer.PASSWORD);
    assertThat(server.commands)
        .allSatisfy(line -> assertThat(line).doesNotContain(StubServer.PASSWORD, encoded));
  }

  @Test
  void anotherCertificateIsNeverAcceptedAndHearsNothing() throws Exception {
    server = new StubServer(this::hello);
    WinRmEndpoint other =
        new WinRmEndpoint(
            "127.0.0.1", server.port(), StubServer.USER, StubServer.PASSWORD, "00".repeat(32));
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () -> WinRmCommunicator.connect(other, TIMING, Duration.ofSeconds(5), Optional::empty));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.HOST_KEY_MISMATCH);
    assertThat(failure).hasMessageContaining(StubServer.fingerprint());
    assertThat(server.connections).isEmpty();
  }

  @Test
  void whoIsNotLetInIsTold() throws Exception {
    server = new StubServer(this::hello);
    WinRmEndpoint wrong =
        new WinRmEndpoint(
            "127.0.0.1", server.port(), StubServer.USER, "wrong", StubServer.fingerprint());
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () -> WinRmCommunicator.connect(wrong, TIMING, Duration.ofSeconds(5), Optional::empty));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.AUTHENTICATION_FAILED);
    assertThat(failure)
        .hasMessage(
            "The guest could not be reached by WinRM as builder@127.0.0.1:"
                + server.port()
                + ", while it was waited for, within 5 s. The last attempt said: the user or the"
                + " password is refused (HTTP 401).");
  }

  /** As a forwarded port does before the guest's server is up. */
  @Test
  void aPortThatAcceptsAndSaysNothingEndsAtTheLimit() throws Exception {
    try (java.net.ServerSocket silent =
        new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
      long start = System.nanoTime();
      ProvisionException failure =
          catchThrowableOfType(
              ProvisionException.class,
              () ->
                  WinRmCommunicator.connect(
                      new WinRmEndpoint(
                          "127.0.0.1", silent.getLocalPort(), "u", "p", "00".repeat(32)),
                      TIMING,
                      Duration.ofSeconds(1),
                      Optional::empty));
      assertThat(failure.code()).isEqualTo(ProvisionException.Code.CONNECT_TIMEOUT);
      assertThat(failure).hasMessageContaining("The last attempt said: ");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void aGuestThatIsGoneEndsTheWait() {
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () ->
                WinRmCommunicator.connect(
                    new WinRmEndpoint("127.0.0.1", 1, "u", "p", "00".repeat(32)),
                    LIMIT,
                    () -> Optional.of("the VM has stopped")));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.GUEST_GONE);
    assertThat(failure).hasMessageContaining("the VM has stopped");
  }

  @Test
  void outputIsReadAsWhatItIs() {
    assertThat(lines("umlaut \u00fc\n".getBytes(StandardCharsets.UTF_8)))
        .containsExactly("umlaut \u00fc");
    assertThat(lines(new byte[] {'o', 'e', 'm', ' ', (byte) 0x81, '\r', '\n', 'x'}))
        .containsExactly("oem \u00fc", "x");
    assertThat(lines("\uFEFFmarked\r\n".getBytes(StandardCharsets.UTF_8)))
        .containsExactly("marked");
    assertThat(lines("\uFEFFwide \u00fc\r\nmore".getBytes(StandardCharsets.UTF_16LE)))
        .containsExactly("wide \u00fc", "more");
    assertThat(lines("x".getBytes(StandardCharsets.UTF_8))).containsExactly("x");
    assertThat(lines(new byte[0])).isEmpty();
  }

  private static List<String> lines(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    try (OutputDecoder decoder = new OutputDecoder(lines::add)) {
      for (byte b : bytes) {
        decoder.write(new byte[] {b});
      }
    }
    return lines;
  }
}

package org.imageengine.provisioners.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.imageengine.provisioners.ProvisionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsRestartProvisionerTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final FakeGuest guest = new FakeGuest();
  private final List<String> lines = new ArrayList<>();

  private void restart(String command, String check, Duration timeout) throws Exception {
    new WindowsRestartProvisioner(10)
        .restart(
            guest,
            command,
            check,
            timeout,
            (stream, line) -> lines.add(line),
            Duration.ofMinutes(5),
            Optional::empty);
  }

  private ProvisionException failure(String command, String check, Duration timeout) {
    return catchThrowableOfType(ProvisionException.class, () -> restart(command, check, timeout));
  }

  /** Boots are told one after the other, the last one again and again. */
  private void boots(int... boots) {
    AtomicInteger turn = new AtomicInteger();
    guest.machine = () -> boots[Math.min(turn.getAndIncrement(), boots.length - 1)];
  }

  @Test
  void itIsUpWhenItsLastBootIsAnotherOne() throws Exception {
    boots(1, 1, 2);
    restart("", "", LONG);
    assertThat(guest.asked)
        .containsExactly(
            "NETWORK_USER shutdown /r /f /t 0 /c \"packer restart\"",
            "shutdown /r /f /t 60 /c \"image engine probe\"",
            "shutdown /a");
    assertThat(lines).containsExactly("Windows has restarted.");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1115, 1190})
  void theseCodesMeanThatItHasBegun(int code) throws Exception {
    boots(1, 2);
    guest.program = (command, output) -> command.equals("mine") ? code : 0;
    restart("mine", "", LONG);
    assertThat(guest.asked).contains("NETWORK_USER mine");
  }

  @Test
  void anotherCodeIsAFailure() {
    guest.program = (command, output) -> 5;
    ProvisionException failure = failure("mine", "", LONG);
    assertThat(failure).hasMessage("The restart command exited with code 5.");
    assertThat(failure.exitCode()).hasValue(5);
  }

  @Test
  void aGuestThatIsDownBeforeItTellsItsExitCodeHasBegunToo() throws Exception {
    boots(1, 2);
    guest.program =
        (command, output) -> {
          if (command.equals("mine")) {
            throw new ProvisionException(ProvisionException.Code.CONNECTION_LOST, "Down.");
          }
          return 0;
        };
    restart("mine", "", LONG);
    assertThat(lines).containsExactly("Windows has restarted.");
  }

  @Test
  void aGuestThatDoesNotAnswerForAWhileIsAskedAgain() throws Exception {
    AtomicInteger turn = new AtomicInteger();
    guest.machine =
        () -> {
          switch (turn.getAndIncrement()) {
            case 0:
              return 1;
            case 1:
              throw new ProvisionException(ProvisionException.Code.CONNECTION_LOST, "Down.");
            case 2:
              throw new ProvisionException(ProvisionException.Code.AUTHENTICATION_FAILED, "Who?");
            default:
              return 2;
          }
        };
    restart("", "", LONG);
    assertThat(lines).containsExactly("Windows has restarted.");
  }

  @Test
  void aGuestThatNeverRestartsEndsAtTheTimeout() {
    ProvisionException failure = failure("", "", Duration.ofSeconds(2));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.COMMAND_TIMEOUT);
    assertThat(failure)
        .hasMessage(
            "Windows did not come back from its restart within 2 s. The last thing seen: Windows"
                + " answers, but its last boot is the one before. Windows Server 2016 often needs"
                + " half an hour: set \"restartTimeout\" to 30m.");
  }

  @Test
  void theCheckCommandIsTriedUntilItSucceeds() throws Exception {
    boots(1, 2);
    AtomicInteger turn = new AtomicInteger();
    guest.program =
        (command, output) -> command.equals("check") && turn.getAndIncrement() < 2 ? 1 : 0;
    restart("", "check", LONG);
    assertThat(guest.asked.stream().filter(line -> line.endsWith("check"))).hasSize(3);
  }

  @Test
  void aCheckThatNeverSucceedsIsTold() {
    boots(1, 2);
    guest.program = (command, output) -> command.equals("check") ? 7 : 0;
    assertThat(failure("", "check", Duration.ofSeconds(2)))
        .hasMessageContaining("The last thing seen: the restart check command exited with code 7.");
  }

  /** A restart that is followed by another one. */
  @Test
  void aShutdownThatIsOnItsWayIsWaitedFor() throws Exception {
    boots(1, 2);
    AtomicInteger turn = new AtomicInteger();
    int[] codes = {1115, 1717, 1190, 0};
    guest.program =
        (command, output) -> command.contains("probe") ? codes[turn.getAndIncrement()] : 0;
    restart("", "", LONG);
    assertThat(turn.get()).isEqualTo(4);
    assertThat(guest.asked).endsWith("shutdown /a");
  }

  @Test
  void aGuestThatIsGoneEndsTheWait() {
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () ->
                new WindowsRestartProvisioner(10)
                    .restart(
                        guest,
                        "",
                        "",
                        LONG,
                        (stream, line) -> {},
                        LONG,
                        () -> Optional.of("the VM has stopped")));
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.GUEST_GONE);
    assertThat(failure).hasMessageStartingWith("While Windows restarted, the VM has stopped.");
  }
}

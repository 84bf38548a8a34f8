package org.imageengine.provisioners.windows;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.OutputStreamKind;
import org.imageengine.provisioners.ProvisionException;

/**
 * Restarts Windows. It has restarted when the time of its last boot is another, not when it
 * answers: it answers for a while before it goes down.
 */
public final class WindowsRestartProvisioner {
  /** What is run where the template says nothing. */
  public static final String DEFAULT_COMMAND = "shutdown /r /f /t 0 /c \"packer restart\"";

  // Started, a shutdown is in progress, one is scheduled already.
  private static final Set<Integer> STARTED = Set.of(0, 1115, 1190);
  // Still on its way down, or not far enough on its way up to be asked.
  private static final Set<Integer> GOING_DOWN = Set.of(1115, 1190, 1717);
  private static final String PROBE = "shutdown /r /f /t 60 /c \"image engine probe\"";
  private static final String ABORT_PROBE = "shutdown /a";
  private static final Duration ATTEMPT = Duration.ofSeconds(30);
  private static final Duration BRIEF = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 1000;

  private final long probePauseMillis;

  public WindowsRestartProvisioner() {
    this(10_000);
  }

  WindowsRestartProvisioner(long probePauseMillis) {
    this.probePauseMillis = probePauseMillis;
  }

  /**
   * Restarts the guest and waits until it is up again.
   *
   * @param restartCheckCommand must exit with 0 then; empty: none
   * @param restartTimeout how long all of it may take
   * @param left what is left of the build's own time
   * @param gone says why waiting has become pointless, if it has
   */
  public void restart(
      WindowsGuest guest,
      String restartCommand,
      String restartCheckCommand,
      Duration restartTimeout,
      OutputSink output,
      Duration left,
      Supplier<Optional<String>> gone)
      throws ProvisionException, InterruptedException {
    Duration whole = restartTimeout.compareTo(left) < 0 ? restartTimeout : left;
    Wait wait = new Wait(guest, output, whole, gone);
    GuestState before = guest.state(wait.limit.left());
    long asked = System.nanoTime();
    start(wait, restartCommand.isBlank() ? DEFAULT_COMMAND : restartCommand);
    wait.last = "the restart command was accepted";
    awaitOtherBoot(wait, before, asked);
    output.line(OutputStreamKind.STDOUT, "Windows has restarted.");
    awaitStaying(wait);
    if (!restartCheckCommand.isBlank()) {
      check(wait, restartCheckCommand);
    }
  }

  /** What all steps of one restart share. */
  private static final class Wait {
    private final WindowsGuest guest;
    private final OutputSink output;
    private final Duration whole;
    private final Limit limit;
    private final Supplier<Optional<String>> gone;
    private String last = "the restart command was still running";

    Wait(WindowsGuest guest, OutputSink output, Duration whole, Supplier<Optional<String>> gone) {
      this.guest = guest;
      this.output = output;
      this.whole = whole;
      this.limit = new Limit(whole);
      this.gone = gone;
    }

    void pause(long millis) throws ProvisionException, InterruptedException {
      Optional<String> why = gone.get();
      if (why.isPresent()) {
        throw new ProvisionException(
            ProvisionException.Code.GUEST_GONE,
            "While Windows restarted, " + why.get() + ". The last thing seen: " + last + ".");
      }
      if (limit.isOver()) {
        throw new ProvisionException(
            ProvisionException.Code.COMMAND_TIMEOUT,
            "Windows did not come back from its restart within "
                + whole.toSeconds()
                + " s. The last thing seen: "
                + last
                + ". Windows Server 2016 often needs half an hour: set \"restartTimeout\" to 30m.");
      }
      Thread.sleep(Math.min(millis, limit.left().toMillis() + 1));
    }

    /** Whether the failure of one attempt is one that time may cure; it is noted. */
    void note(ProvisionException e) throws ProvisionException {
      if (e.code() == ProvisionException.Code.GUEST_GONE
          || e.code() == ProvisionException.Code.INTERNAL) {
        throw e;
      }
      // At the end of the time, the attempt was cut short: it tells less than the one before.
      if (!limit.isOver()) {
        last = e.getMessage().replaceAll("\\.$", "");
      }
    }
  }

  private static void start(Wait wait, String command)
      throws ProvisionException, InterruptedException {
    try {
      int exit = wait.guest.run(command, wait.output, wait.limit.left());
      if (!STARTED.contains(exit)) {
        throw ProvisionException.exited("The restart command", exit);
      }
    } catch (ProvisionException e) {
      switch (e.code()) {
        case CONNECTION_LOST:
          // Down before it could tell its exit code.
          return;
        case COMMAND_TIMEOUT:
          wait.pause(0);
          throw e;
        default:
          throw e;
      }
    }
  }

  private static void awaitOtherBoot(Wait wait, GuestState before, long asked)
      throws ProvisionException, InterruptedException {
    while (true) {
      try {
        GuestState now = wait.guest.state(wait.limit.left(ATTEMPT));
        if (now.isRestarted(before, Duration.ofNanos(System.nanoTime() - asked))) {
          return;
        }
        wait.last = "Windows answers, but its last boot is the one before";
      } catch (ProvisionException e) {
        wait.note(e);
      }
      wait.pause(PAUSE_MILLIS);
    }
  }

  /** Some restarts are followed by another one; a shutdown that can be scheduled is the first. */
  private void awaitStaying(Wait wait) throws ProvisionException, InterruptedException {
    while (true) {
      try {
        int exit = wait.guest.runBriefly(PROBE, wait.limit.left(BRIEF));
        if (!GOING_DOWN.contains(exit)) {
          break;
        }
        wait.last = "Windows was still busy with a shutdown (" + exit + ")";
      } catch (ProvisionException e) {
        wait.note(e);
      }
      wait.pause(probePauseMillis);
    }
    // Not given up while there is time: a probe that is left over would restart the guest.
    while (true) {
      try {
        var unused = wait.guest.runBriefly(ABORT_PROBE, wait.limit.left(BRIEF));
        return;
      } catch (ProvisionException e) {
        wait.note(e);
      }
      wait.pause(PAUSE_MILLIS);
    }
  }

  private static void check(Wait wait, String command)
      throws ProvisionException, InterruptedException {
    while (true) {
      try {
        int exit = wait.guest.run(command, wait.output, wait.limit.left());
        if (exit == 0) {
          return;
        }
        wait.last = "the restart check command exited with code " + exit;
      } catch (ProvisionException e) {
        wait.note(e);
      }
      wait.pause(PAUSE_MILLIS);
    }
  }
}

package org.imageengine.engine.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.build.OnError;

/** Asks whoever sits at the terminal what becomes of a build whose customizer has failed. */
final class AskOnError implements OnError {
  private static final String QUESTION =
      "[r]etry the step, open a [s]hell in the guest, [c]ontinue without it, [a]bort and keep the"
          + " VM, clean [u]p? ";

  private final PrintStream out;
  private final BufferedReader in;
  private final Shell shell;
  private final Runnable hideProgress;

  /** Opens a shell in the guest of a failed step. */
  interface Shell {
    void open(FailedStep failed) throws EngineException, InterruptedException;
  }

  /**
   * A question that was not asked yet.
   *
   * @param hideProgress takes a live line off the terminal, so that nothing writes over the answer
   */
  AskOnError(PrintStream out, BufferedReader in, Shell shell, Runnable hideProgress) {
    this.out = out;
    this.in = in;
    this.shell = shell;
    this.hideProgress = hideProgress;
  }

  /** With the shell of this host's ssh program. */
  static Shell hostShell() {
    return failed -> {
      var unused = GuestShell.open(failed.run(), failed.vm(), List.of());
    };
  }

  @Override
  public Choice choose(FailedStep failed) throws InterruptedException {
    hideProgress.run();
    out.println(failed.failure().getMessage());
    while (true) {
      out.print(QUESTION);
      out.flush();
      switch (answer()) {
        case "r", "retry" -> {
          return Choice.RETRY;
        }
        case "c", "continue" -> {
          return Choice.CONTINUE;
        }
        case "a", "abort" -> {
          return Choice.ABORT;
        }
        case "u", "clean up", "" -> {
          return Choice.CLEAN_UP;
        }
        case "s", "shell" -> openShell(failed);
        default -> out.println("Answer with one of the letters r, s, c, a, u.");
      }
    }
  }

  private void openShell(FailedStep failed) throws InterruptedException {
    try {
      shell.open(failed);
    } catch (EngineException e) {
      out.println(e.getMessage() + e.advice().map(advice -> " " + advice).orElse(""));
    }
  }

  /** Nobody there is as an empty answer. */
  private String answer() {
    try {
      String line = in.readLine();
      return line == null ? "" : line.strip().toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      return "";
    }
  }
}

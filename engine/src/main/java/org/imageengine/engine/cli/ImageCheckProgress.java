package org.imageengine.engine.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.imageengine.distributors.OsType;
import org.imageengine.engine.build.BuildListener;
import org.imageengine.engine.build.RunOutcome;
import org.imageengine.engine.run.Phase;

/** Tells of the check of an image as it goes on: a line for each thing that was checked. */
final class ImageCheckProgress implements BuildListener {
  private final Screen screen;
  private final int count;
  private final String login;
  private final List<String> said = new ArrayList<>();
  private String current = "";
  private int done;
  private long start;

  ImageCheckProgress(Screen screen, int count, OsType system) {
    this.screen = screen;
    this.count = count;
    this.login = "Boot, " + (system == OsType.Windows ? "WinRM" : "SSH");
  }

  @Override
  public void phaseStarted(Phase phase) {
    if (phase == Phase.VALIDATING) {
      current = login;
      start = System.nanoTime();
    }
  }

  @Override
  public void stepStarted(Phase phase, int number, int of, String name) {
    if (number == 1) {
      ok(login, Duration.ofNanos(System.nanoTime() - start));
    }
    said.clear();
    current = name;
  }

  @Override
  public void stepEnded(Phase phase, int number, int of, String name, Duration took) {
    done++;
    ok(name, took);
    said.forEach(line -> screen.out().println("           " + screen.dim(line)));
    current = "";
  }

  private void ok(String what, Duration took) {
    screen
        .out()
        .printf(
            Locale.ROOT,
            "%s  %-24s %.1f s%n",
            screen.green("ok     "),
            what,
            took.toMillis() / 1e3);
  }

  /** The last word on the image. */
  void end(RunOutcome outcome) {
    if (outcome.failure().isPresent()) {
      String what = current.isEmpty() ? "Check" : current;
      screen.out().printf("%s  %s%n", screen.red("FAILURE"), what);
      screen.out().println(outcome.failure().get().getMessage());
      outcome.failure().get().advice().ifPresent(advice -> screen.out().println("-> " + advice));
    } else if (done == count) {
      screen.out().println("Builds can start from this image.");
    }
    screen.out().println("Logs: engine runs logs " + outcome.record().runId());
  }

  @Override
  public void output(Phase phase, String step, String line) {
    if (step.equals(current)) {
      said.add(line);
    }
  }

  @Override
  public void warning(Phase phase, String text) {
    screen.err().println(screen.yellow("warning: ") + text);
  }

  @Override
  public void phaseEnded(Phase phase, Duration took) {}

  @Override
  public void bootReused(String runId, double seconds) {}

  @Override
  public void stepReused(
      Phase phase, int number, int of, String name, String runId, double seconds) {}

  @Override
  public void note(Phase phase, String text) {}
}

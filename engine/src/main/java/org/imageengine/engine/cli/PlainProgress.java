package org.imageengine.engine.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import org.imageengine.engine.build.BuildListener;
import org.imageengine.engine.run.Phase;

/** Writes progress as plain lines with the time of day, for pipes and log files. */
final class PlainProgress implements BuildListener {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final PrintStream out;

  PlainProgress(PrintStream out) {
    this.out = out;
  }

  private void line(String text) {
    for (String part : text.split("\n", -1)) {
      out.println(LocalTime.now().format(TIME) + " " + part);
    }
  }

  @Override
  public void phaseStarted(Phase phase) {
    line("==> " + phase.title());
  }

  @Override
  public void phaseEnded(Phase phase, Duration took) {
    line(String.format("<== %s: %.1f s", phase.title(), took.toMillis() / 1000.0));
  }

  @Override
  public void stepStarted(Phase phase, int number, int count, String name) {
    line(String.format("--> %d/%d %s", number, count, name));
  }

  @Override
  public void stepEnded(Phase phase, int number, int count, String name, Duration took) {
    line(String.format("<-- %d/%d %s: %.1f s", number, count, name, took.toMillis() / 1000.0));
  }

  @Override
  public void bootReused(String runId, double seconds) {
    line(String.format("Booted guest: reused from run %s (%.1f s saved)", runId, seconds));
  }

  @Override
  public void stepReused(
      Phase phase, int number, int count, String name, String runId, double seconds) {
    line(
        String.format(
            "--- %d/%d %s: reused from run %s (%.1f s saved)",
            number, count, name, runId, seconds));
  }

  @Override
  public void output(Phase phase, String step, String line) {
    line("    " + step + ": " + line);
  }

  @Override
  public void note(Phase phase, String text) {
    line(text);
  }

  @Override
  public void warning(Phase phase, String text) {
    line("warning: " + text);
  }
}

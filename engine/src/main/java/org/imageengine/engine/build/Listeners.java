package org.imageengine.engine.build;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.imageengine.engine.run.Phase;

/** Tells several listeners, in order. */
final class Listeners implements BuildListener {
  private final List<BuildListener> all;

  Listeners(BuildListener... all) {
    this.all = List.of(all);
  }

  private synchronized void tell(Consumer<BuildListener> what) {
    all.forEach(what);
  }

  @Override
  public void phaseStarted(Phase phase) {
    tell(listener -> listener.phaseStarted(phase));
  }

  @Override
  public void phaseEnded(Phase phase, Duration took) {
    tell(listener -> listener.phaseEnded(phase, took));
  }

  @Override
  public void stepStarted(Phase phase, int number, int count, String name) {
    tell(listener -> listener.stepStarted(phase, number, count, name));
  }

  @Override
  public void stepEnded(Phase phase, int number, int count, String name, Duration took) {
    tell(listener -> listener.stepEnded(phase, number, count, name, took));
  }

  @Override
  public void bootReused(String runId, double seconds) {
    tell(listener -> listener.bootReused(runId, seconds));
  }

  @Override
  public void stepReused(
      Phase phase, int number, int count, String name, String runId, double seconds) {
    tell(listener -> listener.stepReused(phase, number, count, name, runId, seconds));
  }

  @Override
  public void output(Phase phase, String step, String line) {
    tell(listener -> listener.output(phase, step, line));
  }

  @Override
  public void note(Phase phase, String text) {
    tell(listener -> listener.note(phase, text));
  }

  @Override
  public void warning(Phase phase, String text) {
    tell(listener -> listener.warning(phase, text));
  }
}

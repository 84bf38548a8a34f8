package org.imageengine.engine.build;

import java.time.Duration;
import java.util.Optional;
import org.imageengine.engine.run.Phase;

/** Runs steps one after the other, and tells the listener of phases and steps. */
final class StepRunner {
  private final BuildContext context;
  private Phase phase;
  private long phaseStart;

  StepRunner(BuildContext context) {
    this.context = context;
  }

  /** Runs a step that is the only one of its kind in its phase. */
  <T> T run(Step<T> step) throws Exception {
    enter(step.phase());
    return step.run(context);
  }

  /** Runs step {@code number} of {@code count} of a phase, with its name in the logs. */
  <T> T run(Step<T> step, int number, int count) throws Exception {
    enter(step.phase());
    context.listener().stepStarted(step.phase(), number, count, step.title());
    long start = System.nanoTime();
    T result = step.run(context);
    context
        .listener()
        .stepEnded(
            step.phase(), number, count, step.title(), Duration.ofNanos(System.nanoTime() - start));
    return result;
  }

  /** The phase that the build is in, or was in when it failed. */
  Optional<Phase> phase() {
    return Optional.ofNullable(phase);
  }

  /** Begins a phase, ending the one before. */
  void enter(Phase next) {
    if (next != phase) {
      leave();
      phase = next;
      phaseStart = System.nanoTime();
      context.listener().phaseStarted(next);
    }
  }

  /** Ends the current phase. */
  void leave() {
    if (phase != null) {
      context.listener().phaseEnded(phase, Duration.ofNanos(System.nanoTime() - phaseStart));
      phase = null;
    }
  }
}

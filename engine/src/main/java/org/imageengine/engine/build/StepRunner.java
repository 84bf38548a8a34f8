package org.imageengine.engine.build;

import java.time.Duration;
import java.util.Optional;
import org.imageengine.engine.plan.Digests;
import org.imageengine.engine.run.Phase;

/** Runs steps one after the other, tells the listener of phases, and chains the steps' digests. */
final class StepRunner {
  private final BuildContext context;
  private Phase phase;
  private long phaseStart;
  private String chain;

  StepRunner(BuildContext context) {
    this.context = context;
    this.chain = context.plan().bootDigest();
  }

  /** Runs a step that is the only one of its kind in its phase. */
  <T> T run(Step<T> step) throws Exception {
    enter(step.phase());
    T result = step.run(context);
    chain = Digests.of(chain, step.inputsDigest());
    return result;
  }

  /** Runs step {@code number} of {@code count} of a phase, with its name in the logs. */
  <T> T run(Step<T> step, int number, int count) throws Exception {
    enter(step.phase());
    context.listener().stepStarted(step.phase(), number, count, step.title());
    long start = System.nanoTime();
    T result = step.run(context);
    chain = Digests.of(chain, step.inputsDigest());
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

  /** The key of the guest's state after the steps that have run. */
  String chain() {
    return chain;
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

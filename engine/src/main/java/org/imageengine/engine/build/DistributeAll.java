package org.imageengine.engine.build;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.imageengine.distributors.Distributor;
import org.imageengine.distributors.FinishedDisk;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.Failures;
import org.imageengine.engine.run.Phase;

/**
 * Writes the finished disk to all targets, several at a time. One target that fails does not take
 * the others with it.
 */
final class DistributeAll {
  /** A target reads, hashes and writes with threads of its own; more would only share the disk. */
  private static final int AT_A_TIME = 2;

  private static final Duration LETTING_GO = Duration.ofSeconds(30);

  private final BuildContext context;
  private final StepRunner steps;
  private final Build.OutputRecorder outputs;

  DistributeAll(BuildContext context, StepRunner steps, Build.OutputRecorder outputs) {
    this.context = context;
    this.steps = steps;
    this.outputs = outputs;
  }

  /**
   * Writes them; an interrupt ends all of them.
   *
   * @return the failures, in the order of the template
   */
  List<EngineException> run(FinishedDisk disk) throws InterruptedException {
    List<Distributor> targets = context.plan().distributors();
    steps.enter(Phase.DISTRIBUTING);
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int index = 0; index < targets.size(); index++) {
        Distribute step = new Distribute(targets.get(index), disk);
        int number = index + 1;
        running.add(
            threads.submit(
                () -> {
                  outputs.record(steps.run(step, number, targets.size()));
                  return null;
                }));
      }
      List<EngineException> failures = new ArrayList<>();
      for (int index = 0; index < targets.size(); index++) {
        await(running.get(index), targets.get(index), failures);
      }
      return failures;
    } finally {
      threads.shutdownNow();
      letGo(threads);
    }
  }

  private void await(Future<?> future, Distributor target, List<EngineException> failures)
      throws InterruptedException {
    try {
      future.get();
    } catch (ExecutionException e) {
      EngineException failure = Failures.of(e.getCause());
      context
          .listener()
          .warning(
              Phase.DISTRIBUTING,
              target.type()
                  + " "
                  + target.runOutputName()
                  + " was not written: "
                  + failure.getMessage());
      failures.add(failure);
    }
  }

  /** What is undone next must not be written to any more. */
  private void letGo(ExecutorService threads) {
    boolean interrupted = Thread.interrupted();
    try {
      if (!threads.awaitTermination(LETTING_GO.toNanos(), TimeUnit.NANOSECONDS)) {
        context
            .listener()
            .warning(
                Phase.DISTRIBUTING,
                "A target is still being written " + LETTING_GO.toSeconds() + " s after the stop.");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

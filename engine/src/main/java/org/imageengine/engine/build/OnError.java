package org.imageengine.engine.build;

import org.imageengine.engine.EngineException;
import org.imageengine.engine.run.RunDirectory;
import org.imageengine.engine.run.RunRecord;

/** Decides what becomes of a build whose customizer has failed. */
@FunctionalInterface
public interface OnError {
  /** As the template's {@code errorHandling} says. */
  OnError POLICY = failed -> Choice.POLICY;

  /** What can become of it. */
  enum Choice {
    /** What the template says. */
    POLICY,
    /** The build ends and its VM stays. */
    ABORT,
    /** The build ends and nothing of it stays. */
    CLEAN_UP,
    /** The customizer is run again, in the guest as it is now. */
    RETRY,
    /** The build goes on with the next customizer. */
    CONTINUE
  }

  /**
   * A customizer that has failed; its VM is still there.
   *
   * @param vm how the guest can be entered, with the key of the run
   */
  record FailedStep(RunDirectory run, RunRecord.KeptVm vm, String name, EngineException failure) {}

  Choice choose(FailedStep failed) throws InterruptedException;
}

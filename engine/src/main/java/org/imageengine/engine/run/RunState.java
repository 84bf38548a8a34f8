package org.imageengine.engine.run;

/** {@code lastRunStatus.runState} of the contract; the names are those of the API. */
public enum RunState {
  Running,
  Canceling,
  Succeeded,
  PartiallySucceeded,
  Failed,
  Canceled;

  /** True once the run will not change by itself any more. */
  public boolean isFinal() {
    return this != Running && this != Canceling;
  }
}

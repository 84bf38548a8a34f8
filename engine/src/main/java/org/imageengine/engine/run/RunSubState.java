package org.imageengine.engine.run;

/** {@code lastRunStatus.runSubState} of the contract; the names are those of the API. */
public enum RunSubState {
  Queued,
  Building,
  Customizing,
  Optimizing,
  Validating,
  Distributing
}

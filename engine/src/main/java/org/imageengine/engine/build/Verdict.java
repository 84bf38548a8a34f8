package org.imageengine.engine.build;

import java.util.Optional;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.run.RunState;

/**
 * What is to be said of a run that has ended.
 *
 * @param mayKeep the error policy may keep the VM; never after success or cancel
 */
record Verdict(
    RunState state,
    String message,
    Optional<EngineException> failure,
    int exitCode,
    boolean mayKeep) {

  static Verdict succeeded() {
    return new Verdict(RunState.Succeeded, "", Optional.empty(), 0, false);
  }

  static Verdict canceled(String message) {
    EngineException failure = new EngineException(ErrorKind.EXTERNAL, "Canceled", message, "");
    return new Verdict(RunState.Canceled, message, Optional.of(failure), RunOutcome.STOPPED, false);
  }

  static Verdict timedOut(String message, String advice) {
    EngineException failure =
        new EngineException(ErrorKind.EXTERNAL, "BuildTimeout", message, advice);
    return new Verdict(RunState.Failed, message, Optional.of(failure), RunOutcome.STOPPED, true);
  }

  /** The build itself failed; what was wrong with the template was said before it began. */
  static Verdict failed(EngineException failure) {
    return ended(RunState.Failed, failure.getMessage(), failure);
  }

  /** The build went to its end, and part of it failed. */
  static Verdict ended(RunState state, String message, EngineException first) {
    ErrorKind kind = first.kind() == ErrorKind.USER ? ErrorKind.EXTERNAL : first.kind();
    return new Verdict(state, message, Optional.of(first), kind.exitCode(), true);
  }
}

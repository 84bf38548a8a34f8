package org.imageengine.engine.build;

import java.util.Optional;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.run.RunRecord;

/** How a run ended. */
public record RunOutcome(RunRecord record, int exitCode, Optional<EngineException> failure) {

  /** Exit code of a run that was canceled or ran out of time. */
  public static final int STOPPED = 4;
}

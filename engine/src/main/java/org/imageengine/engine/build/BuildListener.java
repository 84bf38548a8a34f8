package org.imageengine.engine.build;

import java.time.Duration;
import org.imageengine.engine.run.Phase;

/** Is told what happens in a build, as it happens. Called from one thread at a time. */
public interface BuildListener {

  void phaseStarted(Phase phase);

  void phaseEnded(Phase phase, Duration took);

  /** Step {@code number} of {@code count} of a phase begins; both from 1. */
  void stepStarted(Phase phase, int number, int count, String name);

  void stepEnded(Phase phase, int number, int count, String name, Duration took);

  /** The guest goes on from what another run has booted, which took that one so long. */
  void bootReused(String runId, double seconds);

  /** A step is not run, as another run has done the same, which took that one so long. */
  void stepReused(Phase phase, int number, int count, String name, String runId, double seconds);

  /** A line that the guest, or a program the engine runs, has written. */
  void output(Phase phase, String step, String line);

  /** Something the engine itself says. */
  void note(Phase phase, String text);

  /** Something that is not as it should be and does not end the build. */
  void warning(Phase phase, String text);
}

package org.imageengine.engine.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.run.RunLock;
import org.imageengine.engine.run.RunStore;
import org.imageengine.engine.template.ImageTemplate;
import org.imageengine.engine.template.TemplateDocument;
import org.imageengine.engine.text.ProblemsException;

/** Runs a template from its file to the record of its run. */
public final class RunExecutor {
  private final Workshop workshop;

  public RunExecutor(Workshop workshop) {
    this.workshop = workshop;
  }

  /**
   * Builds the template; the calling thread is the one that {@code signal} interrupts.
   *
   * @throws ProblemsException if the template, or what it names, is wrong: no run is recorded
   * @throws EngineException if the host is not ready: no run is recorded
   */
  public RunOutcome run(
      TemplateDocument document,
      Path templateFile,
      BuildOptions options,
      BuildListener listener,
      StopSignal signal)
      throws ProblemsException, EngineException, IOException {
    ImageTemplate template = document.template();
    RunStore.NewRun newRun = new RunStore(workshop.home().runs()).create();
    try (RunLock lock = newRun.lock();
        EventLog log = new EventLog(newRun.directory());
        BuildClock clock = new BuildClock(limit(template), signal);
        HostSession session = new HostSession(workshop)) {
      Files.writeString(newRun.directory().template(), document.secrets().mask(document.armJson()));
      return new RunExecution(
              workshop,
              newRun.directory(),
              template,
              templateFile,
              listener,
              log,
              signal,
              clock,
              session,
              options)
          .run();
    }
  }

  private Duration limit(ImageTemplate template) {
    Duration most = workshop.config().duration(ConfigKey.TIMEOUTS_BUILD);
    return template.buildTimeout().compareTo(most) < 0 ? template.buildTimeout() : most;
  }
}

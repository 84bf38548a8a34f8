package org.imageengine.engine.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.imageengine.engine.build.BuildListener;
import org.imageengine.engine.build.RunExecutor;
import org.imageengine.engine.build.RunOutcome;
import org.imageengine.engine.build.StopSignal;
import org.imageengine.engine.build.Workshop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code engine run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Build an image from a template.",
      "Boots the source image, runs the customizers, generalizes, validates, and writes the"
          + " outputs. Ctrl-C cancels and cleans up; a second Ctrl-C stops at once."
    },
    footer = {"", "Example:", "  engine run conf/examples/hello-linux.json"})
final class RunCommand implements Callable<Integer> {
  @ParentCommand private EngineCommand engine;

  @Parameters(paramLabel = "TEMPLATE", description = "The template, as JSON.")
  private Path template;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "TEXT",
      description =
          "json: standard output holds one JSON document that describes the run; progress goes to"
              + " standard error.")
  private OutputFormat output;

  @Override
  public Integer call() throws Exception {
    Screen screen = engine.screen();
    StopSignal signal = new StopSignal(Thread.currentThread());
    boolean json = output == OutputFormat.JSON;
    BuildListener progress;
    LiveProgress live = null;
    if (!json && screen.outIsTerminal()) {
      live = new LiveProgress(screen);
      progress = live;
    } else {
      progress = new PlainProgress(json ? screen.err() : screen.out());
    }
    Workshop workshop = engine.workshop();
    Signals.cancelOn(signal, screen.err());
    RunOutcome outcome;
    try {
      outcome = new RunExecutor(workshop).run(template, progress, signal);
    } finally {
      if (live != null) {
        live.close();
      }
    }
    if (json) {
      screen.out().println(RunReport.json(outcome.record()));
    } else {
      new RunReport(screen).print(outcome, workshop.runs());
    }
    return outcome.exitCode();
  }
}

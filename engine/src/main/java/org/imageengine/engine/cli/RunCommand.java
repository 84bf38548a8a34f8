package org.imageengine.engine.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
    Workshop workshop = engine.workshop();
    RunExecutor executor = new RunExecutor(workshop);
    RunOutcome outcome;
    if (!json && screen.outIsTerminal()) {
      try (LiveProgress progress = new LiveProgress(screen)) {
        Signals.cancelOn(signal, progress::say);
        outcome = executor.run(template, progress, signal);
      }
    } else {
      Signals.cancelOn(signal, screen.err()::println);
      PrintStream plain = json ? screen.err() : screen.out();
      outcome = executor.run(template, new PlainProgress(plain), signal);
    }
    if (json) {
      screen.out().println(RunReport.json(outcome.record()));
    } else {
      new RunReport(screen).print(outcome, workshop.runs());
    }
    return outcome.exitCode();
  }
}

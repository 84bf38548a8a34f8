package org.imageengine.engine.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import org.imageengine.engine.build.Reuse;
import org.imageengine.engine.build.RunExecutor;
import org.imageengine.engine.build.RunOutcome;
import org.imageengine.engine.build.StopSignal;
import org.imageengine.engine.build.Workshop;
import org.imageengine.engine.plan.GalleryMaker;
import org.imageengine.engine.template.TemplateDocument;
import picocli.CommandLine.Option;

/** How a build is run and told of, by every command that builds. */
final class RunOptions {
  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "TEXT",
      description =
          "json: standard output holds one JSON document that describes the run; progress goes to"
              + " standard error.")
  private OutputFormat output;

  /** Builds a template to its end; answers with the exit code. */
  int run(EngineCommand engine, Path template, ParameterOptions parameters, Reuse reuse)
      throws Exception {
    Screen screen = engine.screen();
    StopSignal signal = new StopSignal(Thread.currentThread());
    boolean json = output == OutputFormat.JSON;
    TemplateDocument document = parameters.read(template, engine.config());
    ProblemPrinter printer = new ProblemPrinter(screen);
    printer.warnings(document.warnings());
    printer.others(document, parameters.createGalleries());
    Workshop workshop = engine.workshop();
    if (parameters.createGalleries()) {
      new GalleryMaker(workshop.catalog())
          .make(document.galleries())
          .forEach(screen.err()::println);
    }
    RunExecutor executor = new RunExecutor(workshop);
    RunOutcome outcome;
    if (!json && screen.outIsTerminal()) {
      try (LiveProgress progress = new LiveProgress(screen)) {
        Signals.cancelOn(signal, progress::say);
        outcome = executor.run(document, template, reuse, progress, signal);
      }
    } else {
      Signals.cancelOn(signal, screen.err()::println);
      PrintStream plain = json ? screen.err() : screen.out();
      outcome = executor.run(document, template, reuse, new PlainProgress(plain), signal);
    }
    if (json) {
      screen.out().println(RunReport.json(outcome.record()));
    } else {
      new RunReport(screen).print(outcome, workshop.runs());
    }
    return outcome.exitCode();
  }
}

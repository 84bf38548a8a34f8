package org.imageengine.engine.cli;

import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.file.Path;
import org.imageengine.engine.build.BuildOptions;
import org.imageengine.engine.build.OnError;
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

  /** What becomes of a build whose customizer has failed. */
  enum ErrorChoice {
    /** As the template says. */
    TEMPLATE,
    /** Its VM stays. */
    ABORT,
    /** Nothing stays. */
    CLEANUP,
    /** Whoever sits at the terminal says. */
    ASK
  }

  @Option(
      names = "--on-error",
      paramLabel = "template|abort|cleanup|ask",
      defaultValue = "TEMPLATE",
      description =
          "After a failed customizer: what the template says, keep the VM, clean up, or ask (retry,"
              + " shell, continue, abort, clean up) where there is a terminal.")
  private ErrorChoice onError;

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
        BuildOptions options = new BuildOptions(reuse, onError(screen, progress::hide));
        outcome = executor.run(document, template, options, progress, signal);
      }
    } else {
      Signals.cancelOn(signal, screen.err()::println);
      PrintStream plain = json ? screen.err() : screen.out();
      BuildOptions options = new BuildOptions(reuse, onError(screen, () -> {}));
      outcome = executor.run(document, template, options, new PlainProgress(plain), signal);
    }
    if (json) {
      screen.out().println(RunReport.json(outcome.record()));
    } else {
      new RunReport(screen).print(outcome, workshop.runs());
    }
    return outcome.exitCode();
  }

  private OnError onError(Screen screen, Runnable hideProgress) {
    return switch (onError) {
      case TEMPLATE -> OnError.POLICY;
      case ABORT -> failed -> OnError.Choice.ABORT;
      case CLEANUP -> failed -> OnError.Choice.CLEAN_UP;
      case ASK ->
          System.console() == null
              ? OnError.POLICY
              : new AskOnError(
                  screen.out(),
                  new BufferedReader(System.console().reader()),
                  AskOnError.hostShell(),
                  hideProgress);
    };
  }
}

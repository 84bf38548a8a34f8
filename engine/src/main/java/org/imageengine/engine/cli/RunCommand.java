package org.imageengine.engine.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.imageengine.engine.build.RunExecutor;
import org.imageengine.engine.build.RunOutcome;
import org.imageengine.engine.build.StopSignal;
import org.imageengine.engine.build.Workshop;
import org.imageengine.engine.plan.GalleryMaker;
import org.imageengine.engine.template.TemplateDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
    footer = {
      "",
      "Examples:",
      "  engine run conf/examples/hello-linux.json",
      "  engine run main.bicep --parameters main.bicepparam --parameter imageName=golden"
    })
final class RunCommand implements Callable<Integer> {
  @ParentCommand private EngineCommand engine;

  @Mixin private TemplateOptions template;

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
    TemplateDocument document = template.read(engine.config());
    ProblemPrinter printer = new ProblemPrinter(screen);
    printer.warnings(document.warnings());
    printer.others(document, template.createGalleries());
    Workshop workshop = engine.workshop();
    if (template.createGalleries()) {
      new GalleryMaker(workshop.catalog())
          .make(document.galleries())
          .forEach(screen.err()::println);
    }
    RunExecutor executor = new RunExecutor(workshop);
    RunOutcome outcome;
    if (!json && screen.outIsTerminal()) {
      try (LiveProgress progress = new LiveProgress(screen)) {
        Signals.cancelOn(signal, progress::say);
        outcome = executor.run(document, template.file(), progress, signal);
      }
    } else {
      Signals.cancelOn(signal, screen.err()::println);
      PrintStream plain = json ? screen.err() : screen.out();
      outcome = executor.run(document, template.file(), new PlainProgress(plain), signal);
    }
    if (json) {
      screen.out().println(RunReport.json(outcome.record()));
    } else {
      new RunReport(screen).print(outcome, workshop.runs());
    }
    return outcome.exitCode();
  }
}

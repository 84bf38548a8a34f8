package org.imageengine.engine.cli;

import java.util.concurrent.Callable;
import org.imageengine.engine.template.TemplateDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code engine compile}. */
@Command(
    name = "compile",
    mixinStandardHelpOptions = true,
    description = {
      "Print the image template of a file as ARM JSON, with every expression evaluated.",
      "What it prints is a template itself. The values of secure parameters are in it."
    },
    footer = {"", "Example:", "  engine compile main.bicep --parameters main.bicepparam"})
final class CompileCommand implements Callable<Integer> {
  @ParentCommand private EngineCommand engine;
  @Mixin private TemplateOptions template;

  @Override
  public Integer call() throws Exception {
    TemplateDocument document = template.read(engine.config());
    ProblemPrinter printer = new ProblemPrinter(engine.screen());
    printer.warnings(document.warnings());
    printer.others(document, true);
    engine.screen().out().print(document.armJson());
    return 0;
  }
}

package org.imageengine.engine.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.imageengine.engine.template.ImageTemplate;
import org.imageengine.engine.template.TemplateReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code engine validate}. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Check a template without building it.",
      "Reads the template, and looks up the source image, the VM size and the targets it names."
          + " Nothing is fetched and nothing is started."
    })
final class ValidateCommand implements Callable<Integer> {
  @ParentCommand private EngineCommand engine;

  @Parameters(paramLabel = "TEMPLATE", description = "The template, as JSON.")
  private Path template;

  @Option(
      names = "--syntax-only",
      description = "Check the text alone, not what it names on this host.")
  private boolean syntaxOnly;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "TEXT",
      description = "json: problems as the details of an Azure error.")
  private OutputFormat output;

  @Override
  public Integer call() throws Exception {
    ImageTemplate read = TemplateReader.read(template);
    if (!syntaxOnly) {
      engine.workshopAsItIs().planner().check(read);
    }
    if (output == OutputFormat.JSON) {
      engine.screen().out().println("{\"status\": \"Succeeded\"}");
    } else {
      engine
          .screen()
          .out()
          .printf(
              "%s is a valid template: %d customizers, %d validators, %d targets.%n",
              template,
              read.customizers().size(),
              read.validation().validators().size(),
              read.distributions().size());
    }
    return 0;
  }
}

package org.imageengine.engine.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.imageengine.engine.template.ImageTemplate;
import org.imageengine.engine.template.TemplateDocument;
import org.imageengine.engine.text.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code engine validate}. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Check a template without building it.",
      "Reads the template, and looks up the source image, the VM size and the targets it names."
          + " Nothing is fetched and nothing is started."
    },
    footer = {
      "",
      "Examples:",
      "  engine validate template.json",
      "  engine validate main.bicep --parameters main.bicepparam --syntax-only"
    })
final class ValidateCommand implements Callable<Integer> {
  @ParentCommand private EngineCommand engine;
  @Mixin private TemplateOptions template;

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
    engine.createMissingGalleries(template.createGalleries());
    TemplateDocument document = template.read(engine.config());
    List<Problem> warnings = new ArrayList<>(document.warnings());
    boolean json = output == OutputFormat.JSON;
    ProblemPrinter printer = new ProblemPrinter(engine.screen());
    if (!json) {
      printer.warnings(warnings);
      printer.others(document, template.createGalleries());
    }
    if (!syntaxOnly) {
      List<Problem> found = engine.workshopAsItIs().planner().check(document.template());
      warnings.addAll(found);
      if (!json) {
        printer.warnings(found);
      }
    }
    if (json) {
      engine.screen().out().println(json(document, warnings));
    } else {
      engine.screen().out().println(summary(document.template()));
    }
    return 0;
  }

  private String summary(ImageTemplate read) {
    return String.format(
        "%s is a valid template: %d customizers, %d validators, %d targets.",
        template.file(),
        read.customizers().size(),
        read.validation().validators().size(),
        read.distributions().size());
  }

  private static String json(TemplateDocument document, List<Problem> warnings) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("status", "Succeeded");
    root.put("template", document.template().name());
    ArrayNode details = root.putArray("warnings");
    warnings.forEach(warning -> details.add(ErrorPrinter.detail(warning)));
    return ErrorPrinter.pretty(root);
  }
}

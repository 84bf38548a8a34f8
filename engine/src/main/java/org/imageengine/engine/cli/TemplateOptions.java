package org.imageengine.engine.cli;

import java.nio.file.Path;
import org.imageengine.engine.config.EngineConfig;
import org.imageengine.engine.template.TemplateDocument;
import org.imageengine.engine.text.ProblemsException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The template of a command, with its parameters. */
final class TemplateOptions {
  @Parameters(
      paramLabel = "TEMPLATE",
      description = "The template: ARM JSON, Bicep, or a .bicepparam file that names one.")
  private Path template;

  @Mixin private ParameterOptions parameters;

  Path file() {
    return template;
  }

  ParameterOptions parameters() {
    return parameters;
  }

  boolean createGalleries() {
    return parameters.createGalleries();
  }

  /** Reads the template, and says what is worth a change. */
  TemplateDocument read(EngineConfig config) throws ProblemsException {
    return parameters.read(template, config);
  }
}

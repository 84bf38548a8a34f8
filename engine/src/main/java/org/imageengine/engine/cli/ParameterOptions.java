package org.imageengine.engine.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.config.EngineConfig;
import org.imageengine.engine.expression.DeploymentFacts;
import org.imageengine.engine.template.TemplateDocument;
import org.imageengine.engine.template.TemplateReader;
import org.imageengine.engine.template.TemplateRequest;
import org.imageengine.engine.text.ProblemsException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The parameters of a template, and where it would be deployed to. */
final class ParameterOptions {
  @Option(
      names = {"--parameters", "-p"},
      paramLabel = "FILE",
      description = "A parameter file, JSON or .bicepparam. Later ones override earlier ones.")
  private List<Path> parameterFiles = new ArrayList<>();

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description =
          "The value of one parameter; JSON where the parameter is no string, @FILE for the content"
              + " of a file.")
  private List<String> parameters = new ArrayList<>();

  @Option(
      names = "--template-name",
      paramLabel = "NAME",
      description = "Which image template, where the file has several.")
  private String templateName;

  @Mixin private ResourceScope scope;

  @Option(
      names = "--location",
      paramLabel = "REGION",
      description = "What resourceGroup().location is; the configuration's where not given.")
  private String location;

  @Option(
      names = "--create-galleries",
      description =
          "Make the galleries and image definitions that the file declares; plan and validate take"
              + " them as made.")
  private boolean createGalleries;

  boolean createGalleries() {
    return createGalleries;
  }

  /** Reads a template with them, and says what is worth a change. */
  TemplateDocument read(Path template, EngineConfig config) throws ProblemsException {
    return TemplateReader.read(
        new TemplateRequest(
            template,
            parameterFiles,
            parameters,
            Optional.ofNullable(templateName),
            new DeploymentFacts(
                config.get(ConfigKey.TENANT),
                scope.subscription(config),
                scope.resourceGroup(config),
                location != null ? location : config.get(ConfigKey.LOCATION),
                "engine"),
            new TemplateRequest.Rules(
                config.get(ConfigKey.TEMPLATE_LINUX_FILE_DESTINATIONS).equals("any"))));
  }
}

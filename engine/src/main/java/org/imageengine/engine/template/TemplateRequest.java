package org.imageengine.engine.template;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.imageengine.engine.expression.DeploymentFacts;

/**
 * Which template to read, and what its parameters are.
 *
 * @param file a template in any form, or a {@code .bicepparam} file that names one
 * @param parameterFiles later ones override earlier ones
 * @param parameters {@code name=value}, which override the files; {@code name=@file} reads the file
 * @param templateName which image template is meant where the file has several
 * @param facts where the template is deployed to, for the expressions that ask
 * @param rules the choices of this host
 */
public record TemplateRequest(
    Path file,
    List<Path> parameterFiles,
    List<String> parameters,
    Optional<String> templateName,
    DeploymentFacts facts,
    Rules rules) {

  public TemplateRequest {
    parameterFiles = List.copyOf(parameterFiles);
    parameters = List.copyOf(parameters);
  }

  /**
   * Checks that a host can relax.
   *
   * @param anyLinuxDestination files may go anywhere in a Linux guest, not only below /tmp
   */
  public record Rules(boolean anyLinuxDestination) {}

  /** A request for a file without parameters, deployed to nowhere in particular. */
  public static TemplateRequest of(Path file) {
    String none = "00000000-0000-0000-0000-000000000000";
    return new TemplateRequest(
        file,
        List.of(),
        List.of(),
        Optional.empty(),
        new DeploymentFacts(none, none, "engine", "local", "engine"),
        new Rules(false));
  }
}

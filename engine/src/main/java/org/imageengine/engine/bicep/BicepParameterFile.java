package org.imageengine.engine.bicep;

import java.nio.file.Path;
import java.util.Optional;
import org.imageengine.engine.deployment.Deployment;
import org.imageengine.engine.deployment.DeploymentScope;
import org.imageengine.engine.deployment.GivenParameters;
import org.imageengine.engine.expression.DeploymentFacts;
import org.imageengine.engine.expression.Session;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.engine.text.ValueReader;

/**
 * A {@code .bicepparam} file.
 *
 * @param template the file behind {@code using}
 * @param values the values that it gives
 */
public record BicepParameterFile(Optional<Path> template, GivenParameters values) {
  private static final int MOST_EXTENDED = 10;

  /**
   * Reads a parameter file.
   *
   * @throws ProblemsException if the file cannot be read or is no Bicep
   */
  public static BicepParameterFile read(
      Path file, DeploymentFacts facts, Session session, Problems problems)
      throws ProblemsException {
    return read(file, facts, session, problems, 0);
  }

  private static BicepParameterFile read(
      Path file, DeploymentFacts facts, Session session, Problems problems, int extended)
      throws ProblemsException {
    BicepParser.ProgramContext program =
        BicepSyntax.program(file.toString(), ValueReader.readText(file), problems);
    Deployment deployment =
        BicepReader.readParameters(file, program, new BicepProject(problems), problems)
            .deployment();
    GivenParameters values = new GivenParameters();
    Optional<Path> template = Optional.empty();
    LocalFiles files = new LocalFiles(file);
    BicepStrings strings =
        new BicepStrings(
            file.toString(),
            problems,
            context -> {
              throw new IllegalStateException("a path without expressions");
            });
    for (BicepParser.StatementContext statement : program.statement()) {
      if (statement.using() != null && statement.using().string() != null) {
        Position at = new Position(file.toString(), statement.getStart().getLine(), 1, "using");
        Optional<String> name = plain(strings, statement.using().string());
        if (name.isPresent()) {
          template = Optional.of(files.path(name.get(), at));
        }
      } else if (statement.extending() != null && extended < MOST_EXTENDED) {
        Position at = new Position(file.toString(), statement.getStart().getLine(), 1, "extends");
        Optional<String> name = plain(strings, statement.extending().string());
        if (name.isPresent()) {
          values.putAll(
              read(files.path(name.get(), at), facts, session, problems, extended + 1).values());
        }
      }
    }
    DeploymentScope scope =
        new DeploymentScope(deployment, new GivenParameters(), facts, session, Optional.empty());
    deployment
        .parameters()
        .forEach(
            (name, parameter) ->
                values.put(name, parameter.at(), type -> scope.parameter(name, parameter.at())));
    return new BicepParameterFile(template, values);
  }

  private static Optional<String> plain(BicepStrings strings, BicepParser.StringContext string) {
    return string.stringPart().stream().anyMatch(part -> part.expression() != null)
        ? Optional.empty()
        : strings.plain(string);
  }
}

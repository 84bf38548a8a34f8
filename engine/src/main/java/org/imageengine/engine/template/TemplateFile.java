package org.imageengine.engine.template;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imageengine.engine.arm.ArmReader;
import org.imageengine.engine.arm.ParameterFile;
import org.imageengine.engine.bicep.BicepParameterFile;
import org.imageengine.engine.bicep.BicepProject;
import org.imageengine.engine.deployment.Deployment;
import org.imageengine.engine.deployment.GivenParameters;
import org.imageengine.engine.expression.DeploymentFacts;
import org.imageengine.engine.expression.Session;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.engine.text.Value;
import org.imageengine.engine.text.ValueReader;

/**
 * Reads a template file of any form: a resource by itself, an ARM deployment template, or Bicep.
 * What form it is, its content tells.
 */
final class TemplateFile {
  private static final Pattern COMMENT =
      Pattern.compile("\\G(\\s+|//[^\\n]*|/\\*.*?\\*/)", Pattern.DOTALL);
  private static final Pattern USING = Pattern.compile("(?m)^\\s*using\\s+('|none)");

  private final Session session;
  private final Problems problems;
  private final DeploymentFacts facts;

  TemplateFile(Session session, Problems problems, DeploymentFacts facts) {
    this.session = session;
    this.problems = problems;
    this.facts = facts;
  }

  /** A template and the values of its parameters. */
  record Read(Deployment deployment, GivenParameters given) {}

  Read read(TemplateRequest request) throws ProblemsException {
    GivenParameters given = new GivenParameters();
    Path file = request.file();
    String text = ValueReader.readText(file);
    if (!isJson(text) && USING.matcher(text).find()) {
      BicepParameterFile parameters = BicepParameterFile.read(file, facts, session, problems);
      given.putAll(parameters.values());
      file = parameters.template().orElseThrow(() -> noTemplate(request.file()));
      text = ValueReader.readText(file);
    }
    final Deployment deployment = isJson(text) ? json(file, text) : bicep(file);
    List<String> options = new ArrayList<>();
    for (Path parameterFile : request.parameterFiles()) {
      String name = parameterFile.toString();
      if (name.indexOf('=') > 0 && !name.startsWith("@") && !parameterFile.toFile().exists()) {
        options.add(name);
      } else {
        given.putAll(parameters(name.startsWith("@") ? Path.of(name.substring(1)) : parameterFile));
      }
    }
    options.addAll(request.parameters());
    ParameterOptions reader = new ParameterOptions(problems);
    options.forEach(option -> reader.read(option, given));
    return new Read(deployment, given);
  }

  private static ProblemsException noTemplate(Path file) {
    return new ProblemsException(
        List.of(
            Problem.of(
                new Position(file.toString(), 1, 1, ""),
                "NoTemplate",
                "The parameter file does not say which template it is for.",
                "Begin it with: using 'main.bicep'")));
  }

  /** Whether the first thing in the text, behind blanks and comments, is an object. */
  static boolean isJson(String text) {
    Matcher comment = COMMENT.matcher(text);
    int start = 0;
    while (comment.find()) {
      start = comment.end();
    }
    return start < text.length() && (text.charAt(start) == '{' || text.charAt(start) == '[')
        || start == text.length();
  }

  private Deployment json(Path file, String text) throws ProblemsException {
    Value value = ValueReader.json(file.toString(), text);
    if (!(value instanceof Value.ObjectValue object)) {
      throw new ProblemsException(
          List.of(
              Problem.of(
                  value.at(),
                  "WrongType",
                  "A template is an object, this is " + value.kind() + ".")));
    }
    if (ArmReader.isDeployment(value)) {
      return ArmReader.read(object, problems);
    }
    if (ParameterFileShape.looksLikeOne(object)) {
      throw new ProblemsException(
          List.of(
              Problem.of(
                  value.at(),
                  "NotATemplate",
                  "This is a parameter file, not a template.",
                  "Give the template, and this with --parameters " + file + ".")));
    }
    return ArmReader.ofResource(object, nameOf(file), problems);
  }

  /** Tells parameter files, which have no resources. */
  private static final class ParameterFileShape {
    static boolean looksLikeOne(Value.ObjectValue object) {
      return object.members().containsKey("parameters")
          && !object.members().containsKey("type")
          && !object.members().containsKey("properties");
    }
  }

  private Deployment bicep(Path file) throws ProblemsException {
    return new BicepProject(problems).template(file);
  }

  private GivenParameters parameters(Path file) throws ProblemsException {
    String text = ValueReader.readText(file);
    return isJson(text)
        ? ParameterFile.read(ValueReader.json(file.toString(), text), problems)
        : BicepParameterFile.read(file, facts, session, problems).values();
  }

  /** The name of a resource that has none: that of its file, in legal characters. */
  private static String nameOf(Path file) {
    String name =
        Optional.ofNullable(file.getFileName())
            .map(last -> last.toString().replaceFirst("\\.[^.]*$", ""))
            .orElse("");
    String legal = name.replaceAll("[^A-Za-z0-9-_.]", "-");
    return legal.isEmpty() ? "template" : legal.substring(0, Math.min(64, legal.length()));
  }
}

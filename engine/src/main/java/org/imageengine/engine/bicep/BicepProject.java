package org.imageengine.engine.bicep;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.imageengine.engine.arm.ArmReader;
import org.imageengine.engine.deployment.Deployment;
import org.imageengine.engine.deployment.Deployment.ModuleContent;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.engine.text.Value;
import org.imageengine.engine.text.ValueReader;

/** The Bicep files that belong together: a template, its modules, and what they import. */
public final class BicepProject {
  private final Problems problems;
  private final Map<Path, Deployment> deployments = new HashMap<>();
  private final Map<Path, BicepExports> exports = new HashMap<>();
  private final Deque<Path> open = new ArrayDeque<>();

  public BicepProject(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads a template with its modules.
   *
   * @throws ProblemsException if the file cannot be read or is no Bicep; what is wrong beyond its
   *     syntax goes to the problems of this project
   */
  public Deployment template(Path file) throws ProblemsException {
    Deployment known = deployments.get(file);
    if (known != null) {
      return known;
    }
    open.push(file);
    try {
      Deployment read = BicepReader.read(file, "", this, problems).deployment();
      deployments.put(file, read);
      return read;
    } finally {
      open.pop();
    }
  }

  /** What a file exports; its names in the deployment begin with that of the file. */
  BicepExports exports(Path file) throws ProblemsException {
    BicepExports known = exports.get(file);
    if (known != null) {
      return known;
    }
    open.push(file);
    try {
      BicepExports read = BicepReader.read(file, file + "#", this, problems);
      exports.put(file, read);
      return read;
    } finally {
      open.pop();
    }
  }

  /** Whether the file is being read at this moment, so that reading it again would never end. */
  boolean isOpen(Path file) {
    return open.contains(file);
  }

  /** A module; one that cannot be read is told of only when something of it is needed. */
  ModuleContent module(String name, Position at, LocalFiles files) {
    if (isOfRegistry(name)) {
      return new ModuleContent.Unreadable(List.of(inRegistry("The module", name, at)));
    }
    try {
      Path file = files.path(name, at);
      if (isOpen(file)) {
        return unreadable(at, "The module " + file + " uses itself, by way of " + shown() + ".");
      }
      return new ModuleContent.Readable(name.endsWith(".bicep") ? template(file) : arm(file));
    } catch (ProblemsException e) {
      return new ModuleContent.Unreadable(
          e.problems().stream().map(problem -> ofModule(problem, name, at)).toList());
    }
  }

  /** A file that is not there is told at the place that names it; all else in the file. */
  private static Problem ofModule(Problem problem, String name, Position at) {
    return problem.code().equals("Unreadable")
        ? Problem.of(at, "Unreadable", "The module \"" + name + "\": " + problem.message())
        : problem;
  }

  /** Whether a path is not that of a file beside the template. */
  static boolean isOfRegistry(String name) {
    return name.matches("(br|ts)[:/].*");
  }

  static Problem inRegistry(String what, String name, Position at) {
    return Problem.of(
        at,
        "ModuleNotRead",
        what + " \"" + name + "\" is in a registry, which is not asked.",
        "Compile the template with: bicep build, and give the JSON that it writes.");
  }

  String shown() {
    List<String> names = open.stream().map(Path::toString).toList();
    return String.join(", ", names);
  }

  private Deployment arm(Path file) throws ProblemsException {
    Value value = ValueReader.readFile(file);
    if (value instanceof Value.ObjectValue object && ArmReader.isDeployment(value)) {
      return ArmReader.read(object, problems);
    }
    throw new ProblemsException(
        List.of(
            Problem.of(
                value.at(), "Syntax", "This is no ARM template, which a module has to be.")));
  }

  private static ModuleContent unreadable(Position at, String message) {
    return new ModuleContent.Unreadable(List.of(Problem.of(at, "ModuleNotRead", message)));
  }
}

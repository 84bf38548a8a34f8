package org.imageengine.engine.deployment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;

/**
 * A template as it was written, in ARM JSON or in Bicep, with nothing evaluated yet: what both
 * languages have in common.
 *
 * @param names whether names differ by case, as in Bicep, or not, as in ARM JSON
 * @param types the types that the template defines, by name
 */
public record Deployment(
    Position at,
    Names names,
    Level level,
    Map<String, ParameterDeclaration> parameters,
    Map<String, Expression> variables,
    List<FunctionDeclaration> functions,
    Map<String, TypeSpec> types,
    List<ResourceDeclaration> resources,
    List<ModuleDeclaration> modules,
    Map<String, Expression> outputs) {

  /** Whether names differ by case. */
  public enum Names {
    CASE_SENSITIVE,
    CASE_INSENSITIVE
  }

  /** What a template is deployed to. */
  public enum Level {
    RESOURCE_GROUP,
    SUBSCRIPTION,
    OTHER
  }

  /** A parameter. */
  public record ParameterDeclaration(
      Position at, String name, TypeSpec type, Optional<Expression> defaultValue, boolean secure) {}

  /** A function that the template defines; its name has its namespace before it, if it has one. */
  public record FunctionDeclaration(
      Position at, String name, List<String> parameters, Expression body) {}

  /**
   * A resource.
   *
   * @param symbol its symbolic name, where it has one
   * @param type the whole type, with those of its parents
   * @param name its own name; behind that of {@code parent}, if there is one
   * @param existing only refers to a resource that is there already
   * @param body the object with {@code location}, {@code properties} and so on
   */
  public record ResourceDeclaration(
      Position at,
      Optional<String> symbol,
      Expression type,
      Expression apiVersion,
      Expression name,
      Optional<Expression.ResourceReference> parent,
      Optional<Expression> scope,
      Optional<Expression> condition,
      Optional<LoopHead> loop,
      boolean existing,
      Expression body) {}

  /**
   * The loop around a resource or module.
   *
   * @param items the local names of the item
   * @param indexes the local names of its index
   */
  public record LoopHead(
      Position at,
      Expression over,
      List<String> items,
      List<String> indexes,
      Optional<Expression> condition) {}

  /**
   * A nested deployment or Bicep module.
   *
   * @param content the template; or what is said if something of it is needed
   * @param isInner whether it has parameters and variables of its own
   */
  public record ModuleDeclaration(
      Position at,
      Optional<String> symbol,
      Expression name,
      Optional<Expression> scope,
      Optional<Expression> condition,
      Optional<LoopHead> loop,
      Map<String, Expression> parameters,
      ModuleContent content,
      boolean isInner) {}

  /** What a module refers to. */
  public sealed interface ModuleContent {
    /** A template that could be read. */
    record Readable(Deployment deployment) implements ModuleContent {}

    /** One that could not, and all that is wrong with it. */
    record Unreadable(List<Problem> problems) implements ModuleContent {
      public Unreadable {
        problems = List.copyOf(problems);
      }
    }
  }
}

package org.imageengine.engine.expression;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Value;

/** What the names in the expressions of one template or module stand for. */
public interface Scope {

  /**
   * The value of a parameter.
   *
   * @throws EvaluationException where there is none of that name, or it has no value
   */
  Value parameter(String name, Position at);

  /**
   * The value of a variable.
   *
   * @throws EvaluationException where there is none of that name, or its value refers to itself
   */
  Value variable(String name, Position at);

  /**
   * A member of a resource or module of the same file, down a path of names.
   *
   * @throws EvaluationException where its value is known only once the resource is deployed
   */
  Value resourceMember(
      Expression.ResourceReference resource, List<String> path, Environment locals, Position at);

  /**
   * An output of a nested deployment of the same file.
   *
   * @param deployment its name, resource ID or symbolic name
   * @param path {@code outputs}, the name of the output, {@code value}, and names below it
   * @return nothing if the file has no such deployment
   */
  Optional<Value> deploymentOutput(String deployment, List<String> path, Position at);

  /** A function that the template defines; names ignore case. */
  Optional<UserFunction> function(String name);

  /** The names of the functions that the template defines. */
  Collection<String> functionNames();

  /** Where the template is deployed to. */
  DeploymentFacts facts();

  /**
   * The parameter whose default is worked out, where that is so: only there may {@code utcNow} and
   * {@code newGuid} stand.
   */
  Optional<String> defaultOf();
}

package org.imageengine.engine.expression;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Suggestions;
import org.imageengine.engine.text.Value;

/** The names inside a user-defined function: its parameters, which hide those of the template. */
final class FunctionScope implements Scope {
  private final UserFunction function;
  private final Map<String, Value> arguments = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  FunctionScope(UserFunction function, Map<String, Value> arguments) {
    this.function = function;
    this.arguments.putAll(arguments);
  }

  @Override
  public Value parameter(String name, Position at) {
    Value argument = arguments.get(name);
    if (argument == null) {
      throw Evaluator.failure(
          at,
          "The function " + function.name() + "() has no parameter \"" + name + "\".",
          arguments.isEmpty() ? "" : Suggestions.didYouMean(name, arguments.keySet()));
    }
    return argument;
  }

  @Override
  public Value variable(String name, Position at) {
    return function.scope().variable(name, at);
  }

  @Override
  public Value resourceMember(
      Expression.ResourceReference resource, List<String> path, Environment locals, Position at) {
    return function.scope().resourceMember(resource, path, locals, at);
  }

  @Override
  public Optional<Value> deploymentOutput(String deployment, List<String> path, Position at) {
    return function.scope().deploymentOutput(deployment, path, at);
  }

  @Override
  public Optional<UserFunction> function(String name) {
    return function.scope().function(name);
  }

  @Override
  public Collection<String> functionNames() {
    return function.scope().functionNames();
  }

  @Override
  public DeploymentFacts facts() {
    return function.scope().facts();
  }

  @Override
  public Optional<String> defaultOf() {
    return function.scope().defaultOf();
  }
}

package org.imageengine.engine.deployment;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.imageengine.engine.expression.DeploymentFacts;
import org.imageengine.engine.expression.Environment;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.expression.Scope;
import org.imageengine.engine.expression.UserFunction;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Value;

/** The names of a template inside the default of a parameter, where time and chance are allowed. */
final class DefaultScope implements Scope {
  private final Scope template;
  private final String parameter;

  DefaultScope(Scope template, String parameter) {
    this.template = template;
    this.parameter = parameter;
  }

  @Override
  public Optional<String> defaultOf() {
    return Optional.of(parameter);
  }

  @Override
  public Value parameter(String name, Position at) {
    return template.parameter(name, at);
  }

  @Override
  public Value variable(String name, Position at) {
    return template.variable(name, at);
  }

  @Override
  public Value resourceMember(
      Expression.ResourceReference resource, List<String> path, Environment locals, Position at) {
    return template.resourceMember(resource, path, locals, at);
  }

  @Override
  public Optional<Value> deploymentOutput(String deployment, List<String> path, Position at) {
    return template.deploymentOutput(deployment, path, at);
  }

  @Override
  public Optional<UserFunction> function(String name) {
    return template.function(name);
  }

  @Override
  public Collection<String> functionNames() {
    return template.functionNames();
  }

  @Override
  public DeploymentFacts facts() {
    return template.facts();
  }
}

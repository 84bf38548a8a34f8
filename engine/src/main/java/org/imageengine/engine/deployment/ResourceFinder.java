package org.imageengine.engine.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.imageengine.engine.deployment.Deployment.LoopHead;
import org.imageengine.engine.deployment.Deployment.ModuleDeclaration;
import org.imageengine.engine.deployment.Deployment.ResourceDeclaration;
import org.imageengine.engine.expression.DeploymentFacts;
import org.imageengine.engine.expression.Environment;
import org.imageengine.engine.expression.EvaluationException;
import org.imageengine.engine.expression.Evaluator;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.Value;

/**
 * Goes through the resources of a template and its modules, and evaluates those of the wanted
 * types. Of all others nothing is evaluated but type and name, for the report.
 */
public final class ResourceFinder {
  private final Predicate<String> wanted;
  private final List<Found> found = new ArrayList<>();
  private final List<Other> others = new ArrayList<>();
  private final List<Problem> closed = new ArrayList<>();

  public ResourceFinder(Predicate<String> wanted) {
    this.wanted = wanted;
  }

  /**
   * A resource of a wanted type, evaluated.
   *
   * @param body the whole resource with {@code type}, {@code apiVersion} and {@code name}
   * @param facts where it is deployed to
   */
  public record Found(Position at, String type, Value.ObjectValue body, DeploymentFacts facts) {}

  /** A resource of another type, which is left alone. */
  public record Other(Position at, String type, String name) {}

  public List<Found> found() {
    return found;
  }

  public List<Other> others() {
    return others;
  }

  /** The modules that could not be read, of which nothing was needed. */
  public List<Problem> closedModules() {
    return closed;
  }

  /** Goes through {@code scope} and its modules. */
  public void search(DeploymentScope scope) {
    scope.checkParameters();
    for (ResourceDeclaration resource : scope.deployment().resources()) {
      collecting(scope, resource.at(), () -> resource(scope, resource));
    }
    for (ModuleDeclaration module : scope.deployment().modules()) {
      collecting(scope, module.at(), () -> module(scope, module));
    }
  }

  private static void collecting(DeploymentScope scope, Position at, Runnable work) {
    Value ignored =
        scope
            .session()
            .collect(
                at,
                () -> {
                  work.run();
                  return new Value.NullValue(at);
                });
    assert ignored != null;
  }

  private void resource(DeploymentScope scope, ResourceDeclaration resource) {
    if (resource.existing()) {
      return;
    }
    String type = text(scope.evaluator().evaluate(resource.type(), Environment.empty()));
    if (!wanted.test(type)) {
      others.add(new Other(resource.at(), type, nameForReport(scope, resource)));
      return;
    }
    SymbolicNames names = new SymbolicNames(scope);
    for (Environment locals : turns(scope, names, resource.loop(), resource.condition())) {
      found.add(
          new Found(
              resource.at(), type, body(scope, names, resource, type, locals), scope.facts()));
    }
  }

  private static String nameForReport(DeploymentScope scope, ResourceDeclaration resource) {
    Value name =
        scope
            .session()
            .aside(
                resource.at(),
                () ->
                    resource.loop().isPresent()
                        ? new Value.NullValue(resource.at())
                        : scope.evaluator().evaluate(resource.name(), Environment.empty()))
            .value();
    return text(name);
  }

  private static String text(Value value) {
    return value instanceof Value.StringValue text ? text.text() : "";
  }

  private static Value.ObjectValue body(
      DeploymentScope scope,
      SymbolicNames names,
      ResourceDeclaration resource,
      String type,
      Environment locals) {
    Map<String, Value.Member> members = new LinkedHashMap<>();
    Position typeAt = resource.type().at();
    members.put("type", new Value.Member(typeAt, new Value.StringValue(typeAt, type)));
    put(members, "apiVersion", resource.apiVersion(), scope.evaluator(), locals);
    Position nameAt = resource.name().at();
    Value name =
        scope
            .session()
            .collect(
                nameAt,
                () -> {
                  Value own = scope.evaluator().evaluate(resource.name(), locals);
                  return new Value.StringValue(
                      nameAt.from(own.at()), names.fullName(resource, locals));
                });
    members.put("name", new Value.Member(nameAt, name));
    Value body = scope.evaluator().placed(resource.body(), locals);
    if (body instanceof Value.ObjectValue object) {
      object.members().forEach(members::putIfAbsent);
    }
    return new Value.ObjectValue(resource.at(), members);
  }

  private static void put(
      Map<String, Value.Member> members,
      String name,
      Expression expression,
      Evaluator evaluator,
      Environment locals) {
    members.put(name, new Value.Member(expression.at(), evaluator.placed(expression, locals)));
  }

  private void module(DeploymentScope scope, ModuleDeclaration module) {
    if (module.content() instanceof Deployment.ModuleContent.Unreadable unreadable) {
      closed.addAll(unreadable.problems());
      return;
    }
    SymbolicNames names = new SymbolicNames(scope);
    for (Environment locals : turns(scope, names, module.loop(), module.condition())) {
      search(scope.module(module, locals));
    }
  }

  /** The turns of a loop that conditions leave over; one turn where there is no loop. */
  private static List<Environment> turns(
      DeploymentScope scope,
      SymbolicNames names,
      Optional<LoopHead> loop,
      Optional<Expression> condition) {
    List<Environment> all =
        loop.map(names::iterations).orElseGet(() -> List.of(Environment.empty()));
    List<Environment> turns = new ArrayList<>();
    for (Environment locals : all) {
      if (holds(scope, loop.flatMap(LoopHead::condition), locals)
          && holds(scope, condition, locals)) {
        turns.add(locals);
      }
    }
    return turns;
  }

  private static boolean holds(
      DeploymentScope scope, Optional<Expression> condition, Environment locals) {
    if (condition.isEmpty()) {
      return true;
    }
    Value value = scope.evaluator().evaluate(condition.get(), locals);
    if (value instanceof Value.BooleanValue truth) {
      return truth.truth();
    }
    throw new EvaluationException(
        condition.get().at(), "WrongType", "A condition must be true or false.", "");
  }
}

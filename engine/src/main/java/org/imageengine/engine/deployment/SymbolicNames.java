package org.imageengine.engine.deployment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imageengine.engine.deployment.Deployment.LoopHead;
import org.imageengine.engine.deployment.Deployment.ModuleDeclaration;
import org.imageengine.engine.deployment.Deployment.ResourceDeclaration;
import org.imageengine.engine.expression.DeploymentFacts;
import org.imageengine.engine.expression.Environment;
import org.imageengine.engine.expression.EvaluationException;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.expression.ResourceIds;
import org.imageengine.engine.expression.RuntimeFunctions;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Value;

/**
 * What the members of a resource or module stand for, as far as the text of the template tells: its
 * ID, name and type, what its body says, and the outputs of a module.
 */
final class SymbolicNames {
  private static final Pattern GROUP_ID =
      Pattern.compile(
          "/subscriptions/([^/]+)(?:/resourceGroups/([^/]+))?.*", Pattern.CASE_INSENSITIVE);

  private static final String DEPLOYMENTS = "/microsoft.resources/deployments/";

  private final DeploymentScope scope;
  private final Map<String, ResourceDeclaration> resources = new HashMap<>();
  private final Map<String, ModuleDeclaration> modules = new HashMap<>();

  SymbolicNames(DeploymentScope scope) {
    this.scope = scope;
    scope
        .deployment()
        .resources()
        .forEach(resource -> resource.symbol().ifPresent(name -> resources.put(name, resource)));
    scope
        .deployment()
        .modules()
        .forEach(module -> module.symbol().ifPresent(name -> modules.put(name, module)));
  }

  Value member(
      Expression.ResourceReference reference, List<String> path, Environment locals, Position at) {
    if (path.isEmpty()) {
      throw runtime(at, "The whole of \"" + reference.symbol() + "\"");
    }
    ModuleDeclaration module = modules.get(reference.symbol());
    if (module != null) {
      return moduleMember(module, reference, path, locals, at);
    }
    ResourceDeclaration resource = resources.get(reference.symbol());
    if (resource == null) {
      throw new EvaluationException(
          at, "UnknownName", "There is no resource \"" + reference.symbol() + "\".", "");
    }
    Environment inner = iteration(resource.loop(), reference, locals, at);
    return switch (path.get(0)) {
      case "id" -> text(at, id(resource, inner), path, 1);
      case "name" -> scope.evaluator().evaluate(resource.name(), inner);
      case "type" -> scope.evaluator().evaluate(resource.type(), inner);
      case "apiVersion" -> scope.evaluator().evaluate(resource.apiVersion(), inner);
      default -> bodyMember(resource, reference.symbol(), path, inner, at);
    };
  }

  private Value text(Position at, String text, List<String> path, int used) {
    return descend(new Value.StringValue(at, text), path.subList(used, path.size()), at);
  }

  private Value moduleMember(
      ModuleDeclaration module,
      Expression.ResourceReference reference,
      List<String> path,
      Environment locals,
      Position at) {
    Environment inner = iteration(module.loop(), reference, locals, at);
    if (path.get(0).equals("name")) {
      return scope.evaluator().evaluate(module.name(), inner);
    }
    if (!path.get(0).equals("outputs") || path.size() < 2) {
      throw runtime(at, "\"" + reference.symbol() + "." + String.join(".", path) + "\"");
    }
    Value output = scope.module(module, inner).output(path.get(1), at);
    return descend(output, path.subList(2, path.size()), at);
  }

  /** The output of the nested deployment that {@code wanted} names, by its name, ID or symbol. */
  Optional<Value> deploymentOutput(String wanted, List<String> path, Position at) {
    int type = wanted.toLowerCase(Locale.ROOT).lastIndexOf(DEPLOYMENTS);
    String name = type < 0 ? wanted : wanted.substring(type + DEPLOYMENTS.length());
    for (ModuleDeclaration module : scope.deployment().modules()) {
      List<Environment> turns =
          module.loop().map(this::iterations).orElse(List.of(Environment.empty()));
      for (Environment locals : turns) {
        if (module.symbol().filter(name::equals).isPresent()
            || string(module.name(), locals).equalsIgnoreCase(name)) {
          Value output = scope.module(module, locals).output(path.get(1), at);
          return Optional.of(descend(output, path.subList(3, path.size()), at));
        }
      }
    }
    return Optional.empty();
  }

  /** What the body says of a resource; all else is known only when it exists. */
  private Value bodyMember(
      ResourceDeclaration resource,
      String symbol,
      List<String> path,
      Environment locals,
      Position at) {
    Expression found = resource.body();
    int used = 0;
    while (!resource.existing()
        && used < path.size()
        && found instanceof Expression.ObjectLiteral object) {
      Optional<Expression> member = literalMember(object, path.get(used));
      if (member.isEmpty()) {
        throw runtime(at, "\"" + symbol + "." + String.join(".", path) + "\"");
      }
      found = member.get();
      used++;
    }
    if (used == 0) {
      throw runtime(at, "\"" + symbol + "." + String.join(".", path) + "\"");
    }
    return descend(scope.evaluator().evaluate(found, locals), path.subList(used, path.size()), at);
  }

  private static Optional<Expression> literalMember(Expression.ObjectLiteral object, String name) {
    return object.entries().stream()
        .filter(
            entry ->
                entry.name().isPresent()
                    && entry.name().get() instanceof Expression.Literal literal
                    && literal.value() instanceof Value.StringValue text
                    && text.text().equals(name))
        .map(Expression.Entry::value)
        .findFirst();
  }

  private Value descend(Value value, List<String> path, Position at) {
    Expression expression = new Expression.Literal(at, value);
    for (String name : path) {
      expression =
          new Expression.Access(
              at,
              expression,
              new Expression.Literal(at, new Value.StringValue(at, name)),
              false,
              false);
    }
    return scope.evaluator().evaluate(expression, Environment.empty());
  }

  private Environment iteration(
      Optional<LoopHead> loop,
      Expression.ResourceReference reference,
      Environment locals,
      Position at) {
    if (loop.isEmpty()) {
      return Environment.empty();
    }
    if (reference.index().isEmpty()) {
      throw new EvaluationException(
          at,
          "BadExpression",
          "\"" + reference.symbol() + "\" is declared in a loop.",
          "Say which one: " + reference.symbol() + "[0].");
    }
    List<Environment> iterations = iterations(loop.get());
    if (scope.evaluator().evaluate(reference.index().get(), locals)
            instanceof Value.NumberValue index
        && index.number().signum() >= 0
        && index.number().compareTo(java.math.BigDecimal.valueOf(iterations.size())) < 0) {
      return iterations.get(index.number().intValue());
    }
    throw new EvaluationException(
        at,
        "BadExpression",
        "The loop of \"" + reference.symbol() + "\" has " + iterations.size() + " turns.",
        "The index counts from 0.");
  }

  /** The local names in each turn of a loop, those that its condition leaves out included. */
  List<Environment> iterations(LoopHead loop) {
    if (!(scope.evaluator().evaluate(loop.over(), Environment.empty())
        instanceof Value.ArrayValue over)) {
      throw new EvaluationException(
          loop.at(), "BadExpression", "A loop needs an array to go through.", "");
    }
    List<Environment> iterations = new ArrayList<>();
    for (Value item : over.items()) {
      Environment inner = Environment.empty();
      for (String name : loop.items()) {
        inner = inner.with(name, item);
      }
      Value index =
          new Value.NumberValue(loop.at(), java.math.BigDecimal.valueOf(iterations.size()));
      for (String name : loop.indexes()) {
        inner = inner.with(name, index);
      }
      iterations.add(inner);
    }
    return iterations;
  }

  /** The name with those of the parents before it. */
  String fullName(ResourceDeclaration resource, Environment locals) {
    String own = string(resource.name(), locals);
    if (resource.parent().isEmpty()) {
      return own;
    }
    Expression.ResourceReference reference = resource.parent().get();
    ResourceDeclaration parent = resources.get(reference.symbol());
    if (parent == null) {
      throw new EvaluationException(
          reference.at(),
          "UnknownName",
          "There is no resource \"" + reference.symbol() + "\".",
          "");
    }
    Environment inner = iteration(parent.loop(), reference, locals, reference.at());
    return fullName(parent, inner) + "/" + own;
  }

  /** The resource ID. */
  String id(ResourceDeclaration resource, Environment locals) {
    String type = string(resource.type(), locals);
    String name = fullName(resource, locals);
    Position at = resource.at();
    DeploymentFacts facts = scope.facts();
    if (type.equalsIgnoreCase("Microsoft.Resources/resourceGroups")) {
      return facts.subscriptionPath() + "/resourceGroups/" + name;
    }
    String base =
        baseScope(resource, locals)
            .orElseGet(
                () ->
                    scope.deployment().level() == Deployment.Level.RESOURCE_GROUP
                        ? facts.groupPath()
                        : facts.subscriptionPath());
    return base
        + ResourceIds.path(type, List.of(name.split("/")))
            .orElseThrow(
                () ->
                    new EvaluationException(
                        at,
                        "BadName",
                        "The name \"" + name + "\" has not as many parts as the type " + type + ".",
                        ""));
  }

  private Optional<String> baseScope(ResourceDeclaration resource, Environment locals) {
    if (resource.scope().isPresent()) {
      return Optional.of(scopeId(resource.scope().get(), locals));
    }
    return resource
        .parent()
        .map(reference -> resources.get(reference.symbol()))
        .flatMap(parent -> parent.scope().map(scope -> scopeId(scope, locals)));
  }

  private String scopeId(Expression expression, Environment locals) {
    if (expression instanceof Expression.ResourceReference reference) {
      Value id = member(reference, List.of("id"), locals, expression.at());
      return ((Value.StringValue) id).text();
    }
    Value value = scope.evaluator().evaluate(expression, locals);
    if (value instanceof Value.StringValue id) {
      return id.text();
    }
    if (value instanceof Value.ObjectValue object
        && object.members().containsKey("id")
        && object.members().get("id").value() instanceof Value.StringValue id) {
      return id.text().startsWith("/tenants/") ? "" : id.text();
    }
    throw new EvaluationException(
        expression.at(), "BadExpression", "A scope is a resource, or a group or subscription.", "");
  }

  /** Where a module with that scope is deployed to. */
  DeploymentFacts factsOf(Expression expression, Environment locals, DeploymentFacts facts) {
    Matcher id = GROUP_ID.matcher(scopeId(expression, locals));
    return id.matches()
        ? facts.in(id.group(1), id.group(2) == null ? facts.resourceGroup() : id.group(2))
        : facts;
  }

  private String string(Expression expression, Environment locals) {
    Value value = scope.evaluator().evaluate(expression, locals);
    if (value instanceof Value.StringValue text) {
      return text.text();
    }
    throw new EvaluationException(
        expression.at(), "WrongType", "A string is wanted here, this is " + value.kind() + ".", "");
  }

  private static EvaluationException runtime(Position at, String what) {
    return RuntimeFunctions.refused(at, what);
  }
}

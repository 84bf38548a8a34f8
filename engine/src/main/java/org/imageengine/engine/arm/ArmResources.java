package org.imageengine.engine.arm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imageengine.engine.deployment.Deployment.LoopHead;
import org.imageengine.engine.deployment.Deployment.ModuleContent;
import org.imageengine.engine.deployment.Deployment.ModuleDeclaration;
import org.imageengine.engine.deployment.Deployment.ResourceDeclaration;
import org.imageengine.engine.expression.Environment;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/** Reads the resources of an ARM template; nested deployments become modules. */
final class ArmResources {
  private static final String DEPLOYMENTS = "Microsoft.Resources/deployments";
  private static final Set<String> NOT_OF_THE_BODY =
      Set.of(
          "type",
          "apiVersion",
          "name",
          "condition",
          "copy",
          "scope",
          "dependsOn",
          "resources",
          "comments",
          "existing",
          "metadata",
          "options",
          "asserts");

  private final Problems problems;
  private final List<ResourceDeclaration> resources;
  private final List<ModuleDeclaration> modules;

  ArmResources(
      Problems problems, List<ResourceDeclaration> resources, List<ModuleDeclaration> modules) {
    this.problems = problems;
    this.resources = resources;
    this.modules = modules;
  }

  /** Adds an array of resources, or an object of them by symbolic name. */
  void addAll(Value value) {
    if (value instanceof Value.ArrayValue array) {
      for (Value item : array.items()) {
        ObjectCursor.over(item, problems)
            .ifPresent(cursor -> add((Value.ObjectValue) item, Optional.empty(), Optional.empty()));
      }
    } else if (value instanceof Value.ObjectValue object) {
      object
          .members()
          .forEach(
              (symbol, member) -> {
                if (member.value() instanceof Value.ObjectValue resource) {
                  add(resource, Optional.of(symbol), Optional.empty());
                } else {
                  problems.add(
                      member.value().at(),
                      "WrongType",
                      "An object is wanted here, this is " + member.value().kind() + ".");
                }
              });
    } else {
      problems.add(
          value.at(),
          "WrongType",
          "An array or an object of resources is wanted here, this is " + value.kind() + ".");
    }
  }

  /** Adds one resource that may have no name. */
  void add(Value.ObjectValue resource, Optional<String> nameIfNone) {
    if (nameIfNone.isPresent() && !resource.members().containsKey("name")) {
      Map<String, Value.Member> members = new LinkedHashMap<>(resource.members());
      Position at = resource.at().member("name");
      members.put("name", new Value.Member(at, new Value.StringValue(at, nameIfNone.get())));
      add(new Value.ObjectValue(resource.at(), members), Optional.empty(), Optional.empty());
    } else {
      add(resource, Optional.empty(), Optional.empty());
    }
  }

  /** The names and types of the resource around this one. */
  private record Parent(Expression type, Expression name, Optional<LoopHead> loop) {}

  private void add(Value.ObjectValue object, Optional<String> symbol, Optional<Parent> parent) {
    ObjectCursor cursor = new ObjectCursor(object, problems);
    Optional<Value> type = cursor.requiredValue("type");
    Optional<Value> apiVersion = cursor.value("apiVersion");
    Optional<Value> name = cursor.requiredValue("name");
    if (type.isEmpty() || name.isEmpty()) {
      return;
    }
    Expression wholeType = joined(parent.map(Parent::type), JsonExpressions.of(type.get()));
    Expression wholeName = joined(parent.map(Parent::name), JsonExpressions.of(name.get()));
    Optional<LoopHead> loop = loop(cursor).or(() -> parent.flatMap(Parent::loop));
    Optional<Expression> condition = cursor.value("condition").map(JsonExpressions::of);
    if (isDeployment(wholeType)) {
      modules.add(module(object, symbol, wholeName, condition, loop));
      return;
    }
    resources.add(
        new ResourceDeclaration(
            object.at(),
            symbol,
            wholeType,
            apiVersion.map(JsonExpressions::of).orElseGet(() -> noApiVersion(object.at())),
            wholeName,
            Optional.empty(),
            cursor.value("scope").map(JsonExpressions::of),
            condition,
            loop,
            cursor.bool("existing").orElse(false),
            body(object)));
    for (Value child : cursor.array("resources")) {
      if (child instanceof Value.ObjectValue resource) {
        add(resource, Optional.empty(), Optional.of(new Parent(wholeType, wholeName, loop)));
      }
    }
  }

  private static Expression noApiVersion(Position at) {
    return new Expression.Broken(
        at, "Missing", "The property \"apiVersion\" is required.", "Write it as 2022-07-01.");
  }

  private static boolean isDeployment(Expression type) {
    return type instanceof Expression.Literal literal
        && literal.value() instanceof Value.StringValue text
        && text.text().equalsIgnoreCase(DEPLOYMENTS);
  }

  /** {@code parent/own}. */
  private static Expression joined(Optional<Expression> parent, Expression own) {
    if (parent.isEmpty()) {
      return own;
    }
    Expression format =
        new Expression.Literal(own.at(), new Value.StringValue(own.at(), "{0}/{1}"));
    return new Expression.Call(own.at(), "format", List.of(format, parent.get(), own));
  }

  private static Expression body(Value.ObjectValue object) {
    Map<String, Value.Member> members = new LinkedHashMap<>(object.members());
    members.keySet().removeAll(NOT_OF_THE_BODY);
    return JsonExpressions.of(new Value.ObjectValue(object.at(), members));
  }

  private static Optional<LoopHead> loop(ObjectCursor cursor) {
    Optional<ObjectCursor> copy = cursor.object("copy");
    if (copy.isEmpty()) {
      return Optional.empty();
    }
    String name = copy.get().requiredString("name").orElse("");
    Optional<Value> count = copy.get().requiredValue("count");
    return count.map(
        value ->
            new LoopHead(
                copy.get().at(),
                JsonExpressions.range(JsonExpressions.of(value)),
                List.of(Environment.copyName(""), Environment.copyName(name)),
                List.of(),
                Optional.empty()));
  }

  private ModuleDeclaration module(
      Value.ObjectValue object,
      Optional<String> symbol,
      Expression name,
      Optional<Expression> condition,
      Optional<LoopHead> loop) {
    ObjectCursor cursor = new ObjectCursor(object, problems);
    Optional<ObjectCursor> properties = cursor.requiredObject("properties");
    boolean isInner =
        properties
            .flatMap(all -> all.object("expressionEvaluationOptions"))
            .flatMap(options -> options.string("scope"))
            .filter("inner"::equalsIgnoreCase)
            .isPresent();
    Map<String, Expression> parameters = new LinkedHashMap<>();
    properties
        .flatMap(all -> all.object("parameters"))
        .ifPresent(
            all ->
                all.members()
                    .forEach((key, member) -> parameters.put(key, parameter(member.value()))));
    return new ModuleDeclaration(
        object.at(),
        symbol,
        name,
        scope(cursor),
        condition,
        loop,
        parameters,
        content(object, properties.flatMap(all -> all.value("template"))),
        isInner);
  }

  /** The ID of the group and subscription that a nested deployment names, if it does. */
  private static Optional<Expression> scope(ObjectCursor cursor) {
    Optional<Value> group = cursor.value("resourceGroup");
    if (group.isEmpty()) {
      return Optional.empty();
    }
    Position at = group.get().at();
    Expression name = JsonExpressions.of(group.get());
    List<Expression> arguments =
        cursor
            .value("subscriptionId")
            .map(JsonExpressions::of)
            .map(subscription -> List.of(subscription, name))
            .orElse(List.of(name));
    return Optional.of(new Expression.Call(at, "resourceGroup", arguments));
  }

  private static Expression parameter(Value value) {
    if (value instanceof Value.ObjectValue object && object.members().containsKey("value")) {
      return JsonExpressions.of(object.members().get("value").value());
    }
    return new Expression.Broken(
        value.at(),
        "NotKnownHere",
        "The parameter has no \"value\"; a secret of a key vault cannot be read here.",
        "Pass the value itself.");
  }

  private ModuleContent content(Value.ObjectValue object, Optional<Value> template) {
    if (template.isPresent() && template.get() instanceof Value.ObjectValue inner) {
      return new ModuleContent.Readable(ArmReader.read(inner, problems));
    }
    return new ModuleContent.Unreadable(
        List.of(
            Problem.of(
                object.at(),
                "LinkedTemplate",
                "The nested deployment links to a template elsewhere, which is not fetched.",
                "Run that template by itself.")));
  }
}

package org.imageengine.engine.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Suggestions;
import org.imageengine.engine.text.Value;

/**
 * Works expressions out. Every value knows the place of its expression and, where that only names a
 * parameter or variable, the place where the value was written. A member or item that cannot be
 * worked out is collected as a problem, and the others are worked out as well.
 */
public final class Evaluator {
  private final Scope scope;
  private final Session session;

  public Evaluator(Scope scope, Session session) {
    this.scope = scope;
    this.session = session;
  }

  /**
   * The value of {@code expression}.
   *
   * @throws EvaluationException where it has none
   */
  public Value evaluate(Expression expression, Environment locals) {
    session.budget().enter(expression.at());
    try {
      return evaluated(expression, locals);
    } finally {
      session.budget().leave();
    }
  }

  private Value evaluated(Expression expression, Environment locals) {
    if (expression instanceof Expression.Literal literal) {
      return literal.value();
    } else if (expression instanceof Expression.Call call) {
      return call(call, locals);
    } else if (expression instanceof Expression.Access access) {
      return access(access, locals);
    } else if (expression instanceof Expression.ObjectLiteral object) {
      return object(object, locals);
    } else if (expression instanceof Expression.ArrayLiteral array) {
      return array(array, locals);
    } else if (expression instanceof Expression.Choice choice) {
      return evaluate(
          truth(choice.condition(), locals) ? choice.then() : choice.otherwise(), locals);
    } else if (expression instanceof Expression.Loop loop) {
      return loop(loop, locals);
    } else if (expression instanceof Expression.Local local) {
      return reference(
          local.at(),
          locals
              .local(local.name())
              .orElseThrow(
                  () -> failure(local.at(), "There is no \"" + local.name() + "\" here.", "")));
    } else if (expression instanceof Expression.ParameterReference parameter) {
      return reference(parameter.at(), scope.parameter(parameter.name(), parameter.at()));
    } else if (expression instanceof Expression.VariableReference variable) {
      return reference(variable.at(), scope.variable(variable.name(), variable.at()));
    } else if (expression instanceof Expression.ResourceReference resource) {
      return scope.resourceMember(resource, List.of(), locals, resource.at());
    } else if (expression instanceof Expression.Broken broken) {
      throw new EvaluationException(broken.at(), broken.code(), broken.message(), broken.advice());
    }
    throw failure(expression.at(), "A lambda can only be an argument of a function.", "");
  }

  /** The value of {@code expression}, or an unknown one and a collected problem. */
  public Value collect(Expression expression, Environment locals) {
    return session.collect(expression.at(), () -> evaluate(expression, locals));
  }

  /** As {@link #collect}, with every part of the value sited where the expression stands. */
  public Value placed(Expression expression, Environment locals) {
    Value value = collect(expression, locals);
    return isStructure(expression)
        ? value
        : session.collect(expression.at(), () -> place(value, expression.at()));
  }

  private static boolean isStructure(Expression expression) {
    return expression instanceof Expression.ObjectLiteral
        || expression instanceof Expression.ArrayLiteral
        || expression instanceof Expression.Loop
        || expression instanceof Expression.Literal;
  }

  private Value place(Value value, Position at) {
    session.budget().values(at, 1);
    session.budget().enter(at);
    try {
      return placedParts(value, at);
    } finally {
      session.budget().leave();
    }
  }

  private Value placedParts(Value value, Position at) {
    Position place = at.from(value.at());
    if (value instanceof Value.ObjectValue object) {
      Map<String, Value.Member> members = new LinkedHashMap<>();
      object
          .members()
          .forEach(
              (name, member) ->
                  members.put(
                      name,
                      new Value.Member(
                          at.from(member.nameAt()), place(member.value(), at.member(name)))));
      return new Value.ObjectValue(place, members);
    }
    if (value instanceof Value.ArrayValue array) {
      List<Value> items = new ArrayList<>();
      for (Value item : array.items()) {
        items.add(place(item, at.item(items.size())));
      }
      return new Value.ArrayValue(place, items);
    }
    return value.movedTo(place);
  }

  private static Value reference(Position at, Value value) {
    if (value instanceof Value.UnknownValue) {
      throw EvaluationException.unknown();
    }
    return value.movedTo(at.from(value.at()));
  }

  private Value known(Expression expression, Environment locals) {
    Value value = evaluate(expression, locals);
    if (value instanceof Value.UnknownValue) {
      throw EvaluationException.unknown();
    }
    return value;
  }

  private boolean truth(Expression expression, Environment locals) {
    if (known(expression, locals) instanceof Value.BooleanValue bool) {
      return bool.truth();
    }
    throw failure(expression.at(), "A condition must be true or false.", "");
  }

  private Value object(Expression.ObjectLiteral object, Environment locals) {
    session.budget().values(object.at(), 1L + object.entries().size());
    Map<String, Value.Member> members = new LinkedHashMap<>();
    for (Expression.Entry entry : object.entries()) {
      if (entry.name().isEmpty()) {
        spread(entry, locals, members);
        continue;
      }
      Value name = collect(entry.name().get(), locals);
      if (name instanceof Value.StringValue text) {
        Value value = placed(entry.value(), locals);
        members.put(text.text(), new Value.Member(entry.at(), value));
      } else if (!(name instanceof Value.UnknownValue)) {
        session
            .problems()
            .add(entry.at(), "BadExpression", "The name of a property must be a string.");
      }
    }
    return new Value.ObjectValue(object.at(), members);
  }

  private void spread(
      Expression.Entry entry, Environment locals, Map<String, Value.Member> members) {
    Value value = placed(entry.value(), locals);
    if (value instanceof Value.ObjectValue inner) {
      inner
          .members()
          .forEach(
              (name, member) -> members.put(FunctionCall.key(members, name).orElse(name), member));
    } else if (!(value instanceof Value.UnknownValue)) {
      session
          .problems()
          .add(entry.at(), "BadExpression", "Only an object can be spread into an object.");
    }
  }

  private Value array(Expression.ArrayLiteral array, Environment locals) {
    session.budget().values(array.at(), 1L + array.items().size());
    List<Value> items = new ArrayList<>();
    for (Expression.Item item : array.items()) {
      Value value = placed(item.value(), locals);
      if (!item.spread()) {
        items.add(value);
      } else if (value instanceof Value.ArrayValue inner) {
        items.addAll(inner.items());
      } else if (!(value instanceof Value.UnknownValue)) {
        session
            .problems()
            .add(item.value().at(), "BadExpression", "Only an array can be spread into an array.");
      }
    }
    return new Value.ArrayValue(array.at(), items);
  }

  private Value loop(Expression.Loop loop, Environment locals) {
    if (!(known(loop.over(), locals) instanceof Value.ArrayValue over)) {
      throw failure(loop.over().at(), "A loop needs an array to go through.", "");
    }
    session.budget().values(loop.at(), over.items().size());
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < over.items().size(); i++) {
      Value index = number(loop.at(), i);
      Environment inner = locals.with(loop.item(), over.items().get(i));
      if (loop.index().isPresent()) {
        inner = inner.with(loop.index().get(), index);
      }
      if (loop.condition().isEmpty() || truth(loop.condition().get(), inner)) {
        results.add(placed(loop.body(), inner));
      }
    }
    return new Value.ArrayValue(loop.at(), results);
  }

  private static Value number(Position at, long number) {
    return new Value.NumberValue(at, java.math.BigDecimal.valueOf(number));
  }

  private Value access(Expression.Access access, Environment locals) {
    Optional<Value> ofResource = resourceMember(access, locals);
    if (ofResource.isPresent()) {
      return reference(access.at(), ofResource.get());
    }
    Value target = known(access.target(), locals);
    Value member = known(access.member(), locals);
    return reference(access.at(), new Member(access, target, member).value());
  }

  /** A chain of names that begins at a resource is answered by the scope as a whole. */
  private Optional<Value> resourceMember(Expression.Access access, Environment locals) {
    LinkedList<String> path = new LinkedList<>();
    Expression target = access;
    while (target instanceof Expression.Access inner) {
      if (!(inner.member() instanceof Expression.Literal literal
          && literal.value() instanceof Value.StringValue name)) {
        return Optional.empty();
      }
      path.addFirst(name.text());
      target = inner.target();
    }
    if (target instanceof Expression.ResourceReference resource) {
      return Optional.of(scope.resourceMember(resource, path, locals, access.at()));
    }
    return target instanceof Expression.Call call
        ? memberByFunction(call, path, locals, access.at())
        : Optional.empty();
  }

  /**
   * What {@code resourceInfo('symbol').id} and {@code reference(deployment).outputs.name.value} ask
   * of this file; all other references are the cloud's.
   */
  private Optional<Value> memberByFunction(
      Expression.Call call, List<String> path, Environment locals, Position at) {
    boolean ofInfo = call.name().equalsIgnoreCase("resourceInfo");
    boolean ofOutput =
        call.name().equalsIgnoreCase("reference")
            && path.size() > 2
            && path.get(0).equalsIgnoreCase("outputs")
            && path.get(2).equalsIgnoreCase("value");
    if (call.arguments().isEmpty()
        || !(ofInfo || ofOutput)
        || !(known(call.arguments().get(0), locals) instanceof Value.StringValue name)) {
      return Optional.empty();
    }
    if (ofOutput) {
      return scope.deploymentOutput(name.text(), path, at);
    }
    Expression.ResourceReference resource =
        new Expression.ResourceReference(call.at(), name.text(), Optional.empty());
    return Optional.of(scope.resourceMember(resource, path, locals, at));
  }

  private Value call(Expression.Call call, Environment locals) {
    Optional<UserFunction> own = scope.function(call.name());
    if (own.isPresent()) {
      return userFunction(call, own.get(), locals);
    }
    Optional<Value> lazy = new LazyFunctions(this, scope).call(call, locals);
    if (lazy.isPresent()) {
      return lazy.get();
    }
    List<Object> arguments = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      arguments.add(
          argument instanceof Expression.Lambda lambda
              ? bound(lambda, locals)
              : known(argument, locals));
    }
    FunctionCall bound = new FunctionCall(call.at(), call.name(), arguments, session.budget());
    TemplateFunction function =
        Functions.named(call.name())
            .or(() -> new ContextFunctions(scope, session.now()).named(call.name()))
            .orElseThrow(() -> noFunction(call));
    Value value = function.apply(bound);
    return value.at().behind().isPresent() ? value : value.movedTo(siteOf(call.at(), arguments));
  }

  /** The call's place, and behind it that of the first argument which was written elsewhere. */
  private static Position siteOf(Position at, List<Object> arguments) {
    for (Object argument : arguments) {
      if (argument instanceof Value value && value.at().behind().isPresent()) {
        return at.from(value.at());
      }
    }
    return at;
  }

  private EvaluationException noFunction(Expression.Call call) {
    if (RuntimeFunctions.isOne(call.name())) {
      String what = call.name() + "()";
      return scope
          .defaultOf()
          .map(parameter -> RuntimeFunctions.refusedDefault(call.at(), what, parameter))
          .orElseGet(() -> RuntimeFunctions.refused(call.at(), what));
    }
    List<String> names = new ArrayList<>(Functions.names());
    names.addAll(ContextFunctions.NAMES);
    names.addAll(LazyFunctions.NAMES);
    names.addAll(scope.functionNames());
    return failure(
        call.at(),
        "There is no function \"" + call.name() + "\".",
        Suggestions.nearest(call.name(), names)
            .map(name -> "Did you mean \"" + name + "\"?")
            .orElse(""));
  }

  private Lambda bound(Expression.Lambda lambda, Environment locals) {
    return new Lambda() {
      @Override
      public int parameters() {
        return lambda.parameters().size();
      }

      @Override
      public Value apply(List<Value> arguments) {
        Environment inner = locals;
        for (int i = 0; i < lambda.parameters().size(); i++) {
          inner = inner.with(lambda.parameters().get(i), arguments.get(i));
        }
        return known(lambda.body(), inner);
      }
    };
  }

  private Value userFunction(Expression.Call call, UserFunction function, Environment locals) {
    if (call.arguments().size() != function.parameters().size()) {
      throw failure(
          call.at(),
          String.format(
              "The function %s() takes %d arguments, here are %d.",
              function.name(), function.parameters().size(), call.arguments().size()),
          "");
    }
    Map<String, Value> arguments = new LinkedHashMap<>();
    Environment inner = Environment.empty();
    for (int i = 0; i < call.arguments().size(); i++) {
      Value argument = known(call.arguments().get(i), locals);
      arguments.put(function.parameters().get(i), argument);
      inner = inner.with(function.parameters().get(i), argument);
    }
    Value value =
        new Evaluator(new FunctionScope(function, arguments), session)
            .known(function.body(), inner);
    return reference(call.at(), value);
  }

  static EvaluationException failure(Position at, String message, String advice) {
    return new EvaluationException(at, "BadExpression", message, advice);
  }
}

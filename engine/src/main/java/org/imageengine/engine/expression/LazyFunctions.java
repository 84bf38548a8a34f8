package org.imageengine.engine.expression;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Value;

/** The functions that name things of the template or do not evaluate all their arguments. */
final class LazyFunctions {
  static final Set<String> NAMES =
      Set.of(
          "parameters", "variables", "and", "or", "coalesce", "copyIndex", "if", "lambda", "fail");

  private final Evaluator evaluator;
  private final Scope scope;

  LazyFunctions(Evaluator evaluator, Scope scope) {
    this.evaluator = evaluator;
    this.scope = scope;
  }

  Optional<Value> call(Expression.Call call, Environment locals) {
    return switch (call.name().toLowerCase(Locale.ROOT)) {
      case "parameters" -> Optional.of(parameter(call, locals));
      case "variables" -> Optional.of(variable(call, locals));
      case "and" -> Optional.of(all(call, locals, true));
      case "or" -> Optional.of(all(call, locals, false));
      case "coalesce" -> Optional.of(coalesce(call, locals));
      case "copyindex" -> Optional.of(copyIndex(call, locals));
      case "fail" -> throw failed(call, locals);
      default -> Optional.empty();
    };
  }

  private Value parameter(Expression.Call call, Environment locals) {
    String name = onlyName(call, locals);
    Value value = evaluator.evaluate(new Expression.ParameterReference(call.at(), name), locals);
    return value;
  }

  private Value variable(Expression.Call call, Environment locals) {
    return evaluator.evaluate(
        new Expression.VariableReference(call.at(), onlyName(call, locals)), locals);
  }

  private String onlyName(Expression.Call call, Environment locals) {
    if (call.arguments().size() == 1
        && known(call.arguments().get(0), locals) instanceof Value.StringValue name) {
      return name.text();
    }
    throw Evaluator.failure(
        call.at(), "The function " + call.name() + "() takes one name as a string.", "");
  }

  private Value known(Expression expression, Environment locals) {
    Value value = evaluator.evaluate(expression, locals);
    if (value instanceof Value.UnknownValue) {
      throw EvaluationException.unknown();
    }
    return value;
  }

  /** {@code and} looks for the first false argument, {@code or} for the first true one. */
  private Value all(Expression.Call call, Environment locals, boolean wanted) {
    if (call.arguments().isEmpty()) {
      throw Evaluator.failure(call.at(), call.name() + "() needs arguments.", "");
    }
    for (Expression argument : call.arguments()) {
      if (!(known(argument, locals) instanceof Value.BooleanValue truth)) {
        throw Evaluator.failure(
            argument.at(), "The arguments of " + call.name() + "() must be booleans.", "");
      }
      if (truth.truth() != wanted) {
        return new Value.BooleanValue(call.at(), !wanted);
      }
    }
    return new Value.BooleanValue(call.at(), wanted);
  }

  /** {@code fail(message)}, with which a template refuses its own parameters. */
  private EvaluationException failed(Expression.Call call, Environment locals) {
    String message = onlyName(call, locals);
    return new EvaluationException(call.at(), "Failed", "The template says: " + message, "");
  }

  private Value coalesce(Expression.Call call, Environment locals) {
    Value value = new Value.NullValue(call.at());
    for (Expression argument : call.arguments()) {
      value = known(argument, locals);
      if (!(value instanceof Value.NullValue)) {
        return value;
      }
    }
    return value;
  }

  /** {@code copyIndex()}, {@code copyIndex(offset)}, {@code copyIndex(loop, offset)}. */
  private Value copyIndex(Expression.Call call, Environment locals) {
    String loop = "";
    long offset = 0;
    for (Value argument :
        call.arguments().stream().map(expression -> known(expression, locals)).toList()) {
      if (argument instanceof Value.StringValue name) {
        loop = name.text();
      } else if (argument instanceof Value.NumberValue number) {
        offset = number.number().longValue();
      } else {
        throw Evaluator.failure(
            call.at(), "copyIndex() takes the name of a loop and an offset.", "");
      }
    }
    String name = loop;
    Value index =
        locals.local(Environment.copyName(loop)).orElseThrow(() -> noLoop(call.at(), name));
    return new Value.NumberValue(
        call.at(), ((Value.NumberValue) index).number().add(java.math.BigDecimal.valueOf(offset)));
  }

  private static EvaluationException noLoop(Position at, String name) {
    return Evaluator.failure(
        at,
        name.isEmpty()
            ? "copyIndex() stands outside of a copy loop."
            : "There is no copy loop \"" + name + "\" around this.",
        "In a loop of properties or variables give its name: copyIndex('name').");
  }
}

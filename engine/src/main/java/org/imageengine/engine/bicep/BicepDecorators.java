package org.imageengine.engine.bicep;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imageengine.engine.deployment.TypeSpec;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Suggestions;
import org.imageengine.engine.text.Value;

/** The decorators before one declaration. */
final class BicepDecorators {
  private static final List<String> NAMES =
      List.of(
          "allowed",
          "batchSize",
          "description",
          "discriminator",
          "export",
          "maxLength",
          "maxValue",
          "metadata",
          "minLength",
          "minValue",
          "nullIfNotFound",
          "onlyIfNotExists",
          "retryOn",
          "sealed",
          "secure",
          "validate",
          "waitUntil");

  private final Map<String, List<Value>> decorators = new LinkedHashMap<>();
  private final Problems problems;

  BicepDecorators(
      BicepParser.DecoratorsContext context, BicepExpressions expressions, Problems problems) {
    this.problems = problems;
    for (BicepParser.DecoratorContext decorator : context.decorator()) {
      read(decorator, expressions);
    }
  }

  private void read(BicepParser.DecoratorContext context, BicepExpressions expressions) {
    Position at = expressions.at(context);
    if (!(expressions.read(context.expression()) instanceof Expression.Call call)) {
      problems.add(at, "Syntax", "A decorator is written as a call.", "For example: @secure()");
      return;
    }
    if (!NAMES.contains(call.name())) {
      problems.add(
          at,
          "UnknownDecorator",
          "There is no decorator \"" + call.name() + "\".",
          Suggestions.didYouMean(call.name(), NAMES));
      return;
    }
    List<Value> arguments = new ArrayList<>();
    call.arguments().forEach(argument -> BicepTypes.constant(argument).ifPresent(arguments::add));
    decorators.put(call.name(), arguments);
  }

  boolean has(String name) {
    return decorators.containsKey(name);
  }

  private Optional<Value> argument(String name) {
    return decorators.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** {@code type} with the limits that the decorators set. */
  TypeSpec limit(TypeSpec type) {
    TypeSpec bare = discriminated(sealed(type));
    List<Value> allowed =
        argument("allowed")
            .filter(Value.ArrayValue.class::isInstance)
            .map(value -> ((Value.ArrayValue) value).items())
            .orElse(List.of());
    TypeSpec.Limits limits =
        new TypeSpec.Limits(
            number("minLength"),
            number("maxLength"),
            number("minValue"),
            number("maxValue"),
            allowed);
    // A null that the type allows need not keep to the limits.
    return bare instanceof TypeSpec.Nullable nullable
        ? new TypeSpec.Nullable(TypeSpec.limited(nullable.type(), limits))
        : TypeSpec.limited(bare, limits);
  }

  private TypeSpec sealed(TypeSpec type) {
    return has("sealed") && type instanceof TypeSpec.ObjectOf object
        ? new TypeSpec.ObjectOf(object.members(), Optional.empty())
        : type;
  }

  private TypeSpec discriminated(TypeSpec type) {
    return argument("discriminator")
        .filter(Value.StringValue.class::isInstance)
        .<TypeSpec>map(member -> new TypeSpec.Tagged(((Value.StringValue) member).text(), type))
        .orElse(type);
  }

  private Optional<BigDecimal> number(String name) {
    return argument(name)
        .filter(Value.NumberValue.class::isInstance)
        .map(value -> ((Value.NumberValue) value).number());
  }
}

package org.imageengine.engine.arm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imageengine.engine.expression.ArmExpressionParser;
import org.imageengine.engine.expression.Environment;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Value;

/** Turns the JSON of a template into expressions: strings in brackets, and property copy loops. */
public final class JsonExpressions {
  private static final String COPY = "copy";

  private JsonExpressions() {}

  /** The expression that {@code value} is. */
  public static Expression of(Value value) {
    if (value instanceof Value.ObjectValue object) {
      return object(object);
    }
    if (value instanceof Value.ArrayValue array) {
      List<Expression.Item> items = new ArrayList<>();
      for (Value item : array.items()) {
        items.add(new Expression.Item(of(item), false));
      }
      return new Expression.ArrayLiteral(array.at(), items);
    }
    if (value instanceof Value.StringValue string) {
      return ArmExpressionParser.parse(string);
    }
    return new Expression.Literal(value.at(), value);
  }

  private static Expression object(Value.ObjectValue object) {
    List<Expression.Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Value.Member> member : object.members().entrySet()) {
      Value value = member.getValue().value();
      if (member.getKey().equalsIgnoreCase(COPY) && isCopy(value)) {
        entries.addAll(copies(((Value.ArrayValue) value).items()));
      } else {
        entries.add(entry(member.getValue().nameAt(), member.getKey(), of(value)));
      }
    }
    return new Expression.ObjectLiteral(object.at(), entries);
  }

  /** Whether this is the loop syntax, and not a property that is called copy. */
  private static boolean isCopy(Value value) {
    return value instanceof Value.ArrayValue array
        && !array.items().isEmpty()
        && array.items().stream()
            .allMatch(
                item ->
                    item instanceof Value.ObjectValue object
                        && object.members().containsKey("name")
                        && object.members().containsKey("count"));
  }

  /** The entries of a {@code copy} array: each makes one array. */
  static List<Expression.Entry> copies(List<Value> loops) {
    List<Expression.Entry> entries = new ArrayList<>();
    for (Value loop : loops) {
      if (loop instanceof Value.ObjectValue object) {
        String name = text(object, "name");
        entries.add(entry(object.at(), name, loop(object, name)));
      }
    }
    return entries;
  }

  private static Expression.Entry entry(Position at, String name, Expression value) {
    return new Expression.Entry(
        at, Optional.of(ArmExpressionParser.parse(new Value.StringValue(at, name))), value);
  }

  private static Expression loop(Value.ObjectValue object, String name) {
    Value.Member input = object.members().get("input");
    if (input == null) {
      return broken(object.at(), "The copy loop \"" + name + "\" needs an \"input\".");
    }
    return loop(object, name, of(input.value()));
  }

  /** A loop that makes {@code body} as often as the {@code count} of {@code copy} says. */
  static Expression loop(Value.ObjectValue copy, String name, Expression body) {
    Value.Member count = copy.members().get("count");
    if (count == null) {
      return broken(copy.at(), "The copy loop needs a \"count\".");
    }
    return new Expression.Loop(
        copy.at(),
        range(of(count.value())),
        Environment.copyName(name),
        Optional.empty(),
        Optional.empty(),
        body);
  }

  /** The whole numbers from 0 that a loop of {@code count} goes through. */
  static Expression range(Expression count) {
    Position at = count.at();
    Expression zero =
        new Expression.Literal(at, new Value.NumberValue(at, java.math.BigDecimal.ZERO));
    return new Expression.Call(at, "range", List.of(zero, count));
  }

  static Expression.Broken broken(Position at, String message) {
    return new Expression.Broken(at, "BadExpression", message, "");
  }

  static String text(Value.ObjectValue object, String name) {
    Value.Member member = object.members().get(name);
    return member != null && member.value() instanceof Value.StringValue text ? text.text() : "";
  }
}

package org.imageengine.engine.expression;

import java.util.List;
import java.util.Optional;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Suggestions;
import org.imageengine.engine.text.Value;

/** A member of an object or an item of an array, once both it and its name or index are known. */
final class Member {
  private final Expression.Access access;
  private final Value target;
  private final Value key;

  Member(Expression.Access access, Value target, Value key) {
    this.access = access;
    this.target = target;
    this.key = key;
  }

  /** Its value; null where it is missing and the access is a safe one. */
  Value value() {
    if (target instanceof Value.NullValue && isSafe(access)) {
      return target;
    }
    Optional<Value> found =
        key instanceof Value.StringValue name
            ? property(name.text())
            : key instanceof Value.NumberValue number ? item(number) : notAKey();
    if (found.isEmpty() && access.safe()) {
      return new Value.NullValue(access.at());
    }
    return found.orElseThrow(this::missing);
  }

  /** Whether a null may come from here or further left in the chain, which ends all of it. */
  private static boolean isSafe(Expression target) {
    return target instanceof Expression.Access access && (access.safe() || isSafe(access.target()));
  }

  private Optional<Value> property(String name) {
    if (target instanceof Value.ObjectValue object) {
      return FunctionCall.key(object.members(), name)
          .map(found -> object.members().get(found).value());
    }
    throw has("This is " + target.kind() + ", which has no " + wanted() + ".", "");
  }

  private Optional<Value> item(Value.NumberValue number) {
    if (!(target instanceof Value.ArrayValue array)) {
      throw has("This is " + target.kind() + ", which has no " + wanted() + ".", "");
    }
    List<Value> items = array.items();
    try {
      int index = number.number().intValueExact();
      int from = access.fromEnd() ? items.size() - index : index;
      return from >= 0 && from < items.size() ? Optional.of(items.get(from)) : Optional.empty();
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private Optional<Value> notAKey() {
    throw Evaluator.failure(
        access.member().at(),
        "An index is a string or a whole number, this is " + key.kind() + ".",
        "");
  }

  private String wanted() {
    return key instanceof Value.StringValue name
        ? "property \"" + name.text() + "\""
        : "item " + (access.fromEnd() ? "^" : "") + ((Value.NumberValue) key).number();
  }

  private EvaluationException missing() {
    if (target instanceof Value.ObjectValue object && key instanceof Value.StringValue name) {
      return has(
          "The object has no " + wanted() + ".",
          object.members().isEmpty()
              ? "It is empty."
              : Suggestions.didYouMean(name.text(), object.members().keySet()));
    }
    int size = ((Value.ArrayValue) target).items().size();
    return has(
        "The array has no " + wanted() + "; it has " + size + (size == 1 ? " item." : " items."),
        "");
  }

  private EvaluationException has(String message, String advice) {
    Position place = access.at().from(target.at());
    return Evaluator.failure(place, message, advice);
  }
}

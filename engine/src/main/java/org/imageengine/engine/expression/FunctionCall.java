package org.imageengine.engine.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Value;

/**
 * The arguments of one call, read by number (from 0) and type, and the ways to make its result. An
 * argument of the wrong type ends the call with a message that names function and argument.
 */
public final class FunctionCall {
  private final Position at;
  private final String name;
  private final List<Object> arguments;
  private final Budget budget;

  /**
   * A call with values and lambdas.
   *
   * @param arguments each a {@link Value} or a {@link Lambda}
   */
  FunctionCall(Position at, String name, List<Object> arguments, Budget budget) {
    this.at = at;
    this.name = name;
    this.arguments = List.copyOf(arguments);
    this.budget = budget;
  }

  public Position at() {
    return at;
  }

  public String name() {
    return name;
  }

  public int count() {
    return arguments.size();
  }

  public boolean has(int number) {
    return number < arguments.size();
  }

  /** Ends the call unless it has {@code least} to {@code most} arguments. */
  public void arity(int least, int most) {
    if (count() < least || count() > most) {
      String wanted =
          least == most
              ? String.valueOf(least)
              : most == Integer.MAX_VALUE
                  ? "at least " + least
                  : "between " + least + " and " + most;
      throw failure(
          "The function "
              + name
              + "() takes "
              + wanted
              + (wanted.equals("1") ? " argument" : " arguments")
              + ", here are "
              + count()
              + ".");
    }
  }

  public Value value(int number) {
    if (arguments.get(number) instanceof Value value) {
      return value;
    }
    throw wrong(number, "a value", "a lambda");
  }

  /** All arguments, none of which may be a lambda. */
  public List<Value> values() {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      values.add(value(i));
    }
    return values;
  }

  public Lambda lambda(int number, int least, int most) {
    if (!(arguments.get(number) instanceof Lambda lambda)) {
      throw wrong(number, "a lambda", value(number).kind());
    }
    if (lambda.parameters() < least || lambda.parameters() > most) {
      throw failure(
          String.format(
              "The lambda of %s() must have %s, this has %d.",
              name,
              least == most ? least + " parameters" : least + " to " + most + " parameters",
              lambda.parameters()));
    }
    return lambda;
  }

  public String text(int number) {
    if (value(number) instanceof Value.StringValue string) {
      return string.text();
    }
    throw wrong(number, "a string", value(number).kind());
  }

  public boolean truth(int number) {
    if (value(number) instanceof Value.BooleanValue bool) {
      return bool.truth();
    }
    throw wrong(number, "a boolean", value(number).kind());
  }

  /** A whole number of 64 bits. */
  public long whole(int number) {
    if (value(number) instanceof Value.NumberValue wanted) {
      try {
        return wanted.number().longValueExact();
      } catch (ArithmeticException e) {
        throw wrong(number, "a whole number of 64 bits", "another number");
      }
    }
    throw wrong(number, "a whole number", value(number).kind());
  }

  /** A whole number of 32 bits. */
  public int small(int number) {
    long whole = whole(number);
    if (whole != (int) whole) {
      throw wrong(number, "a whole number of 32 bits", "a larger one");
    }
    return (int) whole;
  }

  public List<Value> items(int number) {
    if (value(number) instanceof Value.ArrayValue array) {
      return array.items();
    }
    throw wrong(number, "an array", value(number).kind());
  }

  public Map<String, Value.Member> members(int number) {
    if (value(number) instanceof Value.ObjectValue object) {
      return object.members();
    }
    throw wrong(number, "an object", value(number).kind());
  }

  /** The call fails because of argument {@code number}. */
  public EvaluationException wrong(int number, String wanted, String found) {
    return failure(
        String.format(
            "Argument %d of %s() must be %s, this is %s.", number + 1, name, wanted, found));
  }

  /** The call fails; {@code message} is a whole sentence. */
  public EvaluationException failure(String message) {
    Position place = at;
    for (Object argument : arguments) {
      if (argument instanceof Value value && value.at().behind().isPresent()) {
        place = at.from(value.at());
        break;
      }
    }
    return new EvaluationException(place, "BadExpression", message, "");
  }

  public Value string(String text) {
    budget.characters(at, text.length());
    return new Value.StringValue(at, text);
  }

  public Value number(long whole) {
    return new Value.NumberValue(at, BigDecimal.valueOf(whole));
  }

  public Value number(BigInteger whole) {
    return new Value.NumberValue(at, new BigDecimal(whole));
  }

  public Value bool(boolean truth) {
    return new Value.BooleanValue(at, truth);
  }

  public Value nothing() {
    return new Value.NullValue(at);
  }

  public Value array(List<? extends Value> items) {
    budget.values(at, items.size());
    return new Value.ArrayValue(at, List.copyOf(items));
  }

  /** An array of strings. */
  public Value strings(List<String> texts) {
    List<Value> items = new ArrayList<>();
    for (String text : texts) {
      items.add(string(text));
    }
    return array(items);
  }

  /** An object of members made before or taken over from another. */
  public Value object(Map<String, Value.Member> members) {
    budget.values(at, members.size());
    return new Value.ObjectValue(at, new LinkedHashMap<>(members));
  }

  /** A member for {@link #object}. */
  public Value.Member member(Value value) {
    return new Value.Member(at, value);
  }

  /** Counts values or characters before they are made, where a call can make very many. */
  public Budget budget() {
    return budget;
  }

  /** The name by which an object has a member whose name differs in case alone. */
  public static Optional<String> key(Map<String, ?> members, String wanted) {
    if (members.containsKey(wanted)) {
      return Optional.of(wanted);
    }
    return members.keySet().stream().filter(wanted::equalsIgnoreCase).findFirst();
  }
}

package org.imageengine.engine.expression;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import org.imageengine.engine.text.Value;

/** Functions of arrays, most of which take strings or objects just as well. */
final class ArrayFunctions {
  private static final int MOST_IN_RANGE = 10_000;
  private static final int MOST_PLAIN_DIGITS = 100;

  private ArrayFunctions() {}

  static void register(Map<String, TemplateFunction> all) {
    all.put("array", ArrayFunctions::array);
    all.put("concat", ArrayFunctions::concat);
    all.put("contains", ArrayFunctions::contains);
    all.put("createArray", call -> call.array(call.values()));
    all.put("empty", ArrayFunctions::empty);
    all.put("first", ArrayFunctions::first);
    all.put("flatten", ArrayFunctions::flatten);
    all.put("indexFromEnd", ArrayFunctions::indexFromEnd);
    all.put("indexOf", ArrayFunctions::indexOf);
    all.put("last", ArrayFunctions::last);
    all.put("lastIndexOf", ArrayFunctions::lastIndexOf);
    all.put("length", ArrayFunctions::length);
    all.put("max", call -> extreme(call, Math::max));
    all.put("min", call -> extreme(call, Math::min));
    all.put("range", ArrayFunctions::range);
    all.put("skip", ArrayFunctions::skip);
    all.put("take", ArrayFunctions::take);
    all.put("tryGet", ArrayFunctions::tryGet);
    all.put("tryIndexFromEnd", ArrayFunctions::tryIndexFromEnd);
  }

  private static Value array(FunctionCall call) {
    call.arity(1, 1);
    return call.value(0) instanceof Value.ArrayValue array
        ? array
        : call.array(List.of(call.value(0)));
  }

  private static Value concat(FunctionCall call) {
    call.arity(1, Integer.MAX_VALUE);
    boolean arrays = call.value(0) instanceof Value.ArrayValue;
    for (Value value : call.values()) {
      if (arrays != value instanceof Value.ArrayValue) {
        throw call.failure("Either all arguments of concat() are arrays or none.");
      }
    }
    return arrays ? joined(call, call.values()) : text(call);
  }

  private static Value text(FunctionCall call) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < call.count(); i++) {
      String part = text(call, i);
      call.budget().characters(call.at(), part.length());
      text.append(part);
    }
    return new Value.StringValue(call.at(), text.toString());
  }

  /** A string, or a number as its digits. */
  private static String text(FunctionCall call, int argument) {
    Value value = call.value(argument);
    if (value instanceof Value.StringValue string) {
      return string.text();
    } else if (value instanceof Value.NumberValue number) {
      return digits(number.number());
    }
    throw call.wrong(argument, "a string or a number", value.kind());
  }

  private static String digits(BigDecimal number) {
    return Math.abs((long) number.scale()) > MOST_PLAIN_DIGITS
        ? number.toString()
        : number.toPlainString();
  }

  private static Value flatten(FunctionCall call) {
    call.arity(1, 1);
    return joined(call, call.items(0));
  }

  private static Value joined(FunctionCall call, List<Value> arrays) {
    List<Value> joined = new ArrayList<>();
    for (Value value : arrays) {
      if (value instanceof Value.UnknownValue) {
        throw EvaluationException.unknown();
      } else if (!(value instanceof Value.ArrayValue array)) {
        throw call.wrong(0, "an array of arrays", "one with " + value.kind());
      } else {
        call.budget().values(call.at(), array.items().size());
        joined.addAll(array.items());
      }
    }
    return new Value.ArrayValue(call.at(), joined);
  }

  private static Value contains(FunctionCall call) {
    call.arity(2, 2);
    Value container = call.value(0);
    if (container instanceof Value.StringValue string) {
      String wanted = text(call, 1);
      countSearch(call, string.text(), wanted);
      return call.bool(string.text().contains(wanted));
    } else if (container instanceof Value.ArrayValue array) {
      return call.bool(position(call, array.items()) >= 0);
    } else if (container instanceof Value.ObjectValue object) {
      return call.bool(FunctionCall.key(object.members(), text(call, 1)).isPresent());
    }
    throw call.wrong(0, "a string, an array or an object", container.kind());
  }

  private static Value empty(FunctionCall call) {
    call.arity(1, 1);
    return call.bool(call.value(0) instanceof Value.NullValue || size(call) == 0);
  }

  private static Value length(FunctionCall call) {
    call.arity(1, 1);
    return call.number(size(call));
  }

  private static int size(FunctionCall call) {
    Value value = call.value(0);
    if (value instanceof Value.StringValue string) {
      return string.text().length();
    } else if (value instanceof Value.ArrayValue array) {
      return array.items().size();
    } else if (value instanceof Value.ObjectValue object) {
      return object.members().size();
    }
    throw call.wrong(0, "a string, an array or an object", value.kind());
  }

  private static Value first(FunctionCall call) {
    call.arity(1, 1);
    if (call.value(0) instanceof Value.StringValue string) {
      return call.string(string.text().substring(0, Math.min(1, string.text().length())));
    }
    List<Value> items = arrayOrString(call);
    return items.isEmpty() ? call.nothing() : items.get(0);
  }

  private static Value last(FunctionCall call) {
    call.arity(1, 1);
    if (call.value(0) instanceof Value.StringValue string) {
      return call.string(string.text().substring(Math.max(0, string.text().length() - 1)));
    }
    List<Value> items = arrayOrString(call);
    return items.isEmpty() ? call.nothing() : items.get(items.size() - 1);
  }

  /** The items of the first argument, which is no string. */
  private static List<Value> arrayOrString(FunctionCall call) {
    if (call.value(0) instanceof Value.ArrayValue array) {
      return array.items();
    }
    throw call.wrong(0, "an array or a string", call.value(0).kind());
  }

  private static Value skip(FunctionCall call) {
    call.arity(2, 2);
    return part(call, false);
  }

  private static Value take(FunctionCall call) {
    call.arity(2, 2);
    return part(call, true);
  }

  private static Value part(FunctionCall call, boolean ofStart) {
    if (call.value(0) instanceof Value.StringValue string) {
      String text = string.text();
      int border = border(call, text.length());
      return call.string(ofStart ? text.substring(0, border) : text.substring(border));
    }
    List<Value> items = arrayOrString(call);
    int border = border(call, items.size());
    return call.array(ofStart ? items.subList(0, border) : items.subList(border, items.size()));
  }

  private static int border(FunctionCall call, int size) {
    return (int) Math.max(0, Math.min(size, call.whole(1)));
  }

  private static Value indexOf(FunctionCall call) {
    call.arity(2, 2);
    if (call.value(0) instanceof Value.StringValue string) {
      String wanted = call.text(1);
      countSearch(call, string.text(), wanted);
      int index = 0;
      while (index <= string.text().length() - wanted.length()) {
        if (matches(string.text(), index, wanted)) {
          return call.number(index);
        }
        index++;
      }
      return call.number(-1);
    }
    return call.number(position(call, arrayOrString(call)));
  }

  private static Value lastIndexOf(FunctionCall call) {
    call.arity(2, 2);
    if (call.value(0) instanceof Value.StringValue string) {
      String wanted = call.text(1);
      countSearch(call, string.text(), wanted);
      int index = string.text().length() - wanted.length();
      while (index >= 0 && !matches(string.text(), index, wanted)) {
        index--;
      }
      return call.number(Math.max(-1, index));
    }
    List<Value> items = arrayOrString(call);
    call.budget().values(call.at(), items.size() >> 4);
    Object wanted = LogicFunctions.comparable(call, call.value(1));
    int index = items.size() - 1;
    while (index >= 0 && !LogicFunctions.comparable(call, items.get(index)).equals(wanted)) {
      index--;
    }
    return call.number(index);
  }

  /** Long texts can take as many steps as the product of their lengths. */
  private static void countSearch(FunctionCall call, String text, String wanted) {
    call.budget().characters(call.at(), (long) text.length() * wanted.length() >> 8);
  }

  private static boolean matches(String text, int index, String wanted) {
    return text.regionMatches(true, index, wanted, 0, wanted.length());
  }

  /** Where the second argument stands in {@code items}; -1 if nowhere. */
  private static int position(FunctionCall call, List<Value> items) {
    call.budget().values(call.at(), items.size() >> 4);
    Object wanted = LogicFunctions.comparable(call, call.value(1));
    for (int i = 0; i < items.size(); i++) {
      if (LogicFunctions.comparable(call, items.get(i)).equals(wanted)) {
        return i;
      }
    }
    return -1;
  }

  private static Value extreme(FunctionCall call, LongBinaryOperator better) {
    call.arity(1, Integer.MAX_VALUE);
    if (call.count() == 1 && call.value(0) instanceof Value.ArrayValue array) {
      if (array.items().isEmpty()) {
        throw call.wrong(0, "an array with items", "an empty one");
      }
      // Read as if the items were the arguments.
      return extreme(
          new FunctionCall(call.at(), call.name(), List.copyOf(known(array)), call.budget()),
          better);
    }
    long best = call.whole(0);
    for (int i = 1; i < call.count(); i++) {
      best = better.applyAsLong(best, call.whole(i));
    }
    return call.number(best);
  }

  private static List<Value> known(Value.ArrayValue array) {
    if (array.items().stream().anyMatch(Value.UnknownValue.class::isInstance)) {
      throw EvaluationException.unknown();
    }
    return array.items();
  }

  private static Value range(FunctionCall call) {
    call.arity(2, 2);
    int start = call.small(0);
    int count = call.small(1);
    if (count < 0 || count > MOST_IN_RANGE) {
      throw call.wrong(1, "between 0 and " + MOST_IN_RANGE, String.valueOf(count));
    }
    if ((long) start + count > Integer.MAX_VALUE) {
      throw call.failure("The range ends behind " + Integer.MAX_VALUE + ".");
    }
    List<Value> numbers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      numbers.add(call.number(start + i));
    }
    return call.array(numbers);
  }

  private static Value indexFromEnd(FunctionCall call) {
    call.arity(2, 2);
    List<Value> items = call.items(0);
    long back = call.whole(1);
    return fromEnd(items, back)
        .orElseThrow(
            () ->
                call.failure(
                    String.format(
                        "The array has no item %d from its end; it has %d %s.",
                        back, items.size(), items.size() == 1 ? "item" : "items")));
  }

  private static Value tryIndexFromEnd(FunctionCall call) {
    call.arity(2, Integer.MAX_VALUE);
    if (call.value(0) instanceof Value.NullValue) {
      return call.nothing();
    }
    return fromEnd(call.items(0), call.whole(1))
        .map(item -> follow(call, item, 2))
        .orElseGet(call::nothing);
  }

  private static Optional<Value> fromEnd(List<Value> items, long back) {
    return back >= 1 && back <= items.size()
        ? Optional.of(items.get((int) (items.size() - back)))
        : Optional.empty();
  }

  private static Value tryGet(FunctionCall call) {
    call.arity(2, Integer.MAX_VALUE);
    return follow(call, call.value(0), 1);
  }

  /**
   * Goes from {@code start} along the keys and indexes that the arguments from {@code from} are.
   */
  private static Value follow(FunctionCall call, Value start, int from) {
    Value value = start;
    for (int i = from; i < call.count() && !(value instanceof Value.NullValue); i++) {
      if (value instanceof Value.UnknownValue) {
        throw EvaluationException.unknown();
      }
      value = step(call, value, i).orElseGet(call::nothing);
    }
    return value;
  }

  private static Optional<Value> step(FunctionCall call, Value value, int key) {
    if (call.value(key) instanceof Value.StringValue name) {
      if (value instanceof Value.ObjectValue object) {
        return FunctionCall.key(object.members(), name.text())
            .map(found -> object.members().get(found).value());
      }
      throw call.failure(
          "This is " + value.kind() + ", which has no property \"" + name.text() + "\".");
    }
    long index = call.whole(key);
    if (value instanceof Value.ArrayValue array) {
      return index >= 0 && index < array.items().size()
          ? Optional.of(array.items().get((int) index))
          : Optional.empty();
    }
    throw call.failure("This is " + value.kind() + ", which has no item " + index + ".");
  }
}

package org.imageengine.engine.expression;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.imageengine.engine.text.Value;

/**
 * Functions that compare values and answer with true or false. Those that need not evaluate all
 * arguments, such as {@code and} and {@code if}, are elsewhere.
 */
final class LogicFunctions {
  private static final Object NOTHING = new Object();

  private LogicFunctions() {}

  static void register(Map<String, TemplateFunction> all) {
    all.put("not", LogicFunctions::not);
    all.put("xor", LogicFunctions::xor);
    all.put("bool", LogicFunctions::bool);
    all.put("equals", LogicFunctions::equal);
    all.put("equalsInsensitive", LogicFunctions::equalsInsensitive);
    all.put("less", call -> ordered(call, order -> order < 0));
    all.put("lessOrEquals", call -> ordered(call, order -> order <= 0));
    all.put("greater", call -> ordered(call, order -> order > 0));
    all.put("greaterOrEquals", call -> ordered(call, order -> order >= 0));
  }

  private static Value not(FunctionCall call) {
    call.arity(1, 1);
    return call.bool(!call.truth(0));
  }

  private static Value xor(FunctionCall call) {
    call.arity(2, 2);
    return call.bool(call.truth(0) ^ call.truth(1));
  }

  private static Value bool(FunctionCall call) {
    call.arity(1, 1);
    Value value = call.value(0);
    if (value instanceof Value.BooleanValue truth) {
      return call.bool(truth.truth());
    } else if (value instanceof Value.NumberValue) {
      return call.bool(call.whole(0) != 0);
    } else if (value instanceof Value.StringValue string) {
      return switch (string.text().strip().toLowerCase(Locale.ROOT)) {
        case "true", "1" -> call.bool(true);
        case "false", "0" -> call.bool(false);
        default -> throw call.wrong(0, "\"true\", \"false\", \"1\" or \"0\"", "another string");
      };
    }
    throw call.wrong(0, "a string or a whole number", value.kind());
  }

  private static Value equal(FunctionCall call) {
    call.arity(2, 2);
    return call.bool(same(call, call.value(0), call.value(1)));
  }

  private static Value equalsInsensitive(FunctionCall call) {
    call.arity(2, 2);
    return call.bool(call.text(0).equalsIgnoreCase(call.text(1)));
  }

  private static Value ordered(FunctionCall call, IntPredicate wanted) {
    call.arity(2, 2);
    if (call.value(0) instanceof Value.StringValue first) {
      return call.bool(wanted.test(compare(first.text(), call.text(1))));
    }
    return call.bool(wanted.test(number(call, 0).compareTo(number(call, 1))));
  }

  /** By letters first; of two texts that differ in case alone, the one in lower case is before. */
  private static int compare(String first, String second) {
    int byLetters = first.compareToIgnoreCase(second);
    return byLetters != 0 ? byLetters : second.compareTo(first);
  }

  private static BigDecimal number(FunctionCall call, int argument) {
    if (call.value(argument) instanceof Value.NumberValue number) {
      return number.number();
    }
    String wanted = argument == 0 ? "a number or a string" : "a number as the one before";
    throw call.wrong(argument, wanted, call.value(argument).kind());
  }

  /**
   * Whether two values are equal with all they hold: numbers by what they are worth, strings and
   * the names of members with case, members in any order.
   */
  static boolean same(FunctionCall call, Value first, Value second) {
    return comparable(call, first).equals(comparable(call, second));
  }

  /**
   * Something that equals its like for an equal value, wherever the two were written. Comparing
   * counts as work, so that no template can do it for ever.
   */
  static Object comparable(FunctionCall call, Value value) {
    if (value instanceof Value.StringValue string) {
      call.budget().characters(call.at(), string.text().length() >> 8);
      return string.text();
    } else if (value instanceof Value.NumberValue number) {
      return number.number().stripTrailingZeros();
    } else if (value instanceof Value.BooleanValue bool) {
      return bool.truth();
    } else if (value instanceof Value.ArrayValue || value instanceof Value.ObjectValue) {
      call.budget().enter(call.at());
      try {
        return structure(call, value);
      } finally {
        call.budget().leave();
      }
    } else if (value instanceof Value.UnknownValue) {
      throw EvaluationException.unknown();
    }
    return NOTHING;
  }

  private static Object structure(FunctionCall call, Value value) {
    if (value instanceof Value.ArrayValue array) {
      call.budget().values(call.at(), array.items().size() >> 4);
      List<Object> items = new ArrayList<>();
      array.items().forEach(item -> items.add(comparable(call, item)));
      return items;
    }
    Map<String, Value.Member> from = ((Value.ObjectValue) value).members();
    call.budget().values(call.at(), from.size() >> 4);
    Map<String, Object> members = new HashMap<>();
    from.forEach((name, member) -> members.put(name, comparable(call, member.value())));
    return members;
  }
}

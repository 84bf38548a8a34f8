package org.imageengine.engine.expression;

import java.math.BigDecimal;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import java.util.regex.Pattern;
import org.imageengine.engine.text.Value;

/** Arithmetic with whole numbers of 64 bits, and the conversions to numbers. */
final class NumberFunctions {
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,100}");
  private static final int MOST_DIGITS = 1000;

  private NumberFunctions() {}

  static void register(Map<String, TemplateFunction> all) {
    all.put("add", call -> exact(call, Math::addExact));
    all.put("sub", call -> exact(call, Math::subtractExact));
    all.put("mul", call -> exact(call, Math::multiplyExact));
    all.put("div", call -> divided(call, NumberFunctions::quotient));
    all.put("mod", call -> divided(call, (first, second) -> first % second));
    all.put("int", NumberFunctions::whole);
    all.put("float", NumberFunctions::decimal);
  }

  private static Value exact(FunctionCall call, LongBinaryOperator operation) {
    call.arity(2, 2);
    long first = call.whole(0);
    long second = call.whole(1);
    try {
      return call.number(operation.applyAsLong(first, second));
    } catch (ArithmeticException e) {
      throw call.failure(
          String.format(
              "The result of %s(%d, %d) does not fit into 64 bits.", call.name(), first, second));
    }
  }

  private static Value divided(FunctionCall call, LongBinaryOperator operation) {
    call.arity(2, 2);
    if (call.whole(1) == 0) {
      throw call.failure("The function " + call.name() + "() cannot divide by zero.");
    }
    return exact(call, operation);
  }

  private static long quotient(long first, long second) {
    return second == -1 ? Math.negateExact(first) : first / second;
  }

  private static Value whole(FunctionCall call) {
    call.arity(1, 1);
    Value value = call.value(0);
    if (value instanceof Value.NumberValue) {
      return call.number(call.whole(0));
    } else if (!(value instanceof Value.StringValue)) {
      throw call.wrong(0, "a whole number or a string", value.kind());
    }
    String digits = call.text(0).strip();
    if (!WHOLE.matcher(digits).matches()) {
      throw call.wrong(0, "a whole number in digits", "another string");
    }
    try {
      return call.number(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      throw call.wrong(0, "a whole number of 64 bits", "another number");
    }
  }

  private static Value decimal(FunctionCall call) {
    call.arity(1, 1);
    Value value = call.value(0);
    if (value instanceof Value.NumberValue) {
      return value;
    } else if (!(value instanceof Value.StringValue)) {
      throw call.wrong(0, "a number or a string", value.kind());
    }
    String digits = call.text(0).strip();
    if (digits.length() > MOST_DIGITS) {
      throw call.wrong(0, "a number of at most " + MOST_DIGITS + " digits", "a longer string");
    }
    try {
      return new Value.NumberValue(call.at(), new BigDecimal(digits));
    } catch (NumberFormatException e) {
      throw call.wrong(0, "a number in digits", "another string");
    }
  }
}

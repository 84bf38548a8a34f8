package org.imageengine.engine.text;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * A value read from a JSON or YAML document, each knowing its place in the text. It is what the
 * typed records of templates and of the configuration are made from.
 */
public sealed interface Value {

  /** Where the value begins. */
  Position at();

  /** What kind of value this is, in the words an error message uses. */
  String kind();

  /** An object; its members keep the order of the text. */
  record ObjectValue(Position at, Map<String, Member> members) implements Value {
    @Override
    public String kind() {
      return "an object";
    }
  }

  /** One member of an object: where its name stands, and its value. */
  record Member(Position nameAt, Value value) {}

  /** An array. */
  record ArrayValue(Position at, List<Value> items) implements Value {
    public ArrayValue {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "an array";
    }
  }

  /** A string. */
  record StringValue(Position at, String text) implements Value {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /** A number, as exact as it was written. */
  record NumberValue(Position at, BigDecimal number) implements Value {
    @Override
    public String kind() {
      return "a number";
    }
  }

  /** True or false. */
  record BooleanValue(Position at, boolean truth) implements Value {
    @Override
    public String kind() {
      return "a boolean";
    }
  }

  /** The literal null. */
  record NullValue(Position at) implements Value {
    @Override
    public String kind() {
      return "null";
    }
  }
}

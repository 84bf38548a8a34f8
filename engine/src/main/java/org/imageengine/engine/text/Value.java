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

  /** The same value at another place; what is inside stays where it is. */
  Value movedTo(Position place);

  /** An object; its members keep the order of the text. */
  record ObjectValue(Position at, Map<String, Member> members) implements Value {
    @Override
    public String kind() {
      return "an object";
    }

    @Override
    public Value movedTo(Position place) {
      return new ObjectValue(place, members);
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

    @Override
    public Value movedTo(Position place) {
      return new ArrayValue(place, items);
    }
  }

  /** A string. */
  record StringValue(Position at, String text) implements Value {
    @Override
    public String kind() {
      return "a string";
    }

    @Override
    public Value movedTo(Position place) {
      return new StringValue(place, text);
    }
  }

  /** A number, as exact as it was written. */
  record NumberValue(Position at, BigDecimal number) implements Value {
    @Override
    public String kind() {
      return "a number";
    }

    @Override
    public Value movedTo(Position place) {
      return new NumberValue(place, number);
    }
  }

  /** True or false. */
  record BooleanValue(Position at, boolean truth) implements Value {
    @Override
    public String kind() {
      return "a boolean";
    }

    @Override
    public Value movedTo(Position place) {
      return new BooleanValue(place, truth);
    }
  }

  /** The literal null. */
  record NullValue(Position at) implements Value {
    @Override
    public String kind() {
      return "null";
    }

    @Override
    public Value movedTo(Position place) {
      return new NullValue(place);
    }
  }

  /**
   * A value that could not be worked out. The reason is a problem already; whoever reads it takes
   * it as present and says nothing more.
   */
  record UnknownValue(Position at) implements Value {
    @Override
    public String kind() {
      return "a value that is not known";
    }

    @Override
    public Value movedTo(Position place) {
      return new UnknownValue(place);
    }
  }
}

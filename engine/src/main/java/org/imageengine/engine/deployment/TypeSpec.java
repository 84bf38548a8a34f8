package org.imageengine.engine.deployment;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Value;

/** The type of a parameter, as both languages can write it. */
public sealed interface TypeSpec {

  /** The types that need no definition. */
  enum Basic implements TypeSpec {
    STRING,
    INT,
    BOOL,
    OBJECT,
    ARRAY,
    ANY
  }

  /** A type that the template defines under a name. */
  record Named(Position at, String name) implements TypeSpec {}

  /** One value only. */
  record Exactly(Value value) implements TypeSpec {}

  /** One of several types. */
  record OneOf(List<TypeSpec> types) implements TypeSpec {
    public OneOf {
      types = List.copyOf(types);
    }
  }

  /** The type or null. */
  record Nullable(TypeSpec type) implements TypeSpec {}

  /** An array of one type. */
  record ArrayOf(TypeSpec items) implements TypeSpec {}

  /** An array with a type for each place. */
  record Tuple(List<TypeSpec> items) implements TypeSpec {
    public Tuple {
      items = List.copyOf(items);
    }
  }

  /**
   * An object.
   *
   * @param others the type of members that are not named; nothing if there may be none
   */
  record ObjectOf(Map<String, TypeSpec> members, Optional<TypeSpec> others) implements TypeSpec {}

  /** An object whose type follows from one of its members. */
  record Discriminated(String member, Map<String, TypeSpec> types) implements TypeSpec {}

  /** A union of object types, told apart by the value of one member. */
  record Tagged(String member, TypeSpec union) implements TypeSpec {}

  /** A part of another type: a property by name, an item by number, or those below. */
  record Part(Position at, TypeSpec of, String name) implements TypeSpec {
    /** The members of an object that are not named. */
    public static final String OTHERS = "*";

    /** The items of an array. */
    public static final String ITEMS = "[*]";
  }

  /** A type with limits. */
  record Limited(TypeSpec type, Limits limits) implements TypeSpec {}

  /** Bounds of length and value, both included, and the values that are allowed. */
  record Limits(
      Optional<BigDecimal> minLength,
      Optional<BigDecimal> maxLength,
      Optional<BigDecimal> minValue,
      Optional<BigDecimal> maxValue,
      List<Value> allowed) {
    public Limits {
      allowed = List.copyOf(allowed);
    }

    boolean isEmpty() {
      return minLength.isEmpty()
          && maxLength.isEmpty()
          && minValue.isEmpty()
          && maxValue.isEmpty()
          && allowed.isEmpty();
    }
  }

  /** {@code type} within {@code limits}, or itself if there are none. */
  static TypeSpec limited(TypeSpec type, Limits limits) {
    return limits.isEmpty() ? type : new Limited(type, limits);
  }
}

package org.imageengine.engine.arm;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.imageengine.engine.deployment.TypeSpec;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Suggestions;
import org.imageengine.engine.text.Value;

/** Reads the types of parameters and definitions of ARM JSON. */
final class ArmTypes {
  private static final List<String> NAMES =
      List.of("string", "securestring", "int", "bool", "object", "secureObject", "array");
  private static final String DEFINITIONS = "#/definitions/";

  private final Problems problems;

  ArmTypes(Problems problems) {
    this.problems = problems;
  }

  /** The type that a parameter, definition, property or item declares. */
  TypeSpec read(ObjectCursor cursor) {
    TypeSpec type =
        cursor
            .string("$ref")
            .map(reference -> named(cursor, reference))
            .orElseGet(() -> declared(cursor));
    TypeSpec limited = TypeSpec.limited(type, limits(cursor));
    return cursor.bool("nullable").orElse(false) ? new TypeSpec.Nullable(limited) : limited;
  }

  private TypeSpec named(ObjectCursor cursor, String reference) {
    String name =
        reference.startsWith(DEFINITIONS) ? reference.substring(DEFINITIONS.length()) : reference;
    return new TypeSpec.Named(cursor.at("$ref"), name.replace("~1", "/").replace("~0", "~"));
  }

  private TypeSpec declared(ObjectCursor cursor) {
    Optional<String> type = cursor.requiredString("type");
    if (type.isEmpty()) {
      return TypeSpec.Basic.ANY;
    }
    return switch (type.get().toLowerCase(Locale.ROOT)) {
      case "string", "securestring" -> TypeSpec.Basic.STRING;
      case "int" -> TypeSpec.Basic.INT;
      case "bool" -> TypeSpec.Basic.BOOL;
      case "object", "secureobject" -> object(cursor);
      case "array" -> array(cursor);
      default -> {
        problems.add(
            cursor.at("type"),
            "UnknownType",
            "There is no type \"" + type.get() + "\".",
            Suggestions.didYouMean(type.get(), NAMES));
        yield TypeSpec.Basic.ANY;
      }
    };
  }

  private TypeSpec object(ObjectCursor cursor) {
    Optional<ObjectCursor> discriminator = cursor.object("discriminator");
    Optional<ObjectCursor> properties = cursor.object("properties");
    Optional<Value> others = cursor.value("additionalProperties");
    if (discriminator.isPresent()) {
      return discriminated(discriminator.get());
    }
    if (properties.isEmpty() && others.isEmpty()) {
      return TypeSpec.Basic.OBJECT;
    }
    Map<String, TypeSpec> members = new LinkedHashMap<>();
    properties.ifPresent(
        cursorOf ->
            cursorOf.members().forEach((name, member) -> members.put(name, of(member.value()))));
    boolean isClosed =
        others.isPresent() && others.get() instanceof Value.BooleanValue open && !open.truth();
    Optional<TypeSpec> rest =
        isClosed
            ? Optional.empty()
            : Optional.of(
                others
                    .filter(Value.ObjectValue.class::isInstance)
                    .map(this::of)
                    .orElse(TypeSpec.Basic.ANY));
    return new TypeSpec.ObjectOf(members, rest);
  }

  private TypeSpec discriminated(ObjectCursor cursor) {
    String member = cursor.requiredString("propertyName").orElse("type");
    Map<String, TypeSpec> types = new LinkedHashMap<>();
    cursor
        .requiredObject("mapping")
        .ifPresent(map -> map.members().forEach((name, type) -> types.put(name, of(type.value()))));
    return new TypeSpec.Discriminated(member, types);
  }

  private TypeSpec array(ObjectCursor cursor) {
    List<Value> places = cursor.array("prefixItems");
    Optional<Value> items = cursor.value("items");
    if (!places.isEmpty()) {
      return new TypeSpec.Tuple(places.stream().map(this::of).toList());
    }
    return items
        .filter(Value.ObjectValue.class::isInstance)
        .<TypeSpec>map(item -> new TypeSpec.ArrayOf(of(item)))
        .orElse(TypeSpec.Basic.ARRAY);
  }

  private TypeSpec of(Value value) {
    return ObjectCursor.over(value, problems).map(this::read).orElse(TypeSpec.Basic.ANY);
  }

  private TypeSpec.Limits limits(ObjectCursor cursor) {
    List<Value> allowed = new ArrayList<>(cursor.array("allowedValues"));
    return new TypeSpec.Limits(
        number(cursor, "minLength"),
        number(cursor, "maxLength"),
        number(cursor, "minValue"),
        number(cursor, "maxValue"),
        allowed);
  }

  private Optional<BigDecimal> number(ObjectCursor cursor, String name) {
    Optional<Value> value = cursor.value(name);
    if (value.isPresent() && !(value.get() instanceof Value.NumberValue)) {
      problems.add(
          value.get().at(),
          "WrongType",
          "A whole number is wanted here, this is " + value.get().kind() + ".");
      return Optional.empty();
    }
    return value.map(number -> ((Value.NumberValue) number).number());
  }
}

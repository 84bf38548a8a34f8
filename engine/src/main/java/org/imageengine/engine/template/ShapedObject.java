package org.imageengine.engine.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/**
 * An object of a template, read by the names of its {@link Shape}. Where the API version is an old
 * one, a bare string counts as an array of one, and "true" as true, as the reference's samples have
 * them.
 */
final class ShapedObject {
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");

  private final ObjectCursor cursor;
  private final Shape shape;
  private final Spelling spelling;

  ShapedObject(Value.ObjectValue object, Shape shape, Spelling spelling) {
    this.cursor = new ObjectCursor(object, spelling.problems());
    this.shape = shape;
    this.spelling = spelling;
  }

  private String known(String name) {
    if (!shape.names().contains(name)) {
      throw new IllegalArgumentException(shape + " has no property " + name);
    }
    return name;
  }

  Spelling spelling() {
    return spelling;
  }

  Problems problems() {
    return spelling.problems();
  }

  Position at() {
    return cursor.at();
  }

  Position at(String name) {
    return cursor.at(known(name));
  }

  boolean has(String name) {
    return cursor.has(known(name));
  }

  Optional<Value> value(String name) {
    return cursor.value(known(name));
  }

  /** Whether the value, or an item of it, could not be worked out: that is told already. */
  boolean isUnknown(String name) {
    return value(name)
        .filter(
            value ->
                value instanceof Value.UnknownValue
                    || value instanceof Value.ArrayValue array
                        && array.items().stream().anyMatch(Value.UnknownValue.class::isInstance))
        .isPresent();
  }

  /** A value that must be there. */
  Optional<Value> required(String name) {
    return cursor.requiredValue(known(name));
  }

  Optional<String> string(String name) {
    return cursor.string(known(name));
  }

  /** A string, where the empty one means the same as none. */
  Optional<String> text(String name) {
    return string(name).filter(text -> !text.isEmpty());
  }

  /** As {@link #text}, with its place. */
  Optional<Sited> sited(String name) {
    return text(name).map(text -> new Sited(text, at(name)));
  }

  Optional<String> requiredString(String name) {
    return cursor.requiredString(known(name));
  }

  Optional<Sited> requiredSited(String name) {
    return requiredString(name).map(text -> new Sited(text, at(name)));
  }

  Optional<String> word(String name, Collection<String> allowed) {
    return text(name).flatMap(text -> spelling.word(text, at(name), allowed));
  }

  Optional<String> requiredWord(String name, Collection<String> allowed) {
    return requiredString(name).flatMap(text -> spelling.word(text, at(name), allowed));
  }

  boolean truth(String name) {
    Optional<Value> value = value(name);
    if (!spelling.isStrict()
        && value.isPresent()
        && value.get() instanceof Value.StringValue text
        && text.text().toLowerCase(Locale.ROOT).matches("true|false")) {
      spelling.warn(
          text.at(), "True or false is wanted here, this is a string.", "Leave the quotes out.");
      return text.text().equalsIgnoreCase("true");
    }
    return cursor.bool(name).orElse(false);
  }

  /** A whole number, 0 where there is none. */
  int integer(String name, int least, int most) {
    return cursor.integer(known(name), least, most).orElse(0);
  }

  Optional<Integer> optionalInteger(String name, int least, int most) {
    return cursor.integer(known(name), least, most);
  }

  /** The lines of an array of strings. */
  List<String> strings(String name) {
    bareValue(name);
    return cursor.strings(known(name)).orElse(List.of());
  }

  /** Whole numbers, each of 32 bits. */
  List<Integer> integers(String name) {
    List<Value> bare = bareValue(name);
    List<Integer> numbers = new ArrayList<>();
    for (Value item : bare.isEmpty() ? array(name) : bare) {
      number(item).ifPresent(numbers::add);
    }
    return numbers;
  }

  private Optional<Integer> number(Value item) {
    if (item instanceof Value.UnknownValue) {
      return Optional.empty();
    }
    String text =
        item instanceof Value.NumberValue number
            ? number.number().toPlainString()
            : item instanceof Value.StringValue string && !spelling.isStrict()
                ? string.text().strip()
                : "";
    if (WHOLE.matcher(text).matches()) {
      return Optional.of(Integer.valueOf(text));
    }
    problems()
        .add(item.at(), "WrongType", "A whole number is wanted here, this is " + item.kind() + ".");
    return Optional.empty();
  }

  /** The value of a property that should be an array and is a single one; none for all others. */
  private List<Value> bareValue(String name) {
    Optional<Value> value =
        value(name)
            .filter(
                found -> found instanceof Value.StringValue || found instanceof Value.NumberValue);
    if (value.isEmpty()) {
      return List.of();
    }
    if (spelling.isStrict()) {
      problems()
          .add(
              value.get().at(),
              "WrongType",
              "An array is wanted here, this is " + value.get().kind() + ".",
              "Put it into brackets.");
    } else {
      spelling.warn(
          value.get().at(),
          "An array is wanted here; " + value.get().kind() + " counts as an array of one.",
          "Put it into brackets.");
    }
    return value.stream().toList();
  }

  List<Value> array(String name) {
    return cursor.array(known(name));
  }

  List<Value> requiredArray(String name) {
    return cursor.requiredArray(known(name));
  }

  Map<String, String> stringMap(String name) {
    return cursor.stringMap(known(name));
  }

  Optional<ShapedObject> object(String name, Shape inner) {
    return value(name).flatMap(value -> spelling.object(value, inner));
  }

  Optional<ShapedObject> requiredObject(String name, Shape inner) {
    return cursor.requiredValue(known(name)).flatMap(value -> spelling.object(value, inner));
  }

  void problem(String name, String code, String message, String advice) {
    if (advice.isEmpty()) {
      problems().add(at(name), code, message);
    } else {
      problems().add(at(name), code, message, advice);
    }
  }
}

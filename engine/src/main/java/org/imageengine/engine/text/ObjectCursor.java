package org.imageengine.engine.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the members of one object by name and type. A member of the wrong type is a problem, not an
 * exception, and its getter answers with nothing, so that the rest is read as well. {@link
 * #finish()} reports the members that nobody asked for.
 */
public final class ObjectCursor {
  private final Value.ObjectValue object;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> notYet = new LinkedHashSet<>();

  public ObjectCursor(Value.ObjectValue object, Problems problems) {
    this.object = object;
    this.problems = problems;
  }

  /** A cursor over {@code value}, or nothing and a problem if it is no object. */
  public static Optional<ObjectCursor> over(Value value, Problems problems) {
    if (value instanceof Value.ObjectValue object) {
      return Optional.of(new ObjectCursor(object, problems));
    }
    if (value instanceof Value.UnknownValue) {
      return Optional.empty();
    }
    problems.add(
        value.at(), "WrongType", "An object is wanted here, this is " + value.kind() + ".");
    return Optional.empty();
  }

  /** Where the object begins. */
  public Position at() {
    return object.at();
  }

  /** Where the value of a member stands, or the object where it has none of that name. */
  public Position at(String name) {
    Value.Member member = object.members().get(name);
    return member == null ? object.at().member(name) : member.value().at();
  }

  public boolean has(String name) {
    Value.Member member = object.members().get(name);
    return member != null && !(member.value() instanceof Value.NullValue);
  }

  /** The value of a member as it is; null counts as absent, as in Azure Resource Manager. */
  public Optional<Value> value(String name) {
    known.add(name);
    return has(name) ? Optional.of(object.members().get(name).value()) : Optional.empty();
  }

  /** The value of a member as it is, null included. */
  public Optional<Value> rawValue(String name) {
    known.add(name);
    return Optional.ofNullable(object.members().get(name)).map(Value.Member::value);
  }

  /** As {@link #value}, and a problem if it is absent. */
  public Optional<Value> requiredValue(String name) {
    Optional<Value> value = value(name);
    if (value.isEmpty()) {
      problems.add(at(), "Missing", "The property \"" + name + "\" is required.");
    }
    return value;
  }

  public Optional<String> string(String name) {
    return value(name).flatMap(this::asString);
  }

  /** A string that must be there and not be empty. */
  public Optional<String> requiredString(String name) {
    Optional<String> text = requiredValue(name).flatMap(this::asString);
    if (text.isPresent() && text.get().isBlank()) {
      problems.add(at(name), "Empty", "The property \"" + name + "\" must not be empty.");
      return Optional.empty();
    }
    return text;
  }

  /** A string that must be one of {@code allowed}, to the letter. */
  public Optional<String> choice(String name, Collection<String> allowed) {
    return string(name).filter(text -> isAllowed(text, at(name), allowed));
  }

  /** As {@link #choice}, and it must be there. */
  public Optional<String> requiredChoice(String name, Collection<String> allowed) {
    return requiredString(name).filter(text -> isAllowed(text, at(name), allowed));
  }

  private boolean isAllowed(String text, Position at, Collection<String> allowed) {
    if (allowed.contains(text)) {
      return true;
    }
    problems.add(
        at,
        "NotAllowed",
        "\"" + text + "\" is not one of " + String.join(", ", allowed) + ".",
        Suggestions.nearest(text, allowed)
            .map(near -> "Did you mean \"" + near + "\"?")
            .orElse(""));
    return false;
  }

  public Optional<Boolean> bool(String name) {
    return value(name)
        .flatMap(
            value -> {
              if (value instanceof Value.BooleanValue truth) {
                return Optional.of(truth.truth());
              }
              wrongType(value, "true or false");
              return Optional.empty();
            });
  }

  /** A whole number within the bounds, both included. */
  public Optional<Integer> integer(String name, int least, int most) {
    return value(name)
        .flatMap(
            value -> {
              if (!(value instanceof Value.NumberValue number)) {
                wrongType(value, "a whole number");
                return Optional.empty();
              }
              try {
                int whole = number.number().intValueExact();
                if (whole >= least && whole <= most) {
                  return Optional.of(whole);
                }
              } catch (ArithmeticException e) {
                // Said below: a fraction, or past what an int holds.
              }
              problems.add(
                  value.at(),
                  "OutOfRange",
                  String.format(
                      "%s is not a whole number from %d to %d.",
                      number.number().toEngineeringString(), least, most));
              return Optional.empty();
            });
  }

  /** An object that is read by the caller. */
  public Optional<ObjectCursor> object(String name) {
    return value(name).flatMap(value -> over(value, problems));
  }

  /** As {@link #object}, and it must be there. */
  public Optional<ObjectCursor> requiredObject(String name) {
    return requiredValue(name).flatMap(value -> over(value, problems));
  }

  /** The items of an array; none where the member is absent. */
  public List<Value> array(String name) {
    return value(name).map(this::asArray).orElse(List.of());
  }

  /** The items of an array that must be there. */
  public List<Value> requiredArray(String name) {
    return requiredValue(name).map(this::asArray).orElse(List.of());
  }

  /** An array of strings; a bare string counts as an array of one, as older samples write it. */
  public Optional<List<String>> strings(String name) {
    return value(name)
        .map(
            value -> {
              if (value instanceof Value.StringValue) {
                return asString(value).stream().toList();
              }
              List<String> texts = new ArrayList<>();
              for (Value item : asArray(value)) {
                asString(item).ifPresent(texts::add);
              }
              return texts;
            });
  }

  /** A map of strings, as tags are; a name whose value is null is as good as not there. */
  public Map<String, String> stringMap(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    value(name)
        .flatMap(value -> over(value, problems))
        .ifPresent(
            inner ->
                inner
                    .object
                    .members()
                    .forEach(
                        (key, member) -> {
                          if (!(member.value() instanceof Value.NullValue)) {
                            asString(member.value()).ifPresent(text -> map.put(key, text));
                          }
                        }));
    return map;
  }

  /** The names and values of all members, for maps whose names are free. */
  public Map<String, Value.Member> members() {
    known.addAll(object.members().keySet());
    return object.members();
  }

  /** Names that the reference knows and this version does not do yet: refused by name. */
  public void notYet(String... names) {
    notYet.addAll(List.of(names));
  }

  /** Reports every member that was neither read nor announced. */
  public void finish() {
    object
        .members()
        .forEach(
            (name, member) -> {
              if (notYet.contains(name)) {
                problems.add(
                    member.nameAt(),
                    "NotSupportedYet",
                    "The property \"" + name + "\" is not supported yet.",
                    "Take it out to build with this version.");
              } else if (!known.contains(name)) {
                problems.add(
                    member.nameAt(),
                    "UnknownProperty",
                    "There is no property \"" + name + "\" here.",
                    Suggestions.didYouMean(name, union()));
              }
            });
  }

  private Set<String> union() {
    Set<String> all = new LinkedHashSet<>(known);
    all.addAll(notYet);
    return all;
  }

  private Optional<String> asString(Value value) {
    if (value instanceof Value.StringValue string) {
      return Optional.of(string.text());
    }
    wrongType(value, "a string");
    return Optional.empty();
  }

  private List<Value> asArray(Value value) {
    if (value instanceof Value.ArrayValue array) {
      return array.items();
    }
    wrongType(value, "an array");
    return List.of();
  }

  private void wrongType(Value value, String wanted) {
    if (value instanceof Value.UnknownValue) {
      return;
    }
    problems.add(
        value.at(),
        "WrongType",
        Character.toUpperCase(wanted.charAt(0))
            + wanted.substring(1)
            + " is wanted here, this is "
            + value.kind()
            + ".");
  }
}

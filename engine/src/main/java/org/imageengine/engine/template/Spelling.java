package org.imageengine.engine.template;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Suggestions;
import org.imageengine.engine.text.Value;

/**
 * How strictly names and words are taken: to the letter from API version 2024-02-01 on, as Azure
 * does; before that, what the reference spells otherwise is accepted with a warning.
 */
final class Spelling {
  private static final String STRICT_SINCE = "2024-02-01";

  private final String apiVersion;
  private final boolean strict;
  private final Problems problems;

  Spelling(String apiVersion, Problems problems) {
    this.apiVersion = apiVersion.replace("-preview", "");
    this.strict = this.apiVersion.compareTo(STRICT_SINCE) >= 0;
    this.problems = problems;
  }

  Problems problems() {
    return problems;
  }

  boolean isStrict() {
    return strict;
  }

  /** A reader of {@code value} as an object of {@code shape}; its names are the current ones. */
  Optional<ShapedObject> object(Value value, Shape shape) {
    if (!strict && value instanceof Value.ArrayValue array && array.items().isEmpty()) {
      warn(value.at(), "An object is wanted here; the empty array counts as an empty object.", "");
      return Optional.of(shaped(new Value.ObjectValue(value.at(), Map.of()), shape));
    }
    return ObjectCursor.over(value, problems)
        .map(cursor -> shaped((Value.ObjectValue) value, shape));
  }

  private ShapedObject shaped(Value.ObjectValue object, Shape shape) {
    Map<String, Value.Member> members = new LinkedHashMap<>();
    object.members().forEach((name, member) -> take(name, member, shape, members));
    return new ShapedObject(new Value.ObjectValue(object.at(), members), shape, this);
  }

  private void take(
      String name, Value.Member member, Shape shape, Map<String, Value.Member> members) {
    Shape.Property property = shape.property(name);
    if (property == null) {
      Optional<Shape.Property> meant = strict ? Optional.empty() : shape.meantBy(name);
      if (meant.isEmpty()) {
        unknown(name, member.nameAt(), shape);
        return;
      }
      property = meant.get();
      warn(
          member.nameAt(),
          "\"" + name + "\" is an old spelling.",
          "Write \""
              + property.name()
              + "\"; from API version "
              + STRICT_SINCE
              + " on nothing else is taken.");
    }
    if (property.readOnly()) {
      warn(
          member.nameAt(),
          "\"" + property.name() + "\" is written by Azure alone; it is ignored.",
          "Take it out.");
      return;
    }
    String current = property.name();
    property
        .since()
        .filter(since -> apiVersion.compareTo(since) < 0)
        .ifPresent(
            since ->
                warn(
                    member.nameAt(),
                    "\"" + current + "\" came with a later API version than " + apiVersion + ".",
                    "Azure takes it from " + since + " on."));
    Value.Member before = members.put(current, member);
    if (before != null) {
      problems.add(
          member.nameAt(),
          "DuplicateName",
          "The property \""
              + current
              + "\" is here already, in line "
              + before.nameAt().line()
              + ".");
    }
  }

  private void unknown(String name, Position at, Shape shape) {
    Optional<String> meant =
        shape
            .meantBy(name)
            .map(Shape.Property::name)
            .or(() -> Suggestions.nearest(name, shape.names()));
    String advice =
        meant
            .map(near -> "Did you mean \"" + near + "\"?")
            .orElseGet(() -> "Allowed: " + String.join(", ", shape.names()) + ".");
    if (strict) {
      problems.add(at, "UnknownProperty", "There is no property \"" + name + "\" here.", advice);
    } else {
      warn(
          at,
          "There is no property \"" + name + "\" here; it is ignored.",
          advice + " From API version " + STRICT_SINCE + " on this is an error.");
    }
  }

  /** The allowed word that {@code text} is; a problem or a warning if it is not to the letter. */
  Optional<String> word(String text, Position at, Collection<String> allowed) {
    if (allowed.contains(text)) {
      return Optional.of(text);
    }
    Optional<String> otherCase = allowed.stream().filter(text::equalsIgnoreCase).findFirst();
    if (!strict && otherCase.isPresent()) {
      warn(at, "\"" + text + "\" is an old spelling.", "Write \"" + otherCase.get() + "\".");
      return otherCase;
    }
    Optional<String> near = otherCase.or(() -> Suggestions.nearest(text, allowed));
    String message = "\"" + text + "\" is not one of " + String.join(", ", allowed) + ".";
    if (near.isPresent()) {
      problems.add(at, "NotAllowed", message, "Did you mean \"" + near.get() + "\"?");
    } else {
      problems.add(at, "NotAllowed", message);
    }
    return Optional.empty();
  }

  void warn(Position at, String message, String advice) {
    problems.warn(at, "Spelling", message, advice);
  }
}

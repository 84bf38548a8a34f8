package org.imageengine.engine.deployment;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.imageengine.engine.expression.FunctionCall;
import org.imageengine.engine.expression.JsonText;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Suggestions;
import org.imageengine.engine.text.Value;

/** Checks the value of a parameter against its type; every difference is a problem. */
final class TypeChecker {
  private static final int MOST_DEPTH = 200;

  private final Map<String, TypeSpec> types;
  private final Problems problems;
  private int depth;

  TypeChecker(Map<String, TypeSpec> types, Problems problems) {
    this.types = types;
    this.problems = problems;
  }

  void check(Value value, TypeSpec type) {
    if (value instanceof Value.UnknownValue) {
      return;
    }
    if (++depth > MOST_DEPTH) {
      problems.add(value.at(), "TooComplex", "The type of this is defined by itself.");
    } else {
      checked(value, type);
    }
    depth--;
  }

  private void checked(Value value, TypeSpec type) {
    if (type instanceof TypeSpec.Basic basic) {
      basic(value, basic);
    } else if (type instanceof TypeSpec.Named named) {
      named(value, named);
    } else if (type instanceof TypeSpec.Exactly exactly) {
      if (!same(value, exactly.value())) {
        notAllowed(value, List.of(exactly.value()));
      }
    } else if (type instanceof TypeSpec.OneOf union) {
      oneOf(value, union);
    } else if (type instanceof TypeSpec.Nullable nullable) {
      if (!(value instanceof Value.NullValue)) {
        check(value, nullable.type());
      }
    } else if (type instanceof TypeSpec.ArrayOf array) {
      if (value instanceof Value.ArrayValue items) {
        items.items().forEach(item -> check(item, array.items()));
      } else {
        wrong(value, "An array");
      }
    } else if (type instanceof TypeSpec.Tuple tuple) {
      tuple(value, tuple);
    } else if (type instanceof TypeSpec.ObjectOf object) {
      object(value, object);
    } else if (type instanceof TypeSpec.Discriminated discriminated) {
      discriminated(value, discriminated);
    } else if (type instanceof TypeSpec.Tagged tagged) {
      tagged(value, tagged);
    } else if (type instanceof TypeSpec.Part part) {
      check(value, resolved(part, 0));
    } else if (type instanceof TypeSpec.Limited limited) {
      check(value, limited.type());
      limits(value, limited.limits());
    }
  }

  private void basic(Value value, TypeSpec.Basic type) {
    boolean fits =
        switch (type) {
          case STRING -> value instanceof Value.StringValue;
          case INT ->
              value instanceof Value.NumberValue number
                  && number.number().stripTrailingZeros().scale() <= 0;
          case BOOL -> value instanceof Value.BooleanValue;
          case OBJECT -> value instanceof Value.ObjectValue;
          case ARRAY -> value instanceof Value.ArrayValue;
          case ANY -> true;
        };
    if (!fits) {
      wrong(
          value,
          switch (type) {
            case STRING -> "A string";
            case INT -> "A whole number";
            case BOOL -> "True or false";
            case OBJECT -> "An object";
            default -> "An array";
          });
    }
  }

  private void named(Value value, TypeSpec.Named named) {
    TypeSpec type = types.get(named.name());
    if (type == null) {
      problems.add(
          named.at(),
          "UnknownType",
          "There is no type \"" + named.name() + "\".",
          types.isEmpty() ? "" : Suggestions.didYouMean(named.name(), types.keySet()));
    } else {
      check(value, type);
    }
  }

  private void oneOf(Value value, TypeSpec.OneOf union) {
    for (TypeSpec type : union.types()) {
      Problems trial = new Problems();
      new TypeChecker(types, trial).check(value, type);
      if (trial.isEmpty()) {
        return;
      }
    }
    List<Value> literals =
        union.types().stream()
            .filter(TypeSpec.Exactly.class::isInstance)
            .map(type -> ((TypeSpec.Exactly) type).value())
            .toList();
    if (literals.isEmpty()) {
      problems.add(value.at(), "WrongType", "This is of none of the types that are allowed here.");
    } else {
      notAllowed(value, literals);
    }
  }

  private void tuple(Value value, TypeSpec.Tuple tuple) {
    if (!(value instanceof Value.ArrayValue array)) {
      wrong(value, "An array");
      return;
    }
    if (array.items().size() != tuple.items().size()) {
      problems.add(
          value.at(),
          "WrongType",
          String.format(
              "The array must have %d items, this has %d.",
              tuple.items().size(), array.items().size()));
      return;
    }
    for (int i = 0; i < array.items().size(); i++) {
      check(array.items().get(i), tuple.items().get(i));
    }
  }

  private void object(Value value, TypeSpec.ObjectOf type) {
    if (!(value instanceof Value.ObjectValue object)) {
      wrong(value, "An object");
      return;
    }
    Set<String> seen = new LinkedHashSet<>();
    type.members()
        .forEach(
            (name, memberType) -> {
              String key = FunctionCall.key(object.members(), name).orElse(null);
              if (key != null) {
                seen.add(key);
                check(object.members().get(key).value(), memberType);
              } else if (!(memberType instanceof TypeSpec.Nullable)) {
                problems.add(
                    object.at(), "Missing", "The property \"" + name + "\" is required here.");
              }
            });
    object
        .members()
        .forEach(
            (name, member) -> {
              if (!seen.contains(name)) {
                type.others()
                    .ifPresentOrElse(
                        others -> check(member.value(), others),
                        () -> unknownMember(member.nameAt(), name, type.members().keySet()));
              }
            });
  }

  private void unknownMember(Position at, String name, Set<String> known) {
    problems.add(
        at,
        "UnknownProperty",
        "The type has no property \"" + name + "\".",
        known.isEmpty() ? "" : Suggestions.didYouMean(name, known));
  }

  private void discriminated(Value value, TypeSpec.Discriminated type) {
    if (!(value instanceof Value.ObjectValue object)) {
      wrong(value, "An object");
      return;
    }
    Value.Member member = object.members().get(type.member());
    if (member == null || !(member.value() instanceof Value.StringValue tag)) {
      problems.add(
          object.at(), "Missing", "The property \"" + type.member() + "\" is required here.");
      return;
    }
    TypeSpec wanted = type.types().get(tag.text());
    if (wanted == null) {
      problems.add(
          tag.at(),
          "NotAllowed",
          "\"" + tag.text() + "\" is not one of " + String.join(", ", type.types().keySet()) + ".");
      return;
    }
    check(value, wanted);
  }

  /** Checks against the one type of the union that has the tag; so its mistakes are told. */
  private void tagged(Value value, TypeSpec.Tagged tagged) {
    if (!(resolved(tagged.union(), 0) instanceof TypeSpec.OneOf union)) {
      check(value, tagged.union());
      return;
    }
    Map<String, TypeSpec> byTag = new LinkedHashMap<>();
    for (TypeSpec one : union.types()) {
      if (resolved(one, 0) instanceof TypeSpec.ObjectOf object
          && object.members().get(tagged.member()) instanceof TypeSpec.Exactly exactly
          && exactly.value() instanceof Value.StringValue tag) {
        byTag.put(tag.text(), one);
      }
    }
    discriminated(value, new TypeSpec.Discriminated(tagged.member(), byTag));
  }

  /** The type behind names, parts and limits. */
  private TypeSpec resolved(TypeSpec type, int steps) {
    if (steps > MOST_DEPTH) {
      return TypeSpec.Basic.ANY;
    }
    if (type instanceof TypeSpec.Named named && types.containsKey(named.name())) {
      return resolved(types.get(named.name()), steps + 1);
    }
    if (type instanceof TypeSpec.Nullable nullable) {
      return resolved(nullable.type(), steps + 1);
    }
    if (type instanceof TypeSpec.Limited limited) {
      return resolved(limited.type(), steps + 1);
    }
    return type instanceof TypeSpec.Part part ? part(part, steps) : type;
  }

  private TypeSpec part(TypeSpec.Part part, int steps) {
    TypeSpec whole = resolved(part.of(), steps + 1);
    if (whole instanceof TypeSpec.ObjectOf object) {
      return part.name().equals(TypeSpec.Part.OTHERS)
          ? object.others().orElse(TypeSpec.Basic.ANY)
          : object.members().getOrDefault(part.name(), TypeSpec.Basic.ANY);
    }
    if (whole instanceof TypeSpec.ArrayOf array) {
      return array.items();
    }
    if (whole instanceof TypeSpec.Tuple tuple && part.name().matches("\\d{1,5}")) {
      int place = Integer.parseInt(part.name());
      return place < tuple.items().size() ? tuple.items().get(place) : TypeSpec.Basic.ANY;
    }
    return TypeSpec.Basic.ANY;
  }

  private void limits(Value value, TypeSpec.Limits limits) {
    if (!limits.allowed().isEmpty()
        && limits.allowed().stream().noneMatch(one -> same(value, one))) {
      boolean eachItem =
          value instanceof Value.ArrayValue array
              && array.items().stream()
                  .allMatch(item -> limits.allowed().stream().anyMatch(one -> same(item, one)));
      if (!eachItem) {
        notAllowed(value, limits.allowed());
      }
    }
    if (value instanceof Value.NumberValue number) {
      bounds(value, number.number(), limits.minValue(), limits.maxValue(), "value");
    } else if (value instanceof Value.StringValue text) {
      BigDecimal length = BigDecimal.valueOf(text.text().length());
      bounds(value, length, limits.minLength(), limits.maxLength(), "length");
    } else if (value instanceof Value.ArrayValue array) {
      BigDecimal length = BigDecimal.valueOf(array.items().size());
      bounds(value, length, limits.minLength(), limits.maxLength(), "length");
    }
  }

  private void bounds(
      Value value,
      BigDecimal found,
      java.util.Optional<BigDecimal> least,
      java.util.Optional<BigDecimal> most,
      String what) {
    least
        .filter(limit -> found.compareTo(limit) < 0)
        .ifPresent(limit -> outOfBounds(value, what, found, "at least " + limit.toPlainString()));
    most.filter(limit -> found.compareTo(limit) > 0)
        .ifPresent(limit -> outOfBounds(value, what, found, "at most " + limit.toPlainString()));
  }

  private void outOfBounds(Value value, String what, BigDecimal found, String limit) {
    problems.add(
        value.at(),
        "OutOfRange",
        "The " + what + " must be " + limit + ", this is " + found.toPlainString() + ".");
  }

  private void wrong(Value value, String wanted) {
    problems.add(
        value.at(), "WrongType", wanted + " is wanted here, this is " + value.kind() + ".");
  }

  private void notAllowed(Value value, List<Value> allowed) {
    List<String> texts = allowed.stream().map(TypeChecker::shown).toList();
    String nearest =
        value instanceof Value.StringValue text
            ? Suggestions.nearest(text.text(), texts)
                .map(near -> "Did you mean \"" + near + "\"?")
                .orElse("")
            : "";
    String message =
        shown(value)
            + " is not allowed here; allowed: "
            + texts.stream().limit(30).collect(Collectors.joining(", "))
            + ".";
    if (nearest.isEmpty()) {
      problems.add(value.at(), "NotAllowed", message);
    } else {
      problems.add(value.at(), "NotAllowed", message, nearest);
    }
  }

  private static String shown(Value value) {
    if (value instanceof Value.StringValue text) {
      return text.text();
    }
    return value instanceof Value.ObjectValue || value instanceof Value.ArrayValue
        ? value.kind()
        : JsonText.compact(value);
  }

  /** Allowed strings compare without case, as Azure Resource Manager compares them. */
  private static boolean same(Value one, Value other) {
    if (one instanceof Value.StringValue a && other instanceof Value.StringValue b) {
      return a.text().toLowerCase(Locale.ROOT).equals(b.text().toLowerCase(Locale.ROOT));
    }
    if (one instanceof Value.NumberValue a && other instanceof Value.NumberValue b) {
      return a.number().compareTo(b.number()) == 0;
    }
    return one.getClass() == other.getClass()
        && JsonText.compact(one).equals(JsonText.compact(other));
  }
}

package org.imageengine.engine.arm;

import java.util.Map;
import org.imageengine.engine.deployment.GivenParameters;
import org.imageengine.engine.expression.EvaluationException;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/** Reads a JSON parameter file: {@code {"parameters": {"name": {"value": …}}}}. */
public final class ParameterFile {
  private ParameterFile() {}

  /** The values in {@code file}; what is wrong with its form goes to {@code problems}. */
  public static GivenParameters read(Value file, Problems problems) {
    GivenParameters given = new GivenParameters();
    ObjectCursor.over(file, problems).ifPresent(root -> all(root, given, problems));
    return given;
  }

  private static void all(ObjectCursor root, GivenParameters given, Problems problems) {
    Map<String, Value.Member> values;
    if (root.has("parameters") || root.has("$schema")) {
      root.value("$schema");
      root.value("contentVersion");
      root.value("metadata");
      values = root.requiredObject("parameters").map(ObjectCursor::members).orElse(Map.of());
      root.finish();
    } else {
      values = root.members();
    }
    values.forEach((name, member) -> one(name, member, given, problems));
  }

  private static void one(
      String name, Value.Member member, GivenParameters given, Problems problems) {
    if (member.value() instanceof Value.ObjectValue object
        && object.members().containsKey("value")) {
      given.put(name, member.nameAt(), type -> object.members().get("value").value());
    } else if (member.value() instanceof Value.ObjectValue object
        && object.members().containsKey("reference")) {
      given.put(
          name,
          member.nameAt(),
          type -> {
            throw keyVault(name, member.nameAt());
          });
    } else {
      problems.add(
          member.nameAt(),
          "NoValue",
          "The parameter \"" + name + "\" has no \"value\" here.",
          "Write it as {\"value\": …}.");
    }
  }

  private static EvaluationException keyVault(String name, Position at) {
    return new EvaluationException(
        at,
        "NotKnownHere",
        "The parameter \"" + name + "\" is a secret of a key vault, which is not read here.",
        "Pass its value with --parameter " + name + "=VALUE.");
  }
}

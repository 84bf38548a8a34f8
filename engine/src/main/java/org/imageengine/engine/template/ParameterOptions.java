package org.imageengine.engine.template;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.imageengine.engine.deployment.GivenParameters;
import org.imageengine.engine.deployment.TypeSpec;
import org.imageengine.engine.expression.EvaluationException;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.engine.text.Value;
import org.imageengine.engine.text.ValueReader;

/**
 * Reads {@code --parameter name=value}. For a parameter that is a string the value is taken as it
 * is; for any other it is JSON. {@code name=@file} takes the content of a file.
 */
final class ParameterOptions {
  private final Problems problems;

  ParameterOptions(Problems problems) {
    this.problems = problems;
  }

  /** Adds what {@code option} says to {@code given}. */
  void read(String option, GivenParameters given) {
    int equals = option.indexOf('=');
    if (equals < 1) {
      problems.add(
          Position.outside("--parameter", ""),
          "BadOption",
          "A parameter is passed as NAME=VALUE.",
          "For example: --parameter vmSize=Standard_D2ds_v4");
      return;
    }
    String name = option.substring(0, equals);
    String text = option.substring(equals + 1);
    Position at = Position.outside("--parameter " + name, "");
    given.put(name, at, type -> value(text, type, at));
  }

  private static Value value(String text, TypeSpec type, Position at) {
    String content = text.startsWith("@") ? file(text.substring(1), at) : text;
    if (isText(type, content)) {
      return new Value.StringValue(at, content);
    }
    try {
      return ValueReader.json(at.file(), content).movedTo(at);
    } catch (ProblemsException e) {
      throw new EvaluationException(
          at,
          "WrongType",
          "The value is not JSON, as a parameter that is no string needs it.",
          "Pass true, 42, '[\"a\", \"b\"]' or '{\"name\": \"value\"}', or @FILE.");
    }
  }

  /** Where any type may be meant, what looks like JSON is JSON. */
  private static boolean isText(TypeSpec type, String content) {
    if (type instanceof TypeSpec.Limited limited) {
      return isText(limited.type(), content);
    }
    if (type instanceof TypeSpec.Nullable nullable) {
      return !content.equals("null") && isText(nullable.type(), content);
    }
    if (type == TypeSpec.Basic.STRING) {
      return true;
    }
    if (type instanceof TypeSpec.Exactly exactly) {
      return exactly.value() instanceof Value.StringValue;
    }
    if (type instanceof TypeSpec.OneOf union) {
      return union.types().stream().allMatch(one -> isText(one, content));
    }
    return !(type instanceof TypeSpec.Basic && type != TypeSpec.Basic.ANY)
        && !content.matches("(?s)\\s*([\\[{].*|true|false|null|-?\\d+)\\s*");
  }

  private static String file(String name, Position at) {
    try {
      Path path = Path.of(name);
      if (!Files.exists(path)) {
        throw new EvaluationException(
            at, "Unreadable", "The file " + name + " does not exist.", "");
      }
      return ValueReader.readText(path);
    } catch (InvalidPathException e) {
      throw new EvaluationException(
          at, "Unreadable", "\"" + name + "\" is not the name of a file.", "");
    } catch (ProblemsException e) {
      Problem first = e.problems().get(0);
      throw new EvaluationException(at, first.code(), name + ": " + first.message(), "");
    }
  }
}

package org.imageengine.engine.bicep;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.expression.FunctionCall;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.engine.text.Value;
import org.imageengine.engine.text.ValueReader;

/** The functions of Bicep whose value is taken while the text is read: files and environment. */
final class BicepLoads {
  private static final Pattern STEP =
      Pattern.compile("\\G(?:\\.?([A-Za-z_][A-Za-z0-9_-]*)|\\[(\\d+)\\]|\\['([^']*)'\\])");

  private final LocalFiles files;

  BicepLoads(LocalFiles files) {
    this.files = files;
  }

  /** What the call stands for, if {@code function} is one that loads a file. */
  Optional<Expression> load(Position at, String function, List<Expression> arguments) {
    return switch (function) {
      case "loadTextContent", "loadFileAsBase64", "loadJsonContent", "loadYamlContent" ->
          Optional.of(loaded(at, function, arguments));
      case "readEnvironmentVariable" -> Optional.of(environmentVariable(at, arguments));
      default -> Optional.empty();
    };
  }

  private static Expression environmentVariable(Position at, List<Expression> arguments) {
    Optional<String> name = text(arguments, 0);
    if (name.isEmpty()) {
      return broken(at, "readEnvironmentVariable() takes the name of a variable as a string.");
    }
    return Optional.ofNullable(System.getenv(name.get()))
        .or(() -> text(arguments, 1))
        .map(value -> literal(at, value))
        .orElseGet(() -> broken(at, "The environment variable " + name.get() + " is not set."));
  }

  private Expression loaded(Position at, String function, List<Expression> arguments) {
    Optional<String> name = text(arguments, 0);
    if (name.isEmpty()) {
      return broken(at, function + "() takes the name of a file as a plain string.");
    }
    try {
      return switch (function) {
        case "loadTextContent" -> literal(at, files.text(name.get(), at, encoding(arguments, 1)));
        case "loadFileAsBase64" ->
            literal(at, Base64.getEncoder().encodeToString(files.bytes(name.get(), at)));
        case "loadJsonContent" ->
            value(
                at,
                ValueReader.json(
                    files.name(name.get()), files.text(name.get(), at, encoding(arguments, 2))),
                arguments);
        default ->
            value(
                at,
                ValueReader.yaml(
                    files.name(name.get()), files.text(name.get(), at, encoding(arguments, 2))),
                arguments);
      };
    } catch (ProblemsException e) {
      return new Expression.Broken(
          e.problems().get(0).at(),
          e.problems().get(0).code(),
          e.problems().get(0).message(),
          e.problems().get(0).advice().orElse(""));
    }
  }

  private static Expression value(Position at, Value value, List<Expression> arguments) {
    String path = text(arguments, 1).orElse("");
    Value found = value;
    String rest = path.startsWith("$") ? path.substring(1) : path;
    Matcher step = STEP.matcher(rest);
    int end = 0;
    while (step.find()) {
      end = step.end();
      Optional<Value> next = step(found, step);
      if (next.isEmpty()) {
        return broken(at, "There is nothing at \"" + path + "\" in the file.");
      }
      found = next.get();
    }
    return end == rest.length()
        ? new Expression.Literal(at, found)
        : broken(at, "\"" + path + "\" is not a path of names and indexes.");
  }

  private static Optional<Value> step(Value value, Matcher step) {
    if (step.group(2) != null) {
      int index = step.group(2).length() > 9 ? -1 : Integer.parseInt(step.group(2));
      return value instanceof Value.ArrayValue array && index >= 0 && index < array.items().size()
          ? Optional.of(array.items().get(index))
          : Optional.empty();
    }
    String name = step.group(1) != null ? step.group(1) : step.group(3);
    return value instanceof Value.ObjectValue object
        ? FunctionCall.key(object.members(), name).map(key -> object.members().get(key).value())
        : Optional.empty();
  }

  private static Optional<String> encoding(List<Expression> arguments, int number) {
    return text(arguments, number);
  }

  private static Optional<String> text(List<Expression> arguments, int number) {
    return number < arguments.size()
            && arguments.get(number) instanceof Expression.Literal literal
            && literal.value() instanceof Value.StringValue text
        ? Optional.of(text.text())
        : Optional.empty();
  }

  private static Expression literal(Position at, String text) {
    return new Expression.Literal(at, new Value.StringValue(at, text));
  }

  private static Expression broken(Position at, String message) {
    return new Expression.Broken(at, "BadExpression", message, "");
  }
}

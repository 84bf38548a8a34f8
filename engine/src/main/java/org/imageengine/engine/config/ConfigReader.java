package org.imageengine.engine.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.engine.text.Suggestions;
import org.imageengine.engine.text.Value;
import org.imageengine.engine.text.ValueReader;

/**
 * Reads the layers of the configuration; an unknown key or a value of the wrong form is refused.
 */
public final class ConfigReader {
  private final Problems problems = new Problems();
  private final Map<ConfigKey, String> values = new EnumMap<>(ConfigKey.class);

  private ConfigReader() {}

  /**
   * Puts the layers together.
   *
   * @param files later ones override earlier ones; those that do not exist are passed over
   * @param environment {@code ENGINE_…} variables override the files
   * @param flags override everything
   */
  public static EngineConfig read(
      List<Path> files, Map<String, String> environment, Map<ConfigKey, String> flags)
      throws ProblemsException {
    ConfigReader reader = new ConfigReader();
    for (Path file : files) {
      if (Files.exists(file)) {
        reader.flatten(ValueReader.readFile(file), "");
      }
    }
    for (ConfigKey key : ConfigKey.values()) {
      String value = environment.getOrDefault(key.environmentName(), "");
      if (!value.isEmpty()) {
        reader.put(key, value, new Position("environment " + key.environmentName(), 1, 1, ""));
      }
    }
    flags.forEach((key, value) -> reader.put(key, value, new Position("command line", 1, 1, "")));
    reader.problems.throwIfAny();
    return new EngineConfig(reader.values);
  }

  private void flatten(Value value, String prefix) {
    if (value instanceof Value.ObjectValue object) {
      object
          .members()
          .forEach(
              (name, member) ->
                  flatten(member.value(), prefix.isEmpty() ? name : prefix + "." + name));
      return;
    }
    if (prefix.isEmpty() && value instanceof Value.NullValue) {
      return;
    }
    var key = ConfigKey.of(prefix);
    if (key.isEmpty()) {
      problems.add(
          value.at(),
          "UnknownKey",
          "There is no configuration key \"" + prefix + "\".",
          Suggestions.didYouMean(prefix, ConfigKey.keys()));
      return;
    }
    put(key.get(), text(value), value.at());
  }

  private static String text(Value value) {
    if (value instanceof Value.StringValue string) {
      return string.text();
    }
    if (value instanceof Value.BooleanValue truth) {
      return String.valueOf(truth.truth());
    }
    if (value instanceof Value.NumberValue number) {
      return number.number().toString();
    }
    return "";
  }

  private void put(ConfigKey key, String value, Position at) {
    if (key.allows(value)) {
      values.put(key, value);
    } else {
      problems.add(
          at,
          "BadValue",
          "\"" + value + "\" is not a value for " + key.key() + ".",
          "Allowed: " + key.allowed() + ".");
    }
  }
}

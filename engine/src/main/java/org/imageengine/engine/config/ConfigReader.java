package org.imageengine.engine.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.imageengine.distributors.TargetRegion;
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
  private final Map<String, RegionSettings> regions = new TreeMap<>();
  private final Map<String, Credential> credentials = new TreeMap<>();
  private final Map<String, List<String>> identities = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final List<Reference> references = new ArrayList<>();

  /** The name of a credential, where it is used. */
  private record Reference(String credential, Position at) {}

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
        reader.file(ValueReader.readFile(file));
      }
    }
    for (ConfigKey key : ConfigKey.values()) {
      String value = environment.getOrDefault(key.environmentName(), "");
      if (!value.isEmpty()) {
        reader.put(key, value, new Position("environment " + key.environmentName(), 1, 1, ""));
      }
    }
    flags.forEach((key, value) -> reader.put(key, value, new Position("command line", 1, 1, "")));
    reader.checkReferences();
    reader.problems.throwIfAny();
    return new EngineConfig(
        reader.values, List.copyOf(reader.regions.values()), reader.credentials, reader.identities);
  }

  /** The sections that hold names of the user's own, and all other keys. */
  private void file(Value document) {
    if (!(document instanceof Value.ObjectValue object)) {
      flatten(document, "");
      return;
    }
    object
        .members()
        .forEach(
            (name, member) -> {
              switch (name) {
                case "regions" -> entries(member.value(), this::region);
                case "credentials" -> entries(member.value(), this::credential);
                case "identities" -> entries(member.value(), this::identity);
                default -> flatten(member.value(), name);
              }
            });
  }

  private interface Entry {
    void read(String name, Value value);
  }

  private void entries(Value section, Entry entry) {
    if (section instanceof Value.NullValue) {
      return;
    }
    if (section instanceof Value.ObjectValue object) {
      object.members().forEach((name, member) -> entry.read(name, member.value()));
    } else {
      problems.add(
          section.at(),
          "WrongType",
          "Names with what each stands for are wanted here, this is " + section.kind() + ".");
    }
  }

  private void region(String name, Value value) {
    String normalized = TargetRegion.normalized(name);
    RegionSettings region = new RegionReader(problems).read(normalized, value);
    regions.put(normalized, region);
    for (Place place : region.zones()) {
      if (place instanceof Place.AzureBlob blob) {
        references.add(new Reference(blob.credential(), value.at()));
      } else if (place instanceof Place.S3 bucket) {
        references.add(new Reference(bucket.credential(), value.at()));
      }
    }
  }

  private void credential(String name, Value value) {
    new CredentialReader(problems)
        .read(name, value)
        .ifPresent(credential -> credentials.put(name, credential));
  }

  private void identity(String id, Value value) {
    List<String> names = new ArrayList<>();
    if (value instanceof Value.StringValue one) {
      names.add(one.text());
    } else if (value instanceof Value.ArrayValue several) {
      several.items().stream()
          .filter(Value.StringValue.class::isInstance)
          .forEach(item -> names.add(((Value.StringValue) item).text()));
    }
    boolean isEmptyList = value instanceof Value.ArrayValue array && array.items().isEmpty();
    if (names.isEmpty() && !isEmptyList) {
      problems.add(
          value.at(),
          "WrongType",
          "The name of a credential, or a list of such names, is wanted here.");
    }
    names.forEach(name -> references.add(new Reference(name, value.at())));
    identities.put(id, names);
  }

  private void checkReferences() {
    for (Reference reference : references) {
      if (!credentials.containsKey(reference.credential())) {
        problems.add(
            reference.at(),
            "UnknownCredential",
            "There is no credential \"" + reference.credential() + "\".",
            Suggestions.didYouMean(reference.credential(), credentials.keySet()));
      }
    }
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

package org.imageengine.engine.deployment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Value;

/**
 * The values that somebody gives the parameters of a template, each worked out when it is asked.
 */
public final class GivenParameters {
  private final Map<String, Given> values = new LinkedHashMap<>();

  /**
   * One value.
   *
   * @param at where it is given
   * @param value works it out for a parameter of that type
   */
  public record Given(Position at, Function<TypeSpec, Value> value) {}

  /** Adds a value, which replaces an earlier one of the same name, in whatever case. */
  public void put(String name, Position at, Function<TypeSpec, Value> value) {
    values.keySet().removeIf(name::equalsIgnoreCase);
    values.put(name, new Given(at, value));
  }

  /** Adds all of {@code others}. */
  public void putAll(GivenParameters others) {
    others.values.forEach((name, given) -> put(name, given.at(), given.value()));
  }

  /** The values by name, in the order in which they were given. */
  public Map<String, Given> values() {
    return values;
  }
}

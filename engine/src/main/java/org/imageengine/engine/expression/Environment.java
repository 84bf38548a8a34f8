package org.imageengine.engine.expression;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.imageengine.engine.text.Value;

/** The local names at one place of a template: loop items, lambda and function parameters. */
public final class Environment {
  private static final Environment EMPTY = new Environment(Map.of());
  private static final String COPY = "copyIndex:";

  private final Map<String, Value> locals;

  private Environment(Map<String, Value> locals) {
    this.locals = locals;
  }

  public static Environment empty() {
    return EMPTY;
  }

  /** This and one more name. */
  public Environment with(String name, Value value) {
    Map<String, Value> more = new HashMap<>(locals);
    more.put(name, value);
    return new Environment(more);
  }

  /** This inside the iteration {@code index} of a copy loop. */
  public Environment inCopy(String loop, Value index) {
    return with(copyName(loop), index);
  }

  /**
   * The local name under which the index of a copy loop is known; the empty name is the resource's.
   */
  public static String copyName(String loop) {
    return COPY + loop.toLowerCase(java.util.Locale.ROOT);
  }

  Optional<Value> local(String name) {
    return Optional.ofNullable(locals.get(name));
  }
}

package org.imageengine.engine.expression;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All functions that need nothing but their arguments, by name; names ignore case. */
public final class Functions {
  private static final Map<String, TemplateFunction> ALL = all();

  private Functions() {}

  private static Map<String, TemplateFunction> all() {
    Map<String, TemplateFunction> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ArrayFunctions.register(all);
    SetFunctions.register(all);
    LambdaFunctions.register(all);
    ObjectFunctions.register(all);
    LogicFunctions.register(all);
    NumberFunctions.register(all);
    StringFunctions.register(all);
    EncodingFunctions.register(all);
    DateFunctions.register(all);
    CidrFunctions.register(all);
    return Collections.unmodifiableMap(all);
  }

  /** The function of that name, if there is one. */
  public static Optional<TemplateFunction> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** The names of all functions here. */
  public static Set<String> names() {
    return ALL.keySet();
  }
}

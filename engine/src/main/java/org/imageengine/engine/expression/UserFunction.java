package org.imageengine.engine.expression;

import java.util.List;

/**
 * A function that a template defines.
 *
 * @param scope where the names in its body are looked up
 */
public record UserFunction(String name, List<String> parameters, Expression body, Scope scope) {
  public UserFunction {
    parameters = List.copyOf(parameters);
  }
}

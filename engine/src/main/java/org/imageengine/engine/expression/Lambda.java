package org.imageengine.engine.expression;

import java.util.List;
import org.imageengine.engine.text.Value;

/**
 * A lambda as an argument: {@code map(array, lambda('x', ...))} or {@code map(array, x => ...)}.
 */
public interface Lambda {

  /** How many parameters it names. */
  int parameters();

  /** Its value for {@code arguments}, which are as many as {@link #parameters()}. */
  Value apply(List<Value> arguments);
}

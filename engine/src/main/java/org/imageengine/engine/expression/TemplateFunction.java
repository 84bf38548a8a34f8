package org.imageengine.engine.expression;

import org.imageengine.engine.text.Value;

/** One function of the template language that needs nothing but its arguments. */
@FunctionalInterface
public interface TemplateFunction {

  /**
   * The function's value for the arguments of {@code call}.
   *
   * @throws EvaluationException where an argument is not what the function takes
   */
  Value apply(FunctionCall call);
}

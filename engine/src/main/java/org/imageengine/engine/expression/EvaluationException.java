package org.imageengine.engine.expression;

import java.util.Optional;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;

/**
 * The value of an expression cannot be worked out. It never leaves the reader of a template: the
 * nearest property collects its problem, and the others are evaluated as well.
 */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Problem> problem;

  public EvaluationException(Problem problem) {
    super(problem.toString(), null, false, false);
    this.problem = Optional.of(problem);
  }

  public EvaluationException(Position at, String code, String message, String advice) {
    this(advice.isEmpty() ? Problem.of(at, code, message) : Problem.of(at, code, message, advice));
  }

  private EvaluationException() {
    super("depends on a value that is not known", null, false, false);
    this.problem = Optional.empty();
  }

  /** Depends on something whose problem is known already. */
  static EvaluationException unknown() {
    return new EvaluationException();
  }

  /** The problem; nothing if it has been told already. */
  public Optional<Problem> problem() {
    return problem;
  }
}

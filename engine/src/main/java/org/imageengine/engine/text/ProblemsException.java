package org.imageengine.engine.text;

import java.util.List;
import java.util.stream.Collectors;

/** A document is not usable; says every problem found in it, never the first alone. */
public final class ProblemsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public ProblemsException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** The problems, in the order of the text. */
  public List<Problem> problems() {
    return problems;
  }
}

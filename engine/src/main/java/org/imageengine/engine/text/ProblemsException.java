package org.imageengine.engine.text;

import java.util.List;
import java.util.stream.Collectors;

/** A document is not usable; says every problem found in it, never the first alone. */
public final class ProblemsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;
  private final transient List<Problem> warnings;

  public ProblemsException(List<Problem> problems) {
    this(problems, List.of());
  }

  /** Problems, and what was warned of before they were found. */
  public ProblemsException(List<Problem> problems, List<Problem> warnings) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
    this.warnings = List.copyOf(warnings);
  }

  /** What was warned of as well: often the cause of a problem is among it. */
  public List<Problem> warnings() {
    return warnings;
  }

  /** The problems, in the order of the text. */
  public List<Problem> problems() {
    return problems;
  }
}

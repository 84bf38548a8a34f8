package org.imageengine.engine.text;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects problems, so that a reader can go on after the first one. */
public final class Problems {
  private static final int MOST = 100;

  // Each once: what many parts of a template depend on is told by every one of them.
  private final Set<Problem> found = new LinkedHashSet<>();
  private final Set<Problem> warnings = new LinkedHashSet<>();

  public void add(Problem problem) {
    found.add(problem);
  }

  public void add(Position at, String code, String message) {
    found.add(Problem.of(at, code, message));
  }

  public void add(Position at, String code, String message, String advice) {
    found.add(Problem.of(at, code, message, advice));
  }

  /** Adds something that is worth saying and stops nothing. */
  public void warn(Position at, String code, String message, String advice) {
    warnings.add(
        advice.isEmpty() ? Problem.of(at, code, message) : Problem.of(at, code, message, advice));
  }

  /** Adds all that {@code others} holds. */
  public void addAll(Problems others) {
    found.addAll(others.found);
    warnings.addAll(others.warnings);
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** What was warned of, each once, in the order of the text. */
  public List<Problem> warnings() {
    return inOrder(warnings);
  }

  /** The exception that says everything collected, which must be something. */
  public ProblemsException exception() {
    if (found.isEmpty()) {
      throw new IllegalStateException("an exception without a problem");
    }
    List<Problem> ordered = inOrder(found);
    return new ProblemsException(ordered.subList(0, Math.min(MOST, ordered.size())), warnings());
  }

  /** Throws what was collected, ordered by place; does nothing if all is well. */
  public void throwIfAny() throws ProblemsException {
    if (!found.isEmpty()) {
      throw exception();
    }
  }

  private static List<Problem> inOrder(Set<Problem> problems) {
    return problems.stream()
        .sorted(
            Comparator.comparing((Problem p) -> p.at().file())
                .thenComparingInt(p -> p.at().line())
                .thenComparingInt(p -> p.at().column()))
        .toList();
  }
}

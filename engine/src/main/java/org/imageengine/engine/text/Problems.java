package org.imageengine.engine.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects problems, so that a reader can go on after the first one. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  public void add(Problem problem) {
    found.add(problem);
  }

  public void add(Position at, String code, String message) {
    found.add(Problem.of(at, code, message));
  }

  public void add(Position at, String code, String message, String advice) {
    found.add(Problem.of(at, code, message, advice));
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** Throws what was collected, ordered by place; does nothing if all is well. */
  public void throwIfAny() throws ProblemsException {
    if (!found.isEmpty()) {
      found.sort(
          Comparator.comparing((Problem p) -> p.at().file())
              .thenComparingInt(p -> p.at().line())
              .thenComparingInt(p -> p.at().column()));
      throw new ProblemsException(found);
    }
  }
}

package org.imageengine.engine.template;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.ProblemsException;

/** Keeps the values of secure parameters out of what people read. */
public final class Secrets {
  private static final String MASK = "***";

  private final List<String> values;

  Secrets(Set<String> values) {
    // The longest first, so that a secret which holds another is masked as a whole.
    this.values =
        values.stream()
            .filter(value -> !value.isEmpty())
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** {@code text} with three asterisks in place of every secret. */
  public String mask(String text) {
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, MASK);
    }
    return masked;
  }

  Problem mask(Problem problem) {
    return new Problem(
        problem.at(), problem.code(), mask(problem.message()), problem.advice().map(this::mask));
  }

  ProblemsException mask(ProblemsException e) {
    return new ProblemsException(
        e.problems().stream().map(this::mask).toList(),
        e.warnings().stream().map(this::mask).toList());
  }
}

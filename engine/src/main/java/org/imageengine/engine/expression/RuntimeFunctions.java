package org.imageengine.engine.expression;

import java.util.Locale;
import java.util.Set;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;

/** The functions whose value only a running cloud knows. */
public final class RuntimeFunctions {
  private static final Set<String> NAMES =
      Set.of(
          "reference",
          "references",
          "providers",
          "pickzones",
          "tologicalzone",
          "tologicalzones",
          "tophysicalzone",
          "tophysicalzones",
          "managementgroup",
          "deployer",
          "getsecret",
          "externalinput");

  private RuntimeFunctions() {}

  static boolean isOne(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return NAMES.contains(lower) || lower.startsWith("list");
  }

  /** What is said where the image template needs such a value. */
  public static EvaluationException refused(Position at, String what) {
    return refused(
        at,
        what,
        "Make it a parameter and pass the value with --parameter NAME=VALUE, or write the value.");
  }

  /** What is said where such a value is the default of a parameter. */
  static EvaluationException refusedDefault(Position at, String what, String parameter) {
    return refused(at, what, "Pass the value with --parameter " + parameter + "=VALUE.");
  }

  private static EvaluationException refused(Position at, String what, String advice) {
    return new EvaluationException(
        at,
        "NotKnownHere",
        what + " has a value only in a running Azure deployment, and the image template needs it.",
        advice);
  }

  /** The same as an expression, said only if its value is needed. */
  public static Expression broken(Position at, String what) {
    Problem problem = refused(at, what).problem().orElseThrow();
    return new Expression.Broken(
        at, problem.code(), problem.message(), problem.advice().orElse(""));
  }
}

package org.imageengine.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.engine.text.Value;

/** Evaluates ARM expressions by themselves, as the tables of the functions' tests need it. */
final class ExpressionTesting {
  static final Instant NOW = Instant.parse("2026-03-05T07:08:09.123456700Z");
  static final DeploymentFacts FACTS =
      new DeploymentFacts(
          "11111111-1111-1111-1111-111111111111",
          "22222222-2222-2222-2222-222222222222",
          "images",
          "westeurope",
          "nightly");

  private ExpressionTesting() {}

  /** The value of {@code expression} as JSON in one line. */
  static String json(String expression) {
    Problems problems = new Problems();
    Value value = evaluate(expression, problems);
    assertThat(problems.isEmpty()).as(() -> text(problems)).isTrue();
    return JsonText.compact(value);
  }

  /** What is said of {@code expression}, which has no value. */
  static String failure(String expression) {
    Problems problems = new Problems();
    try {
      Value value = evaluate(expression, problems);
      assertThat(problems.isEmpty()).as(() -> JsonText.compact(value)).isFalse();
      return text(problems);
    } catch (EvaluationException e) {
      return e.problem().map(Problem::toString).orElse("");
    }
  }

  private static String text(Problems problems) {
    try {
      problems.throwIfAny();
      return "";
    } catch (ProblemsException e) {
      return e.getMessage();
    }
  }

  private static Value evaluate(String expression, Problems problems) {
    Position at = new Position("test.json", 1, 1, "");
    Expression parsed = ArmExpressionParser.parse(new Value.StringValue(at, expression));
    return new Evaluator(new TestScope(), new Session(NOW, problems))
        .evaluate(parsed, Environment.empty());
  }

  /** Every name is unknown; time and chance are allowed. */
  private static final class TestScope implements Scope {
    @Override
    public Value parameter(String name, Position at) {
      throw new EvaluationException(at, "UnknownName", "There is no parameter here.", "");
    }

    @Override
    public Value variable(String name, Position at) {
      throw new EvaluationException(at, "UnknownName", "There is no variable here.", "");
    }

    @Override
    public Value resourceMember(
        Expression.ResourceReference resource, List<String> path, Environment locals, Position at) {
      throw new EvaluationException(at, "UnknownName", "There is no resource here.", "");
    }

    @Override
    public Optional<Value> deploymentOutput(String deployment, List<String> path, Position at) {
      return Optional.empty();
    }

    @Override
    public Optional<UserFunction> function(String name) {
      return Optional.empty();
    }

    @Override
    public Collection<String> functionNames() {
      return List.of();
    }

    @Override
    public DeploymentFacts facts() {
      return FACTS;
    }

    @Override
    public Optional<String> defaultOf() {
      return Optional.of("test");
    }
  }
}

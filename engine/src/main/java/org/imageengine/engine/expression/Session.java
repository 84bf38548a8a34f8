package org.imageengine.engine.expression;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/** What the evaluators of all modules of one reading share: the limits, the time, the problems. */
public final class Session {
  private final Budget budget = new Budget();
  private final Instant now;
  private final Set<String> secrets = new HashSet<>();
  private Problems problems;

  public Session(Instant now, Problems problems) {
    this.now = now;
    this.problems = problems;
  }

  public Budget budget() {
    return budget;
  }

  Instant now() {
    return now;
  }

  /** The values of secure parameters so far. */
  public Set<String> secrets() {
    return secrets;
  }

  /** Remembers every string in {@code value} as a secret. */
  public void keepSecret(Value value) {
    if (value instanceof Value.StringValue text) {
      secrets.add(text.text());
    } else if (value instanceof Value.ArrayValue array) {
      array.items().forEach(this::keepSecret);
    } else if (value instanceof Value.ObjectValue object) {
      object.members().values().forEach(member -> keepSecret(member.value()));
    }
  }

  /** Where problems are collected at the moment. */
  public Problems problems() {
    return problems;
  }

  /** A value that was worked out once, and what was wrong in it. */
  public record Memo(Value value, Problems problems) {}

  /** Works a value out for later, keeping its problems apart until somebody needs it. */
  public Memo aside(Position at, Supplier<Value> work) {
    Problems outer = problems;
    Problems own = new Problems();
    problems = own;
    try {
      return new Memo(collect(at, work), own);
    } finally {
      problems = outer;
    }
  }

  /** The value of {@code memo}, with its problems, which are told once however often it is used. */
  public Value use(Memo memo) {
    problems.addAll(memo.problems());
    return memo.value();
  }

  /** Works a value out; a failure is collected, and the value then unknown. */
  public Value collect(Position at, Supplier<Value> work) {
    try {
      return work.get();
    } catch (EvaluationException e) {
      e.problem().ifPresent(problems::add);
      return new Value.UnknownValue(at);
    }
  }
}

package org.imageengine.engine.expression;

import org.imageengine.engine.text.Position;

/**
 * What the evaluation of one template may use. Any real template needs a small part of it; one that
 * is made to run for ever, or to double a text forty times, ends here with a message.
 */
public final class Budget {
  private static final int MOST_STEPS = 2_000_000;
  private static final int MOST_VALUES = 500_000;
  private static final long MOST_CHARACTERS = 32L << 20;
  private static final int MOST_DEPTH = 250;

  private int steps;
  private int values;
  private long characters;
  private int depth;

  void enter(Position at) {
    if (++depth > MOST_DEPTH) {
      throw tooMuch(at, "is nested deeper than " + MOST_DEPTH + " levels");
    }
    if (++steps > MOST_STEPS) {
      throw tooMuch(at, "takes more than " + MOST_STEPS + " steps");
    }
  }

  void leave() {
    depth--;
  }

  /** Counts values that are about to be made or copied. */
  public void values(Position at, long count) {
    values = (int) Math.min(Integer.MAX_VALUE, values + count);
    if (values > MOST_VALUES) {
      throw tooMuch(at, "makes more than " + MOST_VALUES + " values");
    }
  }

  /** Counts characters that are about to be made. */
  public void characters(Position at, long count) {
    characters += count;
    if (characters > MOST_CHARACTERS) {
      throw tooMuch(at, "makes more than " + (MOST_CHARACTERS >> 20) + " million characters");
    }
  }

  private static EvaluationException tooMuch(Position at, String what) {
    return new EvaluationException(
        at, "TooComplex", "Evaluating this " + what + ".", "Make the expression simpler.");
  }
}

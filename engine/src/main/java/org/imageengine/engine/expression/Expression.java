package org.imageengine.engine.expression;

import java.util.List;
import java.util.Optional;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Value;

/**
 * An expression of a template, not yet evaluated. ARM JSON and Bicep are both read into these, so
 * that one evaluator serves both.
 */
public sealed interface Expression {

  /** Where it stands in the template's text. */
  Position at();

  /** A value that is written out. */
  record Literal(Position at, Value value) implements Expression {}

  /**
   * A call of a function, by its name in ARM ({@code sys.concat} without its {@code sys}).
   * Operators are calls too: {@code a + b} is {@code add(a, b)}.
   */
  record Call(Position at, String name, List<Expression> arguments) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A member of an object or an item of an array.
   *
   * @param safe answers null rather than failing where it is missing ({@code .?}, {@code [?]})
   * @param fromEnd counts the item from the end, from 1 ({@code [^1]})
   */
  record Access(Position at, Expression target, Expression member, boolean safe, boolean fromEnd)
      implements Expression {}

  /** An object; the value of each member is evaluated for itself. */
  record ObjectLiteral(Position at, List<Entry> entries) implements Expression {
    public ObjectLiteral {
      entries = List.copyOf(entries);
    }
  }

  /**
   * One entry of an object.
   *
   * @param name nothing for a spread, whose value is an object that is merged in
   */
  record Entry(Position at, Optional<Expression> name, Expression value) {}

  /** An array. */
  record ArrayLiteral(Position at, List<Item> items) implements Expression {
    public ArrayLiteral {
      items = List.copyOf(items);
    }
  }

  /**
   * One item of an array.
   *
   * @param spread the value is an array, whose items are put here
   */
  record Item(Expression value, boolean spread) {}

  /** A condition; only the branch that is taken is evaluated. */
  record Choice(Position at, Expression condition, Expression then, Expression otherwise)
      implements Expression {}

  /** A function without a name, as an argument of {@code map}, {@code filter} and their like. */
  record Lambda(Position at, List<String> parameters, Expression body) implements Expression {
    public Lambda {
      parameters = List.copyOf(parameters);
    }
  }

  /** A loop over an array, whose result is an array. */
  record Loop(
      Position at,
      Expression over,
      String item,
      Optional<String> index,
      Optional<Expression> condition,
      Expression body)
      implements Expression {}

  /** The item or index of a loop, or a parameter of a lambda or user-defined function. */
  record Local(Position at, String name) implements Expression {}

  /** A parameter of the template. */
  record ParameterReference(Position at, String name) implements Expression {}

  /** A variable of the template. */
  record VariableReference(Position at, String name) implements Expression {}

  /**
   * A resource or module of the same file by its symbolic name. Stands for nothing itself; its
   * members do.
   *
   * @param index which one, where it is declared in a loop
   */
  record ResourceReference(Position at, String symbol, Optional<Expression> index)
      implements Expression {}

  /** Something that is wrong at this place, said only if its value is needed. */
  record Broken(Position at, String code, String message, String advice) implements Expression {}
}

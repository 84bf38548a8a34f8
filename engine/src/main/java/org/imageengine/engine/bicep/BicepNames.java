package org.imageengine.engine.bicep;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.imageengine.engine.bicep.BicepSymbols.Symbol;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Suggestions;

/** What the names in an expression stand for at the place where the reading is. */
final class BicepNames {
  private final BicepSymbols symbols;
  private final Problems problems;
  private final Deque<Set<String>> locals = new ArrayDeque<>();
  private final Deque<String> enclosing = new ArrayDeque<>();

  BicepNames(BicepSymbols symbols, Problems problems) {
    this.symbols = symbols;
    this.problems = problems;
  }

  /** Reads where {@code names} are local. */
  <T> T withLocals(List<String> names, Supplier<T> work) {
    locals.push(new HashSet<>(names));
    try {
      return work.get();
    } finally {
      locals.pop();
    }
  }

  /** Reads inside the body of the resource {@code symbol}, whose children need no prefix there. */
  <T> T inside(String symbol, Supplier<T> work) {
    enclosing.push(symbol);
    try {
      return work.get();
    } finally {
      enclosing.pop();
    }
  }

  private boolean isLocal(String name) {
    return locals.stream().anyMatch(names -> names.contains(name));
  }

  /** The names that a file imported as a whole under {@code name}. */
  Optional<BicepSymbols> namespace(String name) {
    return isLocal(name) ? Optional.empty() : symbols.findNamespace(name);
  }

  /** What {@code name} stands for by itself. */
  Expression expression(Position at, String name) {
    if (isLocal(name)) {
      return new Expression.Local(at, name);
    }
    Optional<Symbol> symbol = symbols.find(name).or(() -> nested(name));
    if (symbol.isPresent()) {
      return expression(at, symbol.get());
    }
    Set<String> known = new HashSet<>(symbols.names());
    locals.forEach(known::addAll);
    return unknown(at, "name", name, known);
  }

  private Optional<Symbol> nested(String name) {
    return enclosing.stream()
        .map(parent -> symbols.find(parent + "::" + name))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The value that {@code symbol} stands for. */
  static Expression expression(Position at, Symbol symbol) {
    return switch (symbol.kind()) {
      case PARAMETER -> new Expression.ParameterReference(at, symbol.target());
      case VARIABLE -> new Expression.VariableReference(at, symbol.target());
      case RESOURCE, MODULE ->
          new Expression.ResourceReference(at, symbol.target(), Optional.empty());
      case FUNCTION, TYPE, NAMESPACE ->
          new Expression.Broken(at, "BadExpression", "This name is no value.", "");
    };
  }

  /** A call of a function that a file defines; what a registry has is an error where it is used. */
  static Expression call(Position at, Symbol symbol, List<Expression> arguments) {
    return symbol.isFromRegistry()
        ? new Expression.VariableReference(at, symbol.target())
        : new Expression.Call(at, symbol.target(), arguments);
  }

  /** A name that is nowhere declared is wrong whether its value is needed or not. */
  Expression unknown(Position at, String kind, String name, Set<String> known) {
    String message = "There is no " + kind + " \"" + name + "\".";
    Optional<String> nearest = Suggestions.nearest(name, known);
    String advice = nearest.map(near -> "Did you mean \"" + near + "\"?").orElse("");
    if (advice.isEmpty()) {
      problems.add(at, "UnknownName", message);
    } else {
      problems.add(at, "UnknownName", message, advice);
    }
    return new Expression.Broken(at, "UnknownName", message, advice);
  }
}

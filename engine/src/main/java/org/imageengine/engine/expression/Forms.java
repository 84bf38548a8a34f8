package org.imageengine.engine.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Value;

/** Calls that are not calls: those which name things or do not evaluate all their arguments. */
public final class Forms {
  private Forms() {}

  /** The expression that a call of {@code name} is. */
  public static Expression of(Position at, String name, List<Expression> arguments) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "lambda" -> lambda(at, arguments);
      case "lambdavariables" -> single(at, name, arguments, Expression.Local::new);
      case "if" -> choice(at, arguments);
      default -> new Expression.Call(at, name, arguments);
    };
  }

  private static Expression choice(Position at, List<Expression> arguments) {
    if (arguments.size() != 3) {
      return new Expression.Broken(
          at,
          "BadExpression",
          "The function if() takes 3 arguments, here are " + arguments.size() + ".",
          "");
    }
    return new Expression.Choice(at, arguments.get(0), arguments.get(1), arguments.get(2));
  }

  private static Expression lambda(Position at, List<Expression> arguments) {
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < arguments.size() - 1; i++) {
      if (text(arguments.get(i)) == null) {
        return new Expression.Broken(
            at, "BadExpression", "The parameters of a lambda are written as strings.", "");
      }
      parameters.add(text(arguments.get(i)));
    }
    if (parameters.isEmpty()) {
      return new Expression.Broken(
          at, "BadExpression", "A lambda has at least one parameter and a body.", "");
    }
    return new Expression.Lambda(at, parameters, arguments.get(arguments.size() - 1));
  }

  private interface Naming {
    Expression named(Position at, String name);
  }

  private static Expression single(
      Position at, String function, List<Expression> arguments, Naming naming) {
    if (arguments.size() == 1 && text(arguments.get(0)) != null) {
      return naming.named(at, text(arguments.get(0)));
    }
    return new Expression.Broken(
        at, "BadExpression", "The function " + function + "() takes one name as a string.", "");
  }

  private static String text(Expression expression) {
    return expression instanceof Expression.Literal literal
            && literal.value() instanceof Value.StringValue string
        ? string.text()
        : null;
  }
}

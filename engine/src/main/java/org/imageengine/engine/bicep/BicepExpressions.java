package org.imageengine.engine.bicep;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.imageengine.engine.bicep.BicepSymbols.Symbol;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.expression.RuntimeFunctions;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/** Turns the expressions of a Bicep file into those that the evaluator knows. */
final class BicepExpressions {
  private static final int MOST_DEPTH = 200;
  private static final Set<String> BUILT_IN_NAMESPACES = Set.of("az", "sys");
  private static final Map<Integer, String> OPERATORS =
      Map.ofEntries(
          Map.entry(BicepLexer.TIMES, "mul"),
          Map.entry(BicepLexer.DIVIDE, "div"),
          Map.entry(BicepLexer.MODULO, "mod"),
          Map.entry(BicepLexer.PLUS, "add"),
          Map.entry(BicepLexer.MINUS, "sub"),
          Map.entry(BicepLexer.LESS, "less"),
          Map.entry(BicepLexer.LESS_EQUAL, "lessOrEquals"),
          Map.entry(BicepLexer.GREATER, "greater"),
          Map.entry(BicepLexer.GREATER_EQUAL, "greaterOrEquals"),
          Map.entry(BicepLexer.EQUAL, "equals"),
          Map.entry(BicepLexer.SAME, "equalsInsensitive"),
          Map.entry(BicepLexer.AND, "and"),
          Map.entry(BicepLexer.OR, "or"),
          Map.entry(BicepLexer.COALESCE, "coalesce"));

  private final String file;
  private final BicepSymbols symbols;
  private final BicepLoads loads;
  private final BicepStrings strings;
  private final BicepNames names;
  private String path = "";
  private int depth;

  BicepExpressions(String file, BicepSymbols symbols, BicepLoads loads, Problems problems) {
    this.file = file;
    this.symbols = symbols;
    this.loads = loads;
    this.names = new BicepNames(symbols, problems);
    this.strings = new BicepStrings(file, problems, this::read);
  }

  BicepNames names() {
    return names;
  }

  BicepStrings strings() {
    return strings;
  }

  /** Reads at {@code name} below the present path. */
  <T> T under(String name, Supplier<T> work) {
    String before = path;
    path = name.startsWith("[") || path.isEmpty() ? path + name : path + "." + name;
    try {
      return work.get();
    } finally {
      path = before;
    }
  }

  Position at(ParserRuleContext context) {
    return at(context.getStart());
  }

  Position at(Token token) {
    return new Position(file, token.getLine(), token.getCharPositionInLine() + 1, path);
  }

  Expression read(BicepParser.ExpressionContext context) {
    if (++depth > MOST_DEPTH) {
      depth--;
      return broken(
          at(context), "TooComplex", "This is nested deeper than " + MOST_DEPTH + " levels.", "");
    }
    try {
      return dispatch(context);
    } finally {
      depth--;
    }
  }

  private Expression dispatch(BicepParser.ExpressionContext context) {
    if (context instanceof BicepParser.PlainContext plain) {
      return primary(plain.primary());
    } else if (context instanceof BicepParser.NonNullContext nonNull) {
      return read(nonNull.expression());
    } else if (context instanceof BicepParser.MemberContext member) {
      return member(member);
    } else if (context instanceof BicepParser.MethodContext method) {
      return method(method);
    } else if (context instanceof BicepParser.ChildResourceContext child) {
      return childResource(child);
    } else if (context instanceof BicepParser.ItemContext item) {
      return item(item);
    } else if (context instanceof BicepParser.UnaryContext unary) {
      return unary(unary);
    } else if (context instanceof BicepParser.BinaryContext binary) {
      return binary(binary);
    }
    BicepParser.TernaryContext ternary = (BicepParser.TernaryContext) context;
    return new Expression.Choice(
        at(ternary),
        read(ternary.expression(0)),
        read(ternary.expression(1)),
        read(ternary.expression(2)));
  }

  private Expression member(BicepParser.MemberContext context) {
    String name = context.identifier().getText();
    Optional<BicepSymbols> namespace = namespace(context.expression());
    if (namespace.isPresent()) {
      return namespace.get().exportedAs(name).stream()
          .filter(symbol -> symbol.kind() == BicepSymbols.Kind.VARIABLE)
          .findFirst()
          .<Expression>map(symbol -> BicepNames.expression(at(context), symbol))
          .orElseGet(
              () -> names.unknown(at(context), "export", name, namespace.get().exportedNames()));
    }
    Position nameAt = at(context.identifier());
    return new Expression.Access(
        at(context),
        read(context.expression()),
        new Expression.Literal(nameAt, new Value.StringValue(nameAt, name)),
        context.QUESTION() != null,
        false);
  }

  private Optional<BicepSymbols> namespace(BicepParser.ExpressionContext context) {
    return simpleName(context).flatMap(names::namespace);
  }

  private static Optional<String> simpleName(BicepParser.ExpressionContext context) {
    return context instanceof BicepParser.PlainContext plain
            && plain.primary() instanceof BicepParser.NameContext name
        ? Optional.of(name.getText())
        : Optional.empty();
  }

  private Expression method(BicepParser.MethodContext context) {
    String name = context.identifier().getText();
    Position at = at(context);
    Optional<BicepSymbols> namespace = namespace(context.expression());
    if (namespace.isPresent()) {
      List<Expression> arguments = arguments(context.arguments());
      return namespace.get().exportedAs(name).stream()
          .filter(Symbol::isCallable)
          .findFirst()
          .map(symbol -> BicepNames.call(at, symbol, arguments))
          .orElseGet(() -> names.unknown(at, "export", name, namespace.get().exportedNames()));
    }
    if (simpleName(context.expression())
        .filter(BUILT_IN_NAMESPACES::contains)
        .filter(text -> symbols.find(text).isEmpty())
        .isPresent()) {
      return builtIn(at, name, context.arguments());
    }
    return RuntimeFunctions.broken(at, "\"" + context.expression().getText() + "." + name + "()\"");
  }

  private Expression childResource(BicepParser.ChildResourceContext context) {
    Expression parent = read(context.expression());
    String name = context.identifier().getText();
    if (parent instanceof Expression.ResourceReference reference) {
      String symbol = reference.symbol() + "::" + name;
      if (symbols.find(symbol).isPresent()) {
        return new Expression.ResourceReference(at(context), symbol, Optional.empty());
      }
    }
    return names.unknown(at(context), "nested resource", name, Set.of());
  }

  private Expression item(BicepParser.ItemContext context) {
    Expression target = read(context.expression(0));
    Expression index = read(context.expression(1));
    if (target instanceof Expression.ResourceReference reference && reference.index().isEmpty()) {
      return new Expression.ResourceReference(at(context), reference.symbol(), Optional.of(index));
    }
    return new Expression.Access(
        at(context), target, index, context.QUESTION() != null, context.CARET() != null);
  }

  private Expression unary(BicepParser.UnaryContext context) {
    Expression operand = read(context.expression());
    Position at = at(context);
    if (context.NOT() != null) {
      return new Expression.Call(at, "not", List.of(operand));
    }
    if (context.PLUS() != null) {
      return operand;
    }
    if (operand instanceof Expression.Literal literal
        && literal.value() instanceof Value.NumberValue number) {
      return new Expression.Literal(at, new Value.NumberValue(at, number.number().negate()));
    }
    Expression zero = new Expression.Literal(at, new Value.NumberValue(at, BigDecimal.ZERO));
    return new Expression.Call(at, "sub", List.of(zero, operand));
  }

  private Expression binary(BicepParser.BinaryContext context) {
    List<Expression> operands = List.of(read(context.expression(0)), read(context.expression(1)));
    Position at = at(context);
    int operator = operator(context);
    if (operator == BicepLexer.NOT_EQUAL) {
      return new Expression.Call(at, "not", List.of(new Expression.Call(at, "equals", operands)));
    }
    if (operator == BicepLexer.NOT_SAME) {
      return new Expression.Call(
          at, "not", List.of(new Expression.Call(at, "equalsInsensitive", operands)));
    }
    return new Expression.Call(at, OPERATORS.get(operator), operands);
  }

  private static int operator(BicepParser.BinaryContext context) {
    for (int i = 0; i < context.getChildCount(); i++) {
      if (context.getChild(i) instanceof TerminalNode node
          && node.getSymbol().getType() != BicepLexer.NEWLINE) {
        return node.getSymbol().getType();
      }
    }
    throw new IllegalStateException("an operation without operator");
  }

  private Expression primary(BicepParser.PrimaryContext context) {
    if (context instanceof BicepParser.LiteralPrimaryContext literal) {
      return literal(literal.literal());
    } else if (context instanceof BicepParser.NameContext name) {
      return names.expression(at(name), name.getText());
    } else if (context instanceof BicepParser.CallContext call) {
      return call(call);
    } else if (context instanceof BicepParser.ObjectPrimaryContext object) {
      return object(object.object());
    } else if (context instanceof BicepParser.ArrayPrimaryContext array) {
      return array(array.array());
    } else if (context instanceof BicepParser.LoopPrimaryContext loop) {
      return loop(loop.loop());
    } else if (context instanceof BicepParser.LambdaPrimaryContext lambda) {
      return lambda(lambda.lambda());
    }
    return read(((BicepParser.GroupedContext) context).expression());
  }

  private Expression literal(BicepParser.LiteralContext context) {
    Position at = at(context);
    if (context.string() != null) {
      return strings.read(context.string(), at);
    }
    if (context.INTEGER() != null) {
      return number(at, context.INTEGER().getText());
    }
    return new Expression.Literal(
        at,
        context.NULL() != null
            ? new Value.NullValue(at)
            : new Value.BooleanValue(at, context.TRUE() != null));
  }

  Expression number(Position at, String digits) {
    if (digits.length() > 20) {
      return broken(at, "OutOfRange", "This is no whole number of 64 bits.", "");
    }
    return new Expression.Literal(at, new Value.NumberValue(at, new BigDecimal(digits)));
  }

  private static Expression broken(Position at, String code, String message, String advice) {
    return new Expression.Broken(at, code, message, advice);
  }

  private Expression call(BicepParser.CallContext context) {
    String name = context.identifier().getText();
    Position at = at(context);
    Optional<Symbol> own = symbols.find(name).filter(Symbol::isCallable);
    if (own.isPresent()) {
      return BicepNames.call(at, own.get(), arguments(context.arguments()));
    }
    return builtIn(at, name, context.arguments());
  }

  private Expression builtIn(Position at, String name, BicepParser.ArgumentsContext context) {
    if (name.equals("nameof") && context.expression().size() == 1) {
      String text = context.expression(0).getText();
      String last = text.substring(text.lastIndexOf('.') + 1);
      return new Expression.Literal(at, new Value.StringValue(at, last));
    }
    List<Expression> arguments = arguments(context);
    if (name.equals("any") && arguments.size() == 1) {
      return arguments.get(0);
    }
    return loads
        .load(at, name, arguments)
        .orElseGet(() -> new Expression.Call(at, name, arguments));
  }

  private List<Expression> arguments(BicepParser.ArgumentsContext context) {
    List<Expression> arguments = new ArrayList<>();
    for (BicepParser.ExpressionContext argument : context.expression()) {
      arguments.add(read(argument));
    }
    return arguments;
  }

  private Expression object(BicepParser.ObjectContext context) {
    return new Expression.ObjectLiteral(at(context), entries(context));
  }

  /** The properties of an object; resources in it are somebody else's to read. */
  List<Expression.Entry> entries(BicepParser.ObjectContext context) {
    List<Expression.Entry> entries = new ArrayList<>();
    for (BicepParser.ObjectItemContext item : context.objectItem()) {
      if (item instanceof BicepParser.PropertyContext property) {
        entries.add(property(property));
      } else if (item instanceof BicepParser.SpreadPropertyContext spread) {
        entries.add(new Expression.Entry(at(spread), Optional.empty(), read(spread.expression())));
      }
    }
    return entries;
  }

  private Expression.Entry property(BicepParser.PropertyContext context) {
    Position at = at(context);
    if (context.identifier() != null) {
      String name = context.identifier().getText();
      return under(name, () -> entry(at, name, context));
    }
    Expression name = strings.read(context.string(), at);
    if (name instanceof Expression.Literal literal
        && literal.value() instanceof Value.StringValue text) {
      return under(text.text(), () -> entry(at, text.text(), context));
    }
    return new Expression.Entry(at, Optional.of(name), read(context.expression()));
  }

  private Expression.Entry entry(Position at, String name, BicepParser.PropertyContext context) {
    return new Expression.Entry(
        at(context.getStart()),
        Optional.of(new Expression.Literal(at, new Value.StringValue(at, name))),
        read(context.expression()));
  }

  private Expression array(BicepParser.ArrayContext context) {
    List<Expression.Item> items = new ArrayList<>();
    for (BicepParser.ArrayItemContext item : context.arrayItem()) {
      Expression value = under("[" + items.size() + "]", () -> read(item.expression()));
      items.add(new Expression.Item(value, item.SPREAD() != null));
    }
    return new Expression.ArrayLiteral(at(context), items);
  }

  private Expression loop(BicepParser.LoopContext context) {
    List<String> locals = loopNames(context);
    Expression over = read(context.expression(0));
    return names.withLocals(
        locals,
        () -> {
          Optional<Expression> condition =
              Optional.ofNullable(context.conditional()).map(c -> read(c.expression()));
          Expression body =
              context.conditional() != null
                  ? object(context.conditional().object())
                  : read(context.expression(1));
          return new Expression.Loop(
              at(context),
              over,
              locals.get(0),
              locals.size() > 1 ? Optional.of(locals.get(1)) : Optional.empty(),
              condition,
              body);
        });
  }

  /** The name of the item and, if it has one, of its index. */
  static List<String> loopNames(BicepParser.LoopContext context) {
    return context.loopNames().identifier().stream().map(ParserRuleContext::getText).toList();
  }

  private Expression lambda(BicepParser.LambdaContext context) {
    List<String> locals = context.identifier().stream().map(ParserRuleContext::getText).toList();
    return names.withLocals(
        locals, () -> new Expression.Lambda(at(context), locals, read(context.expression())));
  }
}

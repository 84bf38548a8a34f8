package org.imageengine.engine.bicep;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imageengine.engine.bicep.BicepSymbols.Symbol;
import org.imageengine.engine.deployment.TypeSpec;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Suggestions;
import org.imageengine.engine.text.Value;

/** Reads the types of a Bicep file. */
final class BicepTypes {
  private static final Map<String, TypeSpec> BASIC =
      Map.of(
          "string", TypeSpec.Basic.STRING,
          "int", TypeSpec.Basic.INT,
          "bool", TypeSpec.Basic.BOOL,
          "object", TypeSpec.Basic.OBJECT,
          "array", TypeSpec.Basic.ARRAY,
          "any", TypeSpec.Basic.ANY);

  private final BicepSymbols symbols;
  private final BicepExpressions expressions;
  private final Problems problems;

  BicepTypes(BicepSymbols symbols, BicepExpressions expressions, Problems problems) {
    this.symbols = symbols;
    this.expressions = expressions;
    this.problems = problems;
  }

  /** A type with the decorators before its declaration. */
  TypeSpec read(BicepParser.TypeContext type, BicepParser.DecoratorsContext decorators) {
    return new BicepDecorators(decorators, expressions, problems).limit(read(type));
  }

  TypeSpec read(BicepParser.TypeContext context) {
    List<TypeSpec> types = new ArrayList<>();
    for (BicepParser.PostfixTypeContext one : context.postfixType()) {
      types.add(postfix(one));
    }
    return types.size() == 1 ? types.get(0) : new TypeSpec.OneOf(types);
  }

  private TypeSpec postfix(BicepParser.PostfixTypeContext context) {
    if (context instanceof BicepParser.PlainTypeContext plain) {
      return primary(plain.primaryType());
    } else if (context instanceof BicepParser.ArrayTypeContext array) {
      return new TypeSpec.ArrayOf(postfix(array.postfixType()));
    } else if (context instanceof BicepParser.NullableTypeContext nullable) {
      return new TypeSpec.Nullable(postfix(nullable.postfixType()));
    } else if (context instanceof BicepParser.NonNullTypeContext nonNull) {
      TypeSpec type = postfix(nonNull.postfixType());
      return type instanceof TypeSpec.Nullable nullable ? nullable.type() : type;
    } else if (context instanceof BicepParser.MemberTypeContext member) {
      return member(member);
    } else if (context instanceof BicepParser.OthersTypeContext others) {
      return part(others.postfixType(), TypeSpec.Part.OTHERS);
    } else if (context instanceof BicepParser.ItemsTypeContext items) {
      return part(items.postfixType(), TypeSpec.Part.ITEMS);
    }
    BicepParser.PlaceTypeContext place = (BicepParser.PlaceTypeContext) context;
    return part(place.postfixType(), place.INTEGER().getText());
  }

  private TypeSpec part(BicepParser.PostfixTypeContext of, String name) {
    return new TypeSpec.Part(expressions.at(of), postfix(of), name);
  }

  /** {@code namespace.type}, or a property of an object type. */
  private TypeSpec member(BicepParser.MemberTypeContext context) {
    String name = context.identifier().getText();
    Optional<BicepSymbols> namespace = symbols.findNamespace(context.postfixType().getText());
    if (namespace.isPresent()) {
      Position at = expressions.at(context);
      return namespace.get().exportedAs(name).stream()
          .filter(symbol -> symbol.kind() == BicepSymbols.Kind.TYPE)
          .findFirst()
          .<TypeSpec>map(symbol -> new TypeSpec.Named(at, symbol.target()))
          .orElseGet(() -> unknown(at, name, namespace.get().exportedNames()));
    }
    if (context.postfixType().getText().equals("sys") && BASIC.containsKey(name)) {
      return BASIC.get(name);
    }
    return part(context.postfixType(), name);
  }

  private TypeSpec primary(BicepParser.PrimaryTypeContext context) {
    if (context instanceof BicepParser.LiteralTypeContext literal) {
      return exactly(literal.literal());
    } else if (context instanceof BicepParser.NegativeTypeContext negative) {
      Position at = expressions.at(negative);
      return new TypeSpec.Exactly(
          new Value.NumberValue(at, new BigDecimal("-" + negative.INTEGER().getText())));
    } else if (context instanceof BicepParser.NamedTypeContext named) {
      return named(named);
    } else if (context instanceof BicepParser.GroupedTypeContext grouped) {
      return read(grouped.type());
    } else if (context instanceof BicepParser.ObjectTypeContext object) {
      return object(object);
    } else if (context instanceof BicepParser.TupleTypeContext tuple) {
      return new TypeSpec.Tuple(
          tuple.typeItem().stream().map(item -> read(item.type(), item.decorators())).toList());
    }
    // The types of resources are known to Azure alone.
    return TypeSpec.Basic.ANY;
  }

  private TypeSpec exactly(BicepParser.LiteralContext context) {
    Position at = expressions.at(context);
    if (context.string() != null) {
      return new TypeSpec.Exactly(
          new Value.StringValue(at, expressions.strings().plain(context.string()).orElse("")));
    }
    if (context.INTEGER() != null) {
      return new TypeSpec.Exactly(
          new Value.NumberValue(at, new BigDecimal(context.INTEGER().getText())));
    }
    return new TypeSpec.Exactly(
        context.NULL() != null
            ? new Value.NullValue(at)
            : new Value.BooleanValue(at, context.TRUE() != null));
  }

  private TypeSpec named(BicepParser.NamedTypeContext context) {
    String name = context.getText();
    Position at = expressions.at(context);
    Optional<Symbol> own = symbols.findType(name);
    if (own.isPresent()) {
      return new TypeSpec.Named(at, own.get().target());
    }
    if (BASIC.containsKey(name)) {
      return BASIC.get(name);
    }
    List<String> known = new ArrayList<>(symbols.typeNames());
    known.addAll(BASIC.keySet());
    return unknown(at, name, known);
  }

  private TypeSpec unknown(Position at, String name, java.util.Collection<String> known) {
    problems.add(
        at,
        "UnknownType",
        "There is no type \"" + name + "\".",
        known.isEmpty() ? "Nothing is exported." : Suggestions.didYouMean(name, known));
    return TypeSpec.Basic.ANY;
  }

  /** Members that are not named are allowed unless the type is sealed or says what they are. */
  private TypeSpec object(BicepParser.ObjectTypeContext context) {
    Map<String, TypeSpec> members = new LinkedHashMap<>();
    Optional<TypeSpec> others = Optional.of(TypeSpec.Basic.ANY);
    for (BicepParser.TypeMemberContext member : context.typeMember()) {
      TypeSpec type = read(member.type(), member.decorators());
      if (member.TIMES() != null) {
        others = Optional.of(type);
      } else if (member.identifier() != null) {
        members.put(member.identifier().getText(), type);
      } else {
        expressions.strings().plain(member.string()).ifPresent(name -> members.put(name, type));
      }
    }
    return new TypeSpec.ObjectOf(members, others);
  }

  /** The value of an expression that needs no evaluation; nothing for all others. */
  static Optional<Value> constant(Expression expression) {
    if (expression instanceof Expression.Literal literal) {
      return Optional.of(literal.value());
    }
    if (expression instanceof Expression.ArrayLiteral array) {
      List<Value> items = new ArrayList<>();
      for (Expression.Item item : array.items()) {
        constant(item.value()).ifPresent(items::add);
      }
      return items.size() == array.items().size()
          ? Optional.of(new Value.ArrayValue(array.at(), items))
          : Optional.empty();
    }
    if (expression instanceof Expression.ObjectLiteral object) {
      Map<String, Value.Member> members = new LinkedHashMap<>();
      for (Expression.Entry entry : object.entries()) {
        Optional<Value> name = entry.name().flatMap(BicepTypes::constant);
        Optional<Value> value = constant(entry.value());
        if (name.isPresent() && name.get() instanceof Value.StringValue text && value.isPresent()) {
          members.put(text.text(), new Value.Member(entry.at(), value.get()));
        }
      }
      return members.size() == object.entries().size()
          ? Optional.of(new Value.ObjectValue(object.at(), members))
          : Optional.empty();
    }
    return Optional.empty();
  }
}

package org.imageengine.engine.bicep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imageengine.engine.bicep.BicepSymbols.Kind;
import org.imageengine.engine.bicep.BicepSymbols.Symbol;
import org.imageengine.engine.deployment.Deployment.LoopHead;
import org.imageengine.engine.deployment.Deployment.ModuleDeclaration;
import org.imageengine.engine.deployment.Deployment.ResourceDeclaration;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/** Reads the resources and modules of a Bicep file. */
final class BicepResources {
  private static final Set<String> NOT_OF_THE_BODY = Set.of("name", "parent", "scope", "dependsOn");

  private final BicepSymbols symbols;
  private final BicepExpressions expressions;
  private final BicepProject project;
  private final LocalFiles files;
  private final Problems problems;
  private final List<ResourceDeclaration> resources = new ArrayList<>();
  private final List<ModuleDeclaration> modules = new ArrayList<>();

  BicepResources(
      BicepSymbols symbols,
      BicepExpressions expressions,
      BicepProject project,
      LocalFiles files,
      Problems problems) {
    this.symbols = symbols;
    this.expressions = expressions;
    this.project = project;
    this.files = files;
    this.problems = problems;
  }

  List<ResourceDeclaration> resources() {
    return List.copyOf(resources);
  }

  List<ModuleDeclaration> modules() {
    return List.copyOf(modules);
  }

  /** Declares the resources inside the body of {@code symbol} as {@code symbol::name}. */
  void declareNested(BicepParser.ResourceContext context, String symbol) {
    for (BicepParser.ResourceContext nested : nested(body(context.deployed()))) {
      String name = symbol + "::" + nested.identifier().getText();
      Position at = expressions.at(nested.identifier());
      symbols.declare(name, new Symbol(Kind.RESOURCE, name, at), problems);
      declareNested(nested, name);
    }
  }

  private static List<BicepParser.ResourceContext> nested(BicepParser.ObjectContext body) {
    List<BicepParser.ResourceContext> nested = new ArrayList<>();
    if (body != null) {
      for (BicepParser.ObjectItemContext item : body.objectItem()) {
        if (item instanceof BicepParser.NestedResourceContext resource) {
          nested.add(resource.resource());
        }
      }
    }
    return nested;
  }

  /** The object in all forms of a declaration; null where a loop makes something else. */
  private static BicepParser.ObjectContext body(BicepParser.DeployedContext context) {
    if (context.object() != null) {
      return context.object();
    }
    if (context.conditional() != null) {
      return context.conditional().object();
    }
    BicepParser.LoopContext loop = context.loop();
    if (loop.conditional() != null) {
      return loop.conditional().object();
    }
    return loop.expression(1) instanceof BicepParser.PlainContext plain
            && plain.primary() instanceof BicepParser.ObjectPrimaryContext object
        ? object.object()
        : null;
  }

  void resource(BicepParser.ResourceContext context) {
    add(context, context.identifier().getText(), Optional.empty());
  }

  /** What a nested resource takes from the one around it. */
  private record Around(String symbol, String type, String apiVersion) {}

  private void add(BicepParser.ResourceContext context, String symbol, Optional<Around> around) {
    Optional<String> typeText = expressions.strings().plain(context.string());
    BicepParser.ObjectContext body = body(context.deployed());
    Position at = expressions.at(context).withPath(symbol);
    if (typeText.isEmpty() || body == null) {
      if (body == null) {
        problems.add(at, "Syntax", "The loop of a resource must make an object each turn.");
      }
      return;
    }
    String[] parts = typeText.get().split("@", 2);
    String type = around.map(outer -> outer.type() + "/" + parts[0]).orElse(parts[0]);
    Optional<String> version =
        parts.length > 1 ? Optional.of(parts[1]) : around.map(Around::apiVersion);
    if (version.isEmpty()) {
      problems.add(
          expressions.at(context.string()),
          "Syntax",
          "The type has no API version.",
          "Write it as '" + type + "@2022-07-01'.");
      return;
    }
    Position typeAt = expressions.at(context.string());
    Head head = head(context.deployed());
    Optional<Around> inside = Optional.of(new Around(symbol, type, version.get()));
    expressions.under(
        symbol,
        () ->
            expressions
                .names()
                .inside(
                    symbol,
                    () ->
                        expressions
                            .names()
                            .withLocals(
                                head.names(),
                                () -> {
                                  resources.add(
                                      declaration(
                                          context,
                                          symbol,
                                          typeAt,
                                          type,
                                          version.get(),
                                          head,
                                          around));
                                  return null;
                                })));
    nested(body).forEach(child -> add(child, symbol + "::" + child.identifier().getText(), inside));
  }

  private ResourceDeclaration declaration(
      BicepParser.ResourceContext context,
      String symbol,
      Position typeAt,
      String type,
      String version,
      Head head,
      Optional<Around> around) {
    BicepParser.ObjectContext body = body(context.deployed());
    Map<String, Expression> special = new LinkedHashMap<>();
    Expression rest = rest(body, special);
    Position at = expressions.at(context).withPath(symbol);
    Optional<Expression.ResourceReference> parent =
        Optional.ofNullable(special.get("parent"))
            .filter(Expression.ResourceReference.class::isInstance)
            .map(Expression.ResourceReference.class::cast)
            .or(
                () ->
                    around.map(
                        outer ->
                            new Expression.ResourceReference(
                                at, outer.symbol(), Optional.empty())));
    return new ResourceDeclaration(
        at,
        Optional.of(symbol),
        literal(typeAt.withPath("type"), type),
        literal(typeAt.withPath("apiVersion"), version),
        special.getOrDefault("name", noName(at)),
        parent,
        Optional.ofNullable(special.get("scope")),
        head.condition(),
        head.loop(),
        context.EXISTING() != null,
        rest);
  }

  private static Expression noName(Position at) {
    return new Expression.Broken(at, "Missing", "The property \"name\" is required.", "");
  }

  /** The body without what is not of the resource itself; that goes to {@code special}. */
  private Expression rest(BicepParser.ObjectContext body, Map<String, Expression> special) {
    List<Expression.Entry> entries = new ArrayList<>();
    for (Expression.Entry entry : expressions.entries(body)) {
      Optional<String> name = entry.name().flatMap(BicepReader::constantText);
      if (name.isPresent() && NOT_OF_THE_BODY.contains(name.get())) {
        special.put(name.get(), entry.value());
      } else {
        entries.add(entry);
      }
    }
    return new Expression.ObjectLiteral(expressions.at(body), entries);
  }

  private static Expression literal(Position at, String text) {
    return new Expression.Literal(at, new Value.StringValue(at, text));
  }

  /** What stands before the body of a resource or module. */
  private record Head(
      List<String> names, Optional<LoopHead> loop, Optional<Expression> condition) {}

  private Head head(BicepParser.DeployedContext context) {
    if (context.conditional() != null) {
      return new Head(
          List.of(),
          Optional.empty(),
          Optional.of(expressions.read(context.conditional().expression())));
    }
    BicepParser.LoopContext loop = context.loop();
    if (loop == null) {
      return new Head(List.of(), Optional.empty(), Optional.empty());
    }
    List<String> names = BicepExpressions.loopNames(loop);
    Optional<Expression> condition =
        Optional.ofNullable(loop.conditional())
            .map(
                one ->
                    expressions
                        .names()
                        .withLocals(names, () -> expressions.read(one.expression())));
    LoopHead head =
        new LoopHead(
            expressions.at(loop),
            expressions.read(loop.expression(0)),
            names.subList(0, 1),
            names.subList(1, names.size()),
            condition);
    return new Head(names, Optional.of(head), Optional.empty());
  }

  void module(BicepParser.ModuleContext context) {
    String symbol = context.identifier().getText();
    Position at = expressions.at(context).withPath(symbol);
    Optional<String> name = expressions.strings().plain(context.string());
    BicepParser.ObjectContext body = body(context.deployed());
    if (name.isEmpty() || body == null) {
      return;
    }
    Head head = head(context.deployed());
    Map<String, Expression> special = new LinkedHashMap<>();
    Expression rest =
        expressions.under(
            symbol, () -> expressions.names().withLocals(head.names(), () -> rest(body, special)));
    modules.add(
        new ModuleDeclaration(
            at,
            Optional.of(symbol),
            special.getOrDefault("name", literal(at, symbol)),
            Optional.ofNullable(special.get("scope")),
            head.condition(),
            head.loop(),
            parameters(rest),
            project.module(name.get(), expressions.at(context.string()), files),
            true));
  }

  /** The expressions of {@code params}, as far as they are written out by name. */
  private Map<String, Expression> parameters(Expression body) {
    Map<String, Expression> parameters = new LinkedHashMap<>();
    for (Expression.Entry entry : ((Expression.ObjectLiteral) body).entries()) {
      if (entry.name().flatMap(BicepReader::constantText).filter("params"::equals).isPresent()
          && entry.value() instanceof Expression.ObjectLiteral object) {
        for (Expression.Entry parameter : object.entries()) {
          parameter
              .name()
              .flatMap(BicepReader::constantText)
              .ifPresent(name -> parameters.put(name, parameter.value()));
        }
      }
    }
    return parameters;
  }
}

package org.imageengine.engine.bicep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imageengine.engine.bicep.BicepSymbols.Kind;
import org.imageengine.engine.bicep.BicepSymbols.Symbol;
import org.imageengine.engine.deployment.Deployment;
import org.imageengine.engine.deployment.Deployment.FunctionDeclaration;
import org.imageengine.engine.deployment.Deployment.ParameterDeclaration;
import org.imageengine.engine.deployment.TypeSpec;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.engine.text.Suggestions;
import org.imageengine.engine.text.Value;
import org.imageengine.engine.text.ValueReader;

/** Reads one Bicep file: first the names that it declares, then what they are. */
final class BicepReader {
  private final String prefix;
  private final BicepProject project;
  private final Problems problems;
  private final LocalFiles files;
  private final BicepSymbols symbols = new BicepSymbols();
  private final BicepExpressions expressions;
  private final BicepTypes types;
  private final BicepResources resources;

  private final Map<String, ParameterDeclaration> parameters = new LinkedHashMap<>();
  private final Map<String, Expression> variables = new LinkedHashMap<>();
  private final List<FunctionDeclaration> functions = new ArrayList<>();
  private final Map<String, TypeSpec> typeSpecs = new LinkedHashMap<>();
  private final Map<String, Expression> outputs = new LinkedHashMap<>();
  private final Map<String, String> declaredBy = new HashMap<>();
  private Deployment.Level level = Deployment.Level.RESOURCE_GROUP;

  private BicepReader(Path file, String prefix, BicepProject project, Problems problems) {
    this.prefix = prefix;
    this.project = project;
    this.problems = problems;
    this.files = new LocalFiles(file);
    this.expressions =
        new BicepExpressions(file.toString(), symbols, new BicepLoads(files), problems);
    this.types = new BicepTypes(symbols, expressions, problems);
    this.resources = new BicepResources(symbols, expressions, project, files, problems);
  }

  /** Reads {@code file}; its names get {@code prefix} before them in the deployment. */
  static BicepExports read(Path file, String prefix, BicepProject project, Problems problems)
      throws ProblemsException {
    BicepParser.ProgramContext program =
        BicepSyntax.program(file.toString(), ValueReader.readText(file), problems);
    return new BicepReader(file, prefix, project, problems).read(file, program);
  }

  /** The values of a parameter file, as the parameters of a template with these defaults. */
  static BicepExports readParameters(
      Path file, BicepParser.ProgramContext program, BicepProject project, Problems problems) {
    return new BicepReader(file, "", project, problems).read(file, program);
  }

  private BicepExports read(Path file, BicepParser.ProgramContext program) {
    program.statement().forEach(this::declare);
    program.statement().forEach(this::define);
    Position start = new Position(file.toString(), 1, 1, "");
    Deployment deployment =
        new Deployment(
            start,
            Deployment.Names.CASE_SENSITIVE,
            level,
            parameters,
            variables,
            functions,
            typeSpecs,
            resources.resources(),
            resources.modules(),
            outputs);
    return new BicepExports(deployment, symbols);
  }

  private void declare(BicepParser.StatementContext statement) {
    if (statement.parameter() != null) {
      declare(statement.parameter().identifier(), Kind.PARAMETER, statement);
    } else if (statement.variable() != null) {
      declare(statement.variable().identifier(), Kind.VARIABLE, statement);
    } else if (statement.typeDeclaration() != null) {
      declare(statement.typeDeclaration().identifier(), Kind.TYPE, statement);
    } else if (statement.function() != null) {
      declare(statement.function().identifier(), Kind.FUNCTION, statement);
    } else if (statement.resource() != null) {
      declare(statement.resource().identifier(), Kind.RESOURCE, statement);
      resources.declareNested(statement.resource(), statement.resource().identifier().getText());
    } else if (statement.module() != null) {
      declare(statement.module().identifier(), Kind.MODULE, statement);
    } else if (statement.importing() != null) {
      importFrom(statement.importing());
    } else if (statement.targetScope() != null) {
      level = level(statement.targetScope().expression().getText());
    }
  }

  private static Deployment.Level level(String scope) {
    return switch (scope.replace("'", "")) {
      case "resourceGroup" -> Deployment.Level.RESOURCE_GROUP;
      case "subscription" -> Deployment.Level.SUBSCRIPTION;
      default -> Deployment.Level.OTHER;
    };
  }

  private void declare(
      BicepParser.IdentifierContext identifier, Kind kind, BicepParser.StatementContext statement) {
    String name = identifier.getText();
    String target =
        kind == Kind.RESOURCE || kind == Kind.MODULE || kind == Kind.PARAMETER
            ? name
            : prefix + name;
    symbols.declare(name, new Symbol(kind, target, expressions.at(identifier)), problems);
    boolean exported =
        statement.decorators().decorator().stream()
            .anyMatch(
                decorator -> decorator.expression().getText().matches("(sys\\.)?export\\(\\)"));
    if (exported) {
      symbols.export(name);
    }
  }

  private void importFrom(BicepParser.ImportingContext context) {
    BicepParser.StringContext path =
        context instanceof BicepParser.ImportItemsContext items
            ? items.string()
            : context instanceof BicepParser.ImportAllContext all ? all.string() : null;
    if (path == null) {
      return; // An extension of the cloud's; nothing here needs it.
    }
    Optional<BicepExports> exports = exportsOf(path);
    if (exports.isEmpty()) {
      return;
    }
    take(exports.get().deployment());
    if (context instanceof BicepParser.ImportAllContext all) {
      symbols.namespace(all.identifier().getText(), exports.get().symbols());
      return;
    }
    for (BicepParser.ImportedItemContext item :
        ((BicepParser.ImportItemsContext) context).importedItem()) {
      importItem(item, exports.get().symbols());
    }
  }

  private Optional<BicepExports> exportsOf(BicepParser.StringContext path) {
    Optional<String> name = expressions.strings().plain(path);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Position at = expressions.at(path);
    if (BicepProject.isOfRegistry(name.get())) {
      return Optional.of(registry(name.get(), at));
    }
    try {
      Path file = files.path(name.get(), at);
      if (project.isOpen(file)) {
        problems.add(
            at,
            "Cycle",
            "The file " + file + " imports itself, by way of " + project.shown() + ".");
        return Optional.empty();
      }
      return Optional.of(project.exports(file));
    } catch (ProblemsException e) {
      e.problems()
          .forEach(
              problem ->
                  problems.add(
                      problem.code().equals("Unreadable")
                          ? Problem.of(
                              at, "Unreadable", "\"" + name.get() + "\": " + problem.message())
                          : problem));
      return Optional.empty();
    }
  }

  /** Types from a registry fit everything; a variable or function is an error where it is used. */
  private static BicepExports registry(String name, Position at) {
    Problem problem = BicepProject.inRegistry("What is imported from", name, at);
    Expression.Broken why =
        new Expression.Broken(at, problem.code(), problem.message(), problem.advice().orElse(""));
    Deployment deployment =
        new Deployment(
            at,
            Deployment.Names.CASE_SENSITIVE,
            Deployment.Level.RESOURCE_GROUP,
            Map.of(),
            Map.of(BicepSymbols.FROM_REGISTRY, why),
            List.of(),
            Map.of(BicepSymbols.FROM_REGISTRY, TypeSpec.Basic.ANY),
            List.of(),
            List.of(),
            Map.of());
    return new BicepExports(deployment, BicepSymbols.ofRegistry());
  }

  private void take(Deployment imported) {
    variables.putAll(imported.variables());
    typeSpecs.putAll(imported.types());
    for (FunctionDeclaration function : imported.functions()) {
      if (declaredBy.putIfAbsent(function.name(), function.name()) == null) {
        functions.add(function);
      }
    }
  }

  private void importItem(BicepParser.ImportedItemContext item, BicepSymbols from) {
    String name =
        item.string() != null
            ? expressions.strings().plain(item.string()).orElse("")
            : item.identifier(0).getText();
    BicepParser.IdentifierContext last =
        item.identifier().isEmpty() ? null : item.identifier(item.identifier().size() - 1);
    String as = last == null ? name : last.getText();
    List<Symbol> found = from.exportedAs(name);
    if (found.isEmpty()) {
      problems.add(
          expressions.at(item),
          "UnknownName",
          "The file exports no \"" + name + "\".",
          from.exportedNames().isEmpty()
              ? "It exports nothing; @export() before a declaration does."
              : Suggestions.didYouMean(name, from.exportedNames()));
    }
    found.forEach(
        symbol ->
            symbols.declare(
                as, new Symbol(symbol.kind(), symbol.target(), expressions.at(item)), problems));
  }

  private void define(BicepParser.StatementContext statement) {
    if (statement.parameter() != null) {
      parameter(statement.parameter(), statement.decorators());
    } else if (statement.variable() != null) {
      String name = statement.variable().identifier().getText();
      variables.put(
          prefix + name,
          expressions.under(name, () -> expressions.read(statement.variable().expression())));
    } else if (statement.typeDeclaration() != null) {
      typeSpecs.put(
          prefix + statement.typeDeclaration().identifier().getText(),
          types.read(statement.typeDeclaration().type(), statement.decorators()));
    } else if (statement.function() != null) {
      function(statement.function());
    } else if (statement.resource() != null) {
      resources.resource(statement.resource());
    } else if (statement.module() != null) {
      resources.module(statement.module());
    } else if (statement.output() != null) {
      String name = statement.output().identifier().getText();
      outputs.put(
          name, expressions.under(name, () -> expressions.read(statement.output().expression())));
    }
  }

  private void parameter(
      BicepParser.ParameterContext context, BicepParser.DecoratorsContext decorators) {
    String name = context.identifier().getText();
    TypeSpec bare = context.type() == null ? TypeSpec.Basic.ANY : types.read(context.type());
    BicepDecorators decorated = new BicepDecorators(decorators, expressions, problems);
    Optional<Expression> defaultValue =
        Optional.ofNullable(context.expression())
            .map(value -> expressions.under(name, () -> expressions.read(value)));
    parameters.put(
        name,
        new ParameterDeclaration(
            expressions.at(context.identifier()).withPath(name),
            name,
            decorated.limit(bare),
            defaultValue,
            decorated.has("secure")));
  }

  private void function(BicepParser.FunctionContext context) {
    List<String> names =
        context.functionParameter().stream().map(one -> one.identifier().getText()).toList();
    String name = context.identifier().getText();
    Expression body =
        expressions.under(
            name,
            () ->
                expressions
                    .names()
                    .withLocals(names, () -> expressions.read(context.expression())));
    functions.add(new FunctionDeclaration(expressions.at(context), prefix + name, names, body));
  }

  /** The constant that an expression is, such as the path behind {@code using}. */
  static Optional<String> constantText(Expression expression) {
    return BicepTypes.constant(expression)
        .filter(Value.StringValue.class::isInstance)
        .map(value -> ((Value.StringValue) value).text());
  }
}

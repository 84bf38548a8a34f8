package org.imageengine.engine.deployment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.imageengine.engine.deployment.Deployment.ModuleContent;
import org.imageengine.engine.deployment.Deployment.ModuleDeclaration;
import org.imageengine.engine.deployment.Deployment.ParameterDeclaration;
import org.imageengine.engine.expression.DeploymentFacts;
import org.imageengine.engine.expression.Environment;
import org.imageengine.engine.expression.EvaluationException;
import org.imageengine.engine.expression.Evaluator;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.expression.Scope;
import org.imageengine.engine.expression.Session;
import org.imageengine.engine.expression.UserFunction;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Suggestions;
import org.imageengine.engine.text.Value;

/**
 * The names of one template with the values that its parameters were given. Parameters and
 * variables are worked out when they are first needed, and once.
 */
public final class DeploymentScope implements Scope {
  private final Deployment deployment;
  private final DeploymentFacts facts;
  private final Session session;
  private final Optional<Scope> outer;
  private final Map<String, GivenParameters.Given> given;
  private final Map<String, ParameterDeclaration> parameters;
  private final Map<String, Expression> variables;
  private final Map<String, UserFunction> functions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Session.Memo> memos = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Evaluator evaluator;
  private final SymbolicNames symbols;

  /**
   * The scope of a template.
   *
   * @param outer the scope whose parameters and variables are seen, for a nested deployment that
   *     has none of its own
   */
  public DeploymentScope(
      Deployment deployment,
      GivenParameters given,
      DeploymentFacts facts,
      Session session,
      Optional<Scope> outer) {
    this.deployment = deployment;
    this.facts = facts;
    this.session = session;
    this.outer = outer;
    this.given = byName(given.values());
    this.parameters = byName(deployment.parameters());
    this.variables = byName(deployment.variables());
    this.evaluator = new Evaluator(this, session);
    this.symbols = new SymbolicNames(this);
    deployment
        .functions()
        .forEach(
            function ->
                functions.put(
                    function.name(),
                    new UserFunction(
                        function.name(), function.parameters(), function.body(), this)));
  }

  private <T> Map<String, T> byName(Map<String, T> named) {
    Map<String, T> map =
        deployment.names() == Deployment.Names.CASE_SENSITIVE
            ? new TreeMap<>()
            : new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    map.putAll(named);
    return map;
  }

  Deployment deployment() {
    return deployment;
  }

  Session session() {
    return session;
  }

  Evaluator evaluator() {
    return evaluator;
  }

  /**
   * Checks every value that was given: that there is a parameter of its name, and that it fits the
   * type; and that no parameter without a default lacks one.
   */
  void checkParameters() {
    if (outer.isPresent()) {
      return;
    }
    Problems problems = session.problems();
    given.forEach(
        (name, value) -> {
          if (!parameters.containsKey(name)) {
            problems.add(
                value.at(),
                "UnknownParameter",
                "The template has no parameter \"" + name + "\".",
                parameters.isEmpty()
                    ? "It has no parameters at all."
                    : Suggestions.didYouMean(name, parameters.keySet()));
          }
        });
    parameters.forEach(
        (name, declaration) -> {
          if (given.containsKey(name)) {
            session.use(parameterMemo(declaration));
          } else if (declaration.defaultValue().isEmpty() && !isNullable(declaration.type(), 0)) {
            problems.add(
                declaration.at(),
                "NoValue",
                "The parameter \"" + name + "\" has no value and no default.",
                "Pass one with --parameter " + name + "=VALUE or in a --parameters file.");
          }
        });
  }

  @Override
  public Value parameter(String name, Position at) {
    if (outer.isPresent()) {
      return outer.get().parameter(name, at);
    }
    ParameterDeclaration declaration = parameters.get(name);
    if (declaration == null) {
      throw missing(at, "parameter", name, parameters.keySet());
    }
    return session.use(parameterMemo(declaration));
  }

  private Session.Memo parameterMemo(ParameterDeclaration declaration) {
    return memo(
        "parameter " + declaration.name(),
        declaration.at(),
        () -> {
          GivenParameters.Given value = given.get(declaration.name());
          Value found =
              value != null
                  ? value.value().apply(declaration.type())
                  : declaration
                      .defaultValue()
                      .map(expression -> defaultValue(declaration.name(), expression))
                      .orElseGet(() -> noValue(declaration));
          if (declaration.secure()) {
            session.keepSecret(found);
          }
          new TypeChecker(deployment.types(), session.problems()).check(found, declaration.type());
          return found;
        });
  }

  private Value defaultValue(String parameter, Expression expression) {
    return new Evaluator(new DefaultScope(this, parameter), session)
        .placed(expression, Environment.empty());
  }

  /** A missing value was told by {@link #checkParameters}. */
  private Value noValue(ParameterDeclaration declaration) {
    return isNullable(declaration.type(), 0)
        ? new Value.NullValue(declaration.at())
        : new Value.UnknownValue(declaration.at());
  }

  private boolean isNullable(TypeSpec type, int steps) {
    if (steps > deployment.types().size()) {
      return false;
    }
    if (type instanceof TypeSpec.Named named && deployment.types().containsKey(named.name())) {
      return isNullable(deployment.types().get(named.name()), steps + 1);
    }
    return type instanceof TypeSpec.Nullable
        || type instanceof TypeSpec.Limited limited && isNullable(limited.type(), steps);
  }

  @Override
  public Value variable(String name, Position at) {
    if (outer.isPresent() && !variables.containsKey(name)) {
      return outer.get().variable(name, at);
    }
    Expression expression = variables.get(name);
    if (expression == null) {
      throw missing(at, "variable", name, variables.keySet());
    }
    return session.use(
        memo(
            "variable " + name.toLowerCase(java.util.Locale.ROOT),
            expression.at(),
            () -> evaluator.placed(expression, Environment.empty())));
  }

  private Session.Memo memo(String what, Position at, java.util.function.Supplier<Value> work) {
    Session.Memo known = memos.get(what);
    if (known != null) {
      return known;
    }
    if (!open.add(what)) {
      throw new EvaluationException(
          at, "Cycle", "The value of the " + what + " depends on itself.", "");
    }
    try {
      Session.Memo memo = session.aside(at, work);
      memos.put(what, memo);
      return memo;
    } finally {
      open.remove(what);
    }
  }

  private static EvaluationException missing(
      Position at, String kind, String name, Collection<String> known) {
    return new EvaluationException(
        at,
        "UnknownName",
        "There is no " + kind + " \"" + name + "\".",
        known.isEmpty()
            ? "The template has no " + kind + "s."
            : Suggestions.didYouMean(name, known));
  }

  @Override
  public Value resourceMember(
      Expression.ResourceReference resource, List<String> path, Environment locals, Position at) {
    return symbols.member(resource, path, locals, at);
  }

  @Override
  public Optional<Value> deploymentOutput(String name, List<String> path, Position at) {
    Optional<Value> own = symbols.deploymentOutput(name, path, at);
    return own.isPresent() ? own : outer.flatMap(scope -> scope.deploymentOutput(name, path, at));
  }

  /** The value of an output of this template. */
  Value output(String name, Position at) {
    Expression expression = byName(deployment.outputs()).get(name);
    if (expression == null) {
      throw missing(at, "output", name, deployment.outputs().keySet());
    }
    return session.use(
        memo(
            "output " + name,
            expression.at(),
            () -> evaluator.placed(expression, Environment.empty())));
  }

  /** The scope of a module of this template, in one iteration of its loop. */
  DeploymentScope module(ModuleDeclaration module, Environment locals) {
    if (!(module.content() instanceof ModuleContent.Readable readable)) {
      List<Problem> problems = ((ModuleContent.Unreadable) module.content()).problems();
      problems.subList(1, problems.size()).forEach(session.problems()::add);
      throw new EvaluationException(problems.get(0));
    }
    GivenParameters values = new GivenParameters();
    module
        .parameters()
        .forEach(
            (name, expression) ->
                values.put(name, expression.at(), type -> evaluator.placed(expression, locals)));
    String name =
        evaluator.evaluate(module.name(), locals) instanceof Value.StringValue text
            ? text.text()
            : "module";
    DeploymentFacts inner = facts.nested(name);
    if (module.scope().isPresent()) {
      inner = symbols.factsOf(module.scope().get(), locals, inner);
    }
    return new DeploymentScope(
        readable.deployment(),
        values,
        inner,
        session,
        module.isInner() ? Optional.empty() : Optional.of(this));
  }

  @Override
  public Optional<UserFunction> function(String name) {
    Optional<UserFunction> own = Optional.ofNullable(functions.get(name));
    return own.isPresent() ? own : outer.flatMap(scope -> scope.function(name));
  }

  @Override
  public Collection<String> functionNames() {
    List<String> names = new ArrayList<>(functions.keySet());
    outer.ifPresent(scope -> names.addAll(scope.functionNames()));
    return names;
  }

  @Override
  public DeploymentFacts facts() {
    return facts;
  }

  @Override
  public Optional<String> defaultOf() {
    return Optional.empty();
  }
}

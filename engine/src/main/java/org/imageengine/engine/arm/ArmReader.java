package org.imageengine.engine.arm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.imageengine.engine.deployment.Deployment;
import org.imageengine.engine.deployment.Deployment.FunctionDeclaration;
import org.imageengine.engine.deployment.Deployment.ModuleDeclaration;
import org.imageengine.engine.deployment.Deployment.ParameterDeclaration;
import org.imageengine.engine.deployment.Deployment.ResourceDeclaration;
import org.imageengine.engine.deployment.TypeSpec;
import org.imageengine.engine.expression.Expression;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/** Reads an ARM deployment template: {@code $schema}, parameters, variables, resources, outputs. */
public final class ArmReader {
  private final Problems problems;
  private final List<ResourceDeclaration> resources = new ArrayList<>();
  private final List<ModuleDeclaration> modules = new ArrayList<>();

  private ArmReader(Problems problems) {
    this.problems = problems;
  }

  /** Whether {@code value} is a deployment template, and not a resource by itself. */
  public static boolean isDeployment(Value value) {
    return value instanceof Value.ObjectValue object
        && object.members().containsKey("resources")
        && !object.members().containsKey("type");
  }

  /** Reads a deployment template; what is wrong with its form goes to {@code problems}. */
  public static Deployment read(Value.ObjectValue template, Problems problems) {
    return new ArmReader(problems).deployment(template);
  }

  /** A resource by itself as a template that holds nothing else. */
  public static Deployment ofResource(Value.ObjectValue resource, String name, Problems problems) {
    ArmReader reader = new ArmReader(problems);
    new ArmResources(problems, reader.resources, reader.modules).add(resource, Optional.of(name));
    return reader.finished(
        resource.at(),
        Deployment.Level.RESOURCE_GROUP,
        Map.of(),
        Map.of(),
        List.of(),
        Map.of(),
        Map.of());
  }

  private Deployment finished(
      Position at,
      Deployment.Level level,
      Map<String, ParameterDeclaration> parameters,
      Map<String, Expression> variables,
      List<FunctionDeclaration> functions,
      Map<String, TypeSpec> types,
      Map<String, Expression> outputs) {
    return new Deployment(
        at,
        Deployment.Names.CASE_INSENSITIVE,
        level,
        parameters,
        variables,
        functions,
        types,
        List.copyOf(resources),
        List.copyOf(modules),
        outputs);
  }

  private Deployment deployment(Value.ObjectValue template) {
    ObjectCursor root = new ObjectCursor(template, problems);
    Deployment.Level level = level(root.string("$schema").orElse(""));
    for (String ignored :
        List.of(
            "contentVersion",
            "apiProfile",
            "metadata",
            "languageVersion",
            "imports",
            "extensions",
            "asserts",
            "$comment")) {
      root.value(ignored);
    }
    final Map<String, TypeSpec> types = types(root);
    final Map<String, ParameterDeclaration> parameters = parameters(root);
    final Map<String, Expression> variables = variables(root);
    final List<FunctionDeclaration> functions = functions(root);
    final Map<String, Expression> outputs = outputs(root);
    ArmResources reader = new ArmResources(problems, resources, modules);
    root.requiredValue("resources").ifPresent(reader::addAll);
    root.finish();
    return finished(template.at(), level, parameters, variables, functions, types, outputs);
  }

  private static Deployment.Level level(String schema) {
    String lower = schema.toLowerCase(Locale.ROOT);
    if (lower.contains("subscriptiondeploymenttemplate")) {
      return Deployment.Level.SUBSCRIPTION;
    }
    return lower.contains("managementgroupdeployment") || lower.contains("tenantdeployment")
        ? Deployment.Level.OTHER
        : Deployment.Level.RESOURCE_GROUP;
  }

  private Map<String, TypeSpec> types(ObjectCursor root) {
    Map<String, TypeSpec> types = new LinkedHashMap<>();
    root.object("definitions")
        .ifPresent(
            definitions ->
                definitions
                    .members()
                    .forEach(
                        (name, member) ->
                            ObjectCursor.over(member.value(), problems)
                                .ifPresent(
                                    cursor ->
                                        types.put(name, new ArmTypes(problems).read(cursor)))));
    return types;
  }

  private Map<String, ParameterDeclaration> parameters(ObjectCursor root) {
    Map<String, ParameterDeclaration> parameters = new LinkedHashMap<>();
    root.object("parameters")
        .ifPresent(
            all ->
                all.members()
                    .forEach(
                        (name, member) ->
                            ObjectCursor.over(member.value(), problems)
                                .ifPresent(
                                    cursor ->
                                        parameters.put(
                                            name, parameter(member.nameAt(), name, cursor)))));
    return parameters;
  }

  private ParameterDeclaration parameter(Position at, String name, ObjectCursor cursor) {
    TypeSpec type = new ArmTypes(problems).read(cursor);
    String typeName = cursor.string("type").orElse("").toLowerCase(Locale.ROOT);
    cursor.value("metadata");
    return new ParameterDeclaration(
        at,
        name,
        type,
        cursor.rawValue("defaultValue").map(JsonExpressions::of),
        typeName.startsWith("secure"));
  }

  private Map<String, Expression> variables(ObjectCursor root) {
    Map<String, Expression> variables = new LinkedHashMap<>();
    root.object("variables")
        .ifPresent(
            all ->
                all.members()
                    .forEach(
                        (name, member) -> {
                          if (name.equalsIgnoreCase("copy")
                              && member.value() instanceof Value.ArrayValue loops) {
                            JsonExpressions.copies(loops.items())
                                .forEach(entry -> variables.put(nameOf(entry), entry.value()));
                          } else {
                            variables.put(name, JsonExpressions.of(member.value()));
                          }
                        }));
    return variables;
  }

  private static String nameOf(Expression.Entry entry) {
    return entry.name().orElseThrow() instanceof Expression.Literal literal
            && literal.value() instanceof Value.StringValue text
        ? text.text()
        : "";
  }

  private List<FunctionDeclaration> functions(ObjectCursor root) {
    List<FunctionDeclaration> functions = new ArrayList<>();
    for (Value namespace : root.array("functions")) {
      ObjectCursor.over(namespace, problems).ifPresent(cursor -> namespace(cursor, functions));
    }
    return functions;
  }

  private void namespace(ObjectCursor cursor, List<FunctionDeclaration> functions) {
    String namespace = cursor.requiredString("namespace").orElse("");
    cursor
        .requiredObject("members")
        .ifPresent(
            members ->
                members
                    .members()
                    .forEach(
                        (name, member) ->
                            ObjectCursor.over(member.value(), problems)
                                .flatMap(
                                    function ->
                                        function(member.nameAt(), namespace + "." + name, function))
                                .ifPresent(functions::add)));
  }

  private Optional<FunctionDeclaration> function(Position at, String name, ObjectCursor cursor) {
    List<String> parameters = new ArrayList<>();
    for (Value parameter : cursor.array("parameters")) {
      ObjectCursor.over(parameter, problems)
          .flatMap(one -> one.requiredString("name"))
          .ifPresent(parameters::add);
    }
    return cursor
        .requiredObject("output")
        .flatMap(output -> output.requiredValue("value"))
        .map(value -> new FunctionDeclaration(at, name, parameters, JsonExpressions.of(value)));
  }

  private Map<String, Expression> outputs(ObjectCursor root) {
    Map<String, Expression> outputs = new LinkedHashMap<>();
    root.object("outputs")
        .ifPresent(
            all ->
                all.members()
                    .forEach(
                        (name, member) -> {
                          if (member.value() instanceof Value.ObjectValue output) {
                            outputs.put(name, output(output));
                          }
                        }));
    return outputs;
  }

  private static Expression output(Value.ObjectValue output) {
    if (output.members().containsKey("value")) {
      return JsonExpressions.of(output.members().get("value").value());
    }
    Value.Member copy = output.members().get("copy");
    return copy != null
            && copy.value() instanceof Value.ObjectValue loop
            && loop.members().containsKey("input")
        ? JsonExpressions.loop(loop, "", JsonExpressions.of(loop.members().get("input").value()))
        : JsonExpressions.broken(output.at(), "The output has no value.");
  }
}

package org.imageengine.engine.expression;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.imageengine.engine.text.Value;

/** The functions that ask where and when the template is deployed. */
final class ContextFunctions {
  static final Set<String> NAMES =
      Set.of(
          "resourceGroup",
          "subscription",
          "tenant",
          "deployment",
          "environment",
          "resourceId",
          "subscriptionResourceId",
          "tenantResourceId",
          "extensionResourceId",
          "managementGroupResourceId",
          "utcNow",
          "newGuid");
  private static final String UTC_NOW_FORMAT = "yyyyMMddTHHmmssZ";

  private final Scope scope;
  private final Instant now;

  ContextFunctions(Scope scope, Instant now) {
    this.scope = scope;
    this.now = now;
  }

  Optional<TemplateFunction> named(String name) {
    TemplateFunction function =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "resourcegroup" -> this::resourceGroup;
          case "subscription" -> this::subscription;
          case "tenant" -> this::tenant;
          case "deployment" -> this::deployment;
          case "environment" -> ContextFunctions::environment;
          case "resourceid" -> call -> ResourceIds.resource(call, scope.facts());
          case "subscriptionresourceid" -> call -> ResourceIds.subscription(call, scope.facts());
          case "tenantresourceid" -> ResourceIds::tenant;
          case "extensionresourceid" -> ResourceIds::extension;
          case "managementgroupresourceid" -> ResourceIds::managementGroup;
          case "utcnow" -> this::utcNow;
          case "newguid" -> this::newGuid;
          default -> null;
        };
    return Optional.ofNullable(function);
  }

  private Value resourceGroup(FunctionCall call) {
    DeploymentFacts facts = scope.facts();
    if (call.count() == 1) {
      return group(call, facts.in(facts.subscriptionId(), call.text(0)));
    }
    if (call.count() == 2) {
      return group(call, facts.in(call.text(0), call.text(1)));
    }
    call.arity(0, 2);
    return group(call, facts);
  }

  private static Value group(FunctionCall call, DeploymentFacts facts) {
    return object(
        call,
        "id",
        call.string(facts.groupPath()),
        "name",
        call.string(facts.resourceGroup()),
        "type",
        call.string("Microsoft.Resources/resourceGroups"),
        "location",
        call.string(facts.location()),
        "tags",
        object(call),
        "properties",
        object(call, "provisioningState", call.string("Succeeded")));
  }

  private Value subscription(FunctionCall call) {
    call.arity(0, 1);
    DeploymentFacts facts = scope.facts();
    String id = call.has(0) ? call.text(0) : facts.subscriptionId();
    return object(
        call,
        "id",
        call.string("/subscriptions/" + id),
        "subscriptionId",
        call.string(id),
        "tenantId",
        call.string(facts.tenantId()),
        "displayName",
        call.string(id));
  }

  private Value tenant(FunctionCall call) {
    call.arity(0, 0);
    String id = scope.facts().tenantId();
    return object(
        call,
        "id",
        call.string("/tenants/" + id),
        "tenantId",
        call.string(id),
        "displayName",
        call.string(id),
        "countryCode",
        call.string(""));
  }

  private Value deployment(FunctionCall call) {
    call.arity(0, 0);
    DeploymentFacts facts = scope.facts();
    return object(
        call,
        "name",
        call.string(facts.deploymentName()),
        "location",
        call.string(facts.location()),
        "properties",
        object(
            call,
            "mode",
            call.string("Incremental"),
            "provisioningState",
            call.string("Accepted"),
            "template",
            object(call, "contentVersion", call.string("1.0.0.0"))));
  }

  /** The endpoints of the public cloud, which templates put into URIs. */
  private static Value environment(FunctionCall call) {
    call.arity(0, 0);
    return object(
        call,
        "name",
        call.string("AzureCloud"),
        "portal",
        call.string("https://portal.azure.com"),
        "resourceManager",
        call.string("https://management.azure.com/"),
        "graph",
        call.string("https://graph.windows.net/"),
        "gallery",
        call.string("https://gallery.azure.com/"),
        "authentication",
        object(
            call,
            "loginEndpoint",
            call.string("https://login.microsoftonline.com/"),
            "audiences",
            call.strings(
                List.of("https://management.core.windows.net/", "https://management.azure.com/")),
            "tenant",
            call.string("common"),
            "identityProvider",
            call.string("AAD")),
        "suffixes",
        object(
            call,
            "acrLoginServer",
            call.string(".azurecr.io"),
            "keyvaultDns",
            call.string(".vault.azure.net"),
            "sqlServerHostname",
            call.string(".database.windows.net"),
            "storage",
            call.string("core.windows.net")));
  }

  private Value utcNow(FunctionCall call) {
    call.arity(0, 1);
    inDefault(call);
    String format = call.has(0) ? call.text(0) : UTC_NOW_FORMAT;
    return call.string(DateFunctions.formatDate(call, now.atOffset(ZoneOffset.UTC), format));
  }

  private Value newGuid(FunctionCall call) {
    call.arity(0, 0);
    inDefault(call);
    return call.string(UUID.randomUUID().toString());
  }

  private void inDefault(FunctionCall call) {
    if (scope.defaultOf().isEmpty()) {
      throw new EvaluationException(
          call.at(),
          "BadExpression",
          "The function " + call.name() + "() is allowed only in the default of a parameter.",
          "Give a parameter the default [" + call.name() + "()] and use the parameter here.");
    }
  }

  private static Value object(FunctionCall call, Object... namesAndValues) {
    Map<String, Value.Member> members = new LinkedHashMap<>();
    List<Object> all = new ArrayList<>(List.of(namesAndValues));
    for (int i = 0; i < all.size(); i += 2) {
      members.put((String) all.get(i), call.member((Value) all.get(i + 1)));
    }
    return call.object(members);
  }
}

package org.imageengine.engine.cli;

import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.config.EngineConfig;
import picocli.CommandLine.Option;

/** Options that complete a name to a resource ID. */
final class ResourceScope {
  @Option(
      names = "--subscription",
      paramLabel = "ID",
      description = "The subscription; the configuration's where not given.")
  private String subscription;

  @Option(
      names = "--resource-group",
      paramLabel = "NAME",
      description = "The resource group; the configuration's where not given.")
  private String resourceGroup;

  String subscription(EngineConfig config) {
    return subscription != null ? subscription : config.get(ConfigKey.SUBSCRIPTION);
  }

  String resourceGroup(EngineConfig config) {
    return resourceGroup != null ? resourceGroup : config.get(ConfigKey.RESOURCE_GROUP);
  }
}

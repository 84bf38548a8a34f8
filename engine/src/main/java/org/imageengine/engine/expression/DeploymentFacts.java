package org.imageengine.engine.expression;

/**
 * Where a template is deployed to, as far as its expressions can ask: what {@code subscription()},
 * {@code tenant()}, {@code resourceGroup()} and {@code deployment()} answer.
 *
 * @param subscriptionId a GUID
 * @param location the region of the resource group
 */
public record DeploymentFacts(
    String tenantId,
    String subscriptionId,
    String resourceGroup,
    String location,
    String deploymentName) {

  /** The same place for a nested deployment. */
  public DeploymentFacts nested(String name) {
    return new DeploymentFacts(tenantId, subscriptionId, resourceGroup, location, name);
  }

  /** The same place under another subscription and resource group. */
  public DeploymentFacts in(String subscription, String group) {
    return new DeploymentFacts(tenantId, subscription, group, location, deploymentName);
  }

  /** {@code /subscriptions/…}. */
  public String subscriptionPath() {
    return "/subscriptions/" + subscriptionId;
  }

  /** {@code /subscriptions/…/resourceGroups/…}. */
  public String groupPath() {
    return subscriptionPath() + "/resourceGroups/" + resourceGroup;
  }
}

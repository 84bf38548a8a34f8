package org.imageengine.distributors;

import java.util.Map;

/**
 * Which template uses a staging resource group.
 *
 * @param templateGroup the resource group that the template itself is in
 * @param location the region of the template
 * @param tags {@code managedResourceTags}, for all that the engine makes for itself
 */
public record StagingUse(
    String template, String templateGroup, String location, Map<String, String> tags) {
  public StagingUse {
    tags = Map.copyOf(tags);
  }
}

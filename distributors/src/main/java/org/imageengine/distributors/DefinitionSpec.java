package org.imageengine.distributors;

import java.util.Map;

/**
 * What an image definition is made with.
 *
 * @param features names and values, as {@code SecurityType} and {@code TrustedLaunch}
 */
public record DefinitionSpec(
    OsType osType,
    Generation generation,
    OsState osState,
    String publisher,
    String offer,
    String sku,
    String location,
    Map<String, String> features,
    Map<String, String> tags) {

  public DefinitionSpec {
    features = Map.copyOf(features);
    tags = Map.copyOf(tags);
  }

  /** Of generalized images, without anything that need not be said. */
  public static DefinitionSpec of(
      OsType osType,
      Generation generation,
      String publisher,
      String offer,
      String sku,
      String location) {
    return new DefinitionSpec(
        osType,
        generation,
        OsState.Generalized,
        publisher,
        offer,
        sku,
        location,
        Map.of(),
        Map.of());
  }
}

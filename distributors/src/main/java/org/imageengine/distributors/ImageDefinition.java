package org.imageengine.distributors;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** {@code definition.json}: what all versions of one image have in common. */
public record ImageDefinition(
    @JsonProperty("formatVersion") int formatVersion,
    @JsonProperty("id") String id,
    @JsonProperty("osType") OsType osType,
    @JsonProperty("hyperVGeneration") Generation generation,
    @JsonProperty("osState") OsState osState,
    @JsonProperty("publisher") String publisher,
    @JsonProperty("offer") String offer,
    @JsonProperty("sku") String sku,
    @JsonProperty("location") String location,
    @JsonProperty("features") Map<String, String> features,
    @JsonProperty("tags") Map<String, String> tags,
    @JsonProperty("created") String created) {
  static final String FILE = "definition.json";

  public ImageDefinition {
    features = features == null ? Map.of() : Map.copyOf(features);
    tags = tags == null ? Map.of() : Map.copyOf(tags);
  }
}

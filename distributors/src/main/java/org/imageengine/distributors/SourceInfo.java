package org.imageengine.distributors;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * What an image was built from.
 *
 * @param sourceId URN or resource ID of the source image
 * @param exactVersion its version, with {@code latest} resolved; empty where it has none
 * @param sourceSha256 digest of the source's disk
 * @param planInfo the purchase plan that the template names; empty where it names none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SourceInfo(
    @JsonProperty("sourceId") String sourceId,
    @JsonProperty("exactVersion") String exactVersion,
    @JsonProperty("sourceSha256") String sourceSha256,
    @JsonProperty("runId") String runId,
    @JsonProperty("template") String template,
    @JsonProperty("planInfo") Map<String, String> planInfo) {
  public SourceInfo {
    planInfo = planInfo == null ? Map.of() : Map.copyOf(planInfo);
  }
}

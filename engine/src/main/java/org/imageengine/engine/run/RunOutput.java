package org.imageengine.engine.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * The record of one output, {@code outputs/NAME.json}: what {@code runOutputs/{name}} is in the
 * API.
 *
 * @param artifactId resource ID of a managed image or image version
 * @param artifactUri URI of a VHD
 * @param file where the data is on this host; absent where it was sent elsewhere
 * @param sha256 digest of the file; absent for a VHD
 * @param dataSha256 digest of the data of a VHD: docs/catalog.md tells how it is made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunOutput(
    @JsonProperty("name") String name,
    @JsonProperty("type") String type,
    @JsonProperty("artifactId") String artifactId,
    @JsonProperty("artifactUri") String artifactUri,
    @JsonProperty("file") String file,
    @JsonProperty("sizeBytes") long sizeBytes,
    @JsonProperty("sha256") String sha256,
    @JsonProperty("dataSha256") String dataSha256,
    @JsonProperty("artifactTags") Map<String, String> artifactTags) {
  public RunOutput {
    artifactTags = Map.copyOf(artifactTags);
  }

  /** The resource ID or the URI, whichever this output has. */
  public String location() {
    return artifactId != null ? artifactId : artifactUri;
  }
}

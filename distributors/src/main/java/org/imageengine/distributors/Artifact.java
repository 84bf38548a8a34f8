package org.imageengine.distributors;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * An output that is whole.
 *
 * @param name the run output name
 * @param artifactId resource ID of a managed image or image version
 * @param artifactUri URI of a VHD
 * @param sha256 digest of {@code file}
 */
public record Artifact(
    String name,
    String type,
    Optional<String> artifactId,
    Optional<String> artifactUri,
    Path file,
    long sizeBytes,
    String sha256,
    Map<String, String> tags) {
  public Artifact {
    tags = Map.copyOf(tags);
  }
}

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
 * @param file where the data is on this host; absent where it was sent elsewhere
 * @param sha256 digest of {@code file}; absent for a VHD
 * @param dataSha256 digest of the data of a VHD, see {@link Digests#sha256OfData}
 */
public record Artifact(
    String name,
    String type,
    Optional<String> artifactId,
    Optional<String> artifactUri,
    Optional<Path> file,
    long sizeBytes,
    Optional<String> sha256,
    Optional<String> dataSha256,
    Map<String, String> tags) {
  public Artifact {
    tags = Map.copyOf(tags);
  }
}

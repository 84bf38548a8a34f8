package org.imageengine.distributors;

import java.util.Map;
import java.util.Optional;

/**
 * What is said of a disk that is imported.
 *
 * @param osType its operating system; found out by a look into the disk where absent
 * @param generation V1 or V2; found out likewise
 * @param sha256 the digest that the file must have
 */
public record ImportOptions(
    Optional<OsType> osType,
    Optional<Generation> generation,
    OsState osState,
    Optional<String> sha256,
    String location,
    Map<String, String> tags) {
  public ImportOptions {
    tags = Map.copyOf(tags);
  }
}

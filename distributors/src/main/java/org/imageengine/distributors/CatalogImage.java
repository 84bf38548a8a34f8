package org.imageengine.distributors;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An image of the catalog: a platform image, a managed image, or a version in a gallery.
 *
 * @param id URN of a platform image, resource ID of any other
 * @param disk the file with the disk, complete in itself
 * @param diskFormat the name of QEMU's driver for it
 * @param virtualSizeBytes size of the disk that a VM sees
 * @param sizeBytes length of the file
 * @param sha256 digest of the file
 * @param version three integers; absent for managed images
 */
public record CatalogImage(
    String id,
    String name,
    OsType osType,
    Generation generation,
    OsState osState,
    Path disk,
    String diskFormat,
    long virtualSizeBytes,
    long sizeBytes,
    String sha256,
    Optional<String> version,
    String location,
    Map<String, String> tags,
    boolean excludeFromLatest,
    Instant created,
    Optional<SourceInfo> builtFrom) {

  public CatalogImage {
    tags = Map.copyOf(tags);
  }

  /** The directory that belongs to this image alone. */
  Path directory() {
    return disk.getParent();
  }
}

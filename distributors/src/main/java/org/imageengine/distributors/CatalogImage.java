package org.imageengine.distributors;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image of the catalog: a platform image, a managed image, or a version in a gallery.
 *
 * @param id URN of a platform image, resource ID of any other
 * @param disk the file with the disk
 * @param diskFormat the name of QEMU's driver for it
 * @param virtualSizeBytes size of the disk that a VM sees
 * @param sizeBytes length of the file
 * @param sha256 digest of the file
 * @param base what the disk is only the difference to; absent where it is complete in itself
 * @param version three integers; absent for managed images
 * @param endOfLifeDate ISO 8601, a day or a time
 * @param regions normalized names of those that a version was published to; none: it may be used in
 *     any
 * @param replicas its copies in regions, beside {@code disk}
 * @param hardware what it has drivers for and asks for; absent where that is what is usual
 * @param sysprep how often Sysprep has generalized it; absent where that is not known
 */
public record CatalogImage(
    String id,
    String name,
    ProvisioningState provisioningState,
    OsType osType,
    Generation generation,
    OsState osState,
    Path disk,
    String diskFormat,
    long virtualSizeBytes,
    long sizeBytes,
    String sha256,
    Optional<BaseImage> base,
    Optional<String> version,
    String location,
    Map<String, String> tags,
    boolean excludeFromLatest,
    Optional<String> endOfLifeDate,
    List<String> regions,
    List<StoredReplica> replicas,
    Instant created,
    Optional<SourceInfo> builtFrom,
    Optional<ImageHardware> hardware,
    Optional<SysprepBudget> sysprep) {

  public CatalogImage {
    tags = Map.copyOf(tags);
    regions = List.copyOf(regions);
    replicas = List.copyOf(replicas);
  }

  /** Whether a build in that region may start from it. */
  public boolean isIn(String region) {
    return regions.isEmpty() || regions.contains(TargetRegion.normalized(region));
  }

  /** What a VM for it is like. */
  public ImageHardware hardwareOrUsual() {
    return hardware.orElse(ImageHardware.usual(osType));
  }

  /** How often Sysprep may still run on it; absent where it never does, on Linux. */
  public Optional<SysprepBudget> sysprepBudget() {
    return osType == OsType.Windows
        ? Optional.of(sysprep.orElse(SysprepBudget.UNKNOWN))
        : Optional.empty();
  }

  /** The same, with what its definition says of hardware where its own entry says nothing. */
  CatalogImage in(ImageDefinition definition) {
    Optional<ImageHardware> told =
        hardware.or(() -> ImageHardware.ofFeatures(osType, definition.features()));
    return new CatalogImage(
        id,
        name,
        provisioningState,
        osType,
        generation,
        osState,
        disk,
        diskFormat,
        virtualSizeBytes,
        sizeBytes,
        sha256,
        base,
        version,
        location,
        tags,
        excludeFromLatest,
        endOfLifeDate,
        regions,
        replicas,
        created,
        builtFrom,
        told,
        sysprep);
  }

  /** The directory that belongs to this image alone. */
  Path directory() {
    return disk.getParent();
  }
}

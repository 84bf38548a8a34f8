package org.imageengine.distributors;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code image.json}: what the catalog says of one image, beside its disk. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredImage(
    @JsonProperty("formatVersion") int formatVersion,
    @JsonProperty("id") String id,
    @JsonProperty("name") String name,
    @JsonProperty("version") String version,
    @JsonProperty("provisioningState") ProvisioningState provisioningState,
    @JsonProperty("osType") OsType osType,
    @JsonProperty("hyperVGeneration") Generation generation,
    @JsonProperty("osState") OsState osState,
    @JsonProperty("location") String location,
    @JsonProperty("diskFile") String diskFile,
    @JsonProperty("diskFormat") String diskFormat,
    @JsonProperty("virtualSizeBytes") long virtualSizeBytes,
    @JsonProperty("sizeBytes") long sizeBytes,
    @JsonProperty("sha256") String sha256,
    @JsonProperty("base") BaseImage base,
    @JsonProperty("tags") Map<String, String> tags,
    @JsonProperty("excludeFromLatest") boolean excludeFromLatest,
    @JsonProperty("endOfLifeDate") String endOfLifeDate,
    @JsonProperty("regions") List<String> regions,
    @JsonProperty("replicas") List<StoredReplica> replicas,
    @JsonProperty("created") String created,
    @JsonProperty("builtFrom") SourceInfo builtFrom,
    @JsonProperty("hardware") ImageHardware hardware,
    @JsonProperty("sysprep") SysprepBudget sysprep) {
  static final String FILE = "image.json";
  static final int FORMAT_VERSION = 1;

  /** An image that is whole, in one place, and a qcow2 file. */
  static StoredImage whole(
      String id,
      String name,
      String version,
      ImageTraits traits,
      String diskFile,
      DiskContent content,
      Map<String, String> tags,
      SourceInfo builtFrom) {
    return new StoredImage(
        FORMAT_VERSION,
        id,
        name,
        version,
        ProvisioningState.Succeeded,
        traits.osType(),
        traits.generation(),
        traits.osState(),
        traits.location(),
        diskFile,
        "qcow2",
        content.virtualSizeBytes(),
        content.sizeBytes(),
        content.sha256(),
        null,
        tags,
        false,
        null,
        null,
        null,
        Instant.now().toString(),
        builtFrom,
        traits.hardware().orElse(null),
        traits.sysprep().orElse(null));
  }

  /** What an image is, whatever is on its disk. */
  record ImageTraits(
      OsType osType,
      Generation generation,
      OsState osState,
      String location,
      Optional<ImageHardware> hardware,
      Optional<SysprepBudget> sysprep) {

    /** Those of an image that was built: the hardware of its source, and one Sysprep more. */
    static ImageTraits built(FinishedDisk disk, String location) {
      return new ImageTraits(
          disk.osType(),
          disk.generation(),
          OsState.Generalized,
          location,
          disk.base().hardware(),
          disk.base().sysprepBudget().map(SysprepBudget::afterRun));
    }
  }

  /** What is known of a disk file that was written. */
  record DiskContent(long virtualSizeBytes, long sizeBytes, String sha256) {}

  /** The same image as a version of a definition; it is not finished before its replicas are. */
  StoredImage asVersion(
      ImageVersionId versionId,
      boolean excluded,
      BaseImage baseImage,
      List<String> inRegions,
      List<StoredReplica> copies) {
    return new StoredImage(
        formatVersion,
        versionId.toString(),
        name,
        versionId.version(),
        copies.isEmpty() ? ProvisioningState.Succeeded : ProvisioningState.Creating,
        osType,
        generation,
        osState,
        location,
        diskFile,
        diskFormat,
        virtualSizeBytes,
        sizeBytes,
        sha256,
        baseImage,
        tags,
        excluded,
        endOfLifeDate,
        inRegions,
        copies,
        created,
        builtFrom,
        hardware,
        sysprep);
  }

  /** The image, its disk in {@code directory}. */
  CatalogImage in(Path directory) {
    return new CatalogImage(
        id,
        name,
        provisioningState == null ? ProvisioningState.Succeeded : provisioningState,
        osType,
        generation,
        osState,
        directory.resolve(diskFile),
        diskFormat,
        virtualSizeBytes,
        sizeBytes,
        sha256,
        Optional.ofNullable(base),
        Optional.ofNullable(version),
        location,
        tags == null ? Map.of() : tags,
        excludeFromLatest,
        Optional.ofNullable(endOfLifeDate),
        regions == null ? List.of() : regions,
        replicas == null ? List.of() : replicas,
        Instant.parse(created),
        Optional.ofNullable(builtFrom),
        Optional.ofNullable(hardware),
        Optional.ofNullable(sysprep));
  }
}

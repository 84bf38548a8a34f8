package org.imageengine.distributors;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** {@code image.json}: what the catalog says of one image, beside its disk. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredImage(
    @JsonProperty("formatVersion") int formatVersion,
    @JsonProperty("id") String id,
    @JsonProperty("name") String name,
    @JsonProperty("version") String version,
    @JsonProperty("osType") OsType osType,
    @JsonProperty("hyperVGeneration") Generation generation,
    @JsonProperty("osState") OsState osState,
    @JsonProperty("location") String location,
    @JsonProperty("diskFile") String diskFile,
    @JsonProperty("diskFormat") String diskFormat,
    @JsonProperty("virtualSizeBytes") long virtualSizeBytes,
    @JsonProperty("sizeBytes") long sizeBytes,
    @JsonProperty("sha256") String sha256,
    @JsonProperty("tags") Map<String, String> tags,
    @JsonProperty("excludeFromLatest") boolean excludeFromLatest,
    @JsonProperty("created") String created,
    @JsonProperty("builtFrom") SourceInfo builtFrom) {
  static final String FILE = "image.json";
  static final int FORMAT_VERSION = 1;

  /** The image, its disk in {@code directory}. */
  CatalogImage in(Path directory) {
    return new CatalogImage(
        id,
        name,
        osType,
        generation,
        osState,
        directory.resolve(diskFile),
        diskFormat,
        virtualSizeBytes,
        sizeBytes,
        sha256,
        Optional.ofNullable(version),
        location,
        tags == null ? Map.of() : tags,
        excludeFromLatest,
        Instant.parse(created),
        Optional.ofNullable(builtFrom));
  }
}

package org.imageengine.distributors;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The image whose disk a shallow version is only the difference to.
 *
 * @param id URN or resource ID
 * @param diskFile path of its disk, seen from the directory of the version
 * @param sha256 digest of that disk
 */
public record BaseImage(
    @JsonProperty("id") String id,
    @JsonProperty("diskFile") String diskFile,
    @JsonProperty("sha256") String sha256) {}

package org.imageengine.distributors;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One copy of a version's disk in a region.
 *
 * @param region its name, normalized
 * @param place which of the region's places it is in: a path, or a URI without secrets
 * @param name what it is called there, a relative path
 * @param isWhole whether all of it is there and was compared
 */
public record StoredReplica(
    @JsonProperty("region") String region,
    @JsonProperty("place") String place,
    @JsonProperty("name") String name,
    @JsonProperty("whole") boolean isWhole) {

  StoredReplica whole() {
    return new StoredReplica(region, place, name, true);
  }
}

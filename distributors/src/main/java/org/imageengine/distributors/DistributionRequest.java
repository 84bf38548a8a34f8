package org.imageengine.distributors;

/**
 * What will be distributed, as far as it is known before the build.
 *
 * @param virtualSizeBytes size of the disk that a VM sees
 * @param expectedDataBytes how much of it is expected to hold data, at least
 */
public record DistributionRequest(
    OsType osType, Generation generation, long virtualSizeBytes, long expectedDataBytes) {}

package org.imageengine.distributors;

/**
 * What an image was built from.
 *
 * @param sourceId URN or resource ID of the source image
 * @param exactVersion its version, with {@code latest} resolved
 * @param sourceSha256 digest of the source's disk
 */
public record SourceInfo(
    String sourceId, String exactVersion, String sourceSha256, String runId, String template) {}

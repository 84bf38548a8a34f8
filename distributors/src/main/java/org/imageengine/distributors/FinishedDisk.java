package org.imageengine.distributors;

import java.nio.file.Path;

/**
 * The disk of a finished build.
 *
 * @param base the source image, which the disk is an overlay on
 */
public record FinishedDisk(
    Path disk,
    String format,
    long virtualSizeBytes,
    OsType osType,
    Generation generation,
    CatalogImage base,
    SourceInfo source) {}

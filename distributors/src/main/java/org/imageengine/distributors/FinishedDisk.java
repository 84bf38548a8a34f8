package org.imageengine.distributors;

import java.nio.file.Path;

/** The disk of a finished build. */
public record FinishedDisk(
    Path disk,
    String format,
    long virtualSizeBytes,
    OsType osType,
    Generation generation,
    SourceInfo source) {}

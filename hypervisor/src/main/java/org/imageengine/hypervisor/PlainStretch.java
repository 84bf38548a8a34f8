package org.imageengine.hypervisor;

import java.nio.file.Path;

/**
 * A stretch of a disk that holds data, in bytes.
 *
 * @param start where the guest sees it
 * @param file where it lies, as the guest sees it
 * @param offset where it begins in that file
 */
public record PlainStretch(long start, long length, Path file, long offset) {}

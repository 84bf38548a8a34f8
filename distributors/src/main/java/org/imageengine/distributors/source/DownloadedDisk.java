package org.imageengine.distributors.source;

import java.nio.file.Path;

/**
 * A file that was fetched whole.
 *
 * @param sha256 its digest, 64 lower-case hexadecimal digits
 */
public record DownloadedDisk(Path file, String sha256) {}

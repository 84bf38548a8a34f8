package org.imageengine.provisioners;

import java.nio.file.Path;

/** Content that was fetched, and the SHA-256 it has. */
public record FetchedContent(Path file, long sizeBytes, String sha256) {}

package org.imageengine.distributors;

import java.util.Optional;

/**
 * What is said of a disk that is imported.
 *
 * @param sha256 the digest that the file must have
 */
public record ImportOptions(
    OsType osType, Generation generation, Optional<String> sha256, String location) {}

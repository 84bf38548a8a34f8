package org.imageengine.distributors.store;

/**
 * A whole object of a store.
 *
 * @param sha256 digest it was put with, 64 lower-case hexadecimal digits
 */
public record StoredObject(String name, long sizeBytes, String sha256) {}

package org.imageengine.distributors.source;

/**
 * A partition of a disk.
 *
 * @param type what the table says of it: a GUID in upper case, or two hexadecimal digits
 * @param offset of its first byte
 */
record Partition(String type, long offset, boolean isActive) {}

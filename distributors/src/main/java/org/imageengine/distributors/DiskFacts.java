package org.imageengine.distributors;

/**
 * What is known of a disk file.
 *
 * @param format the name of QEMU's driver: qcow2, raw, vpc …
 * @param standalone it needs no other file: no backing file, no external data file
 */
public record DiskFacts(String format, long virtualSizeBytes, boolean standalone) {}

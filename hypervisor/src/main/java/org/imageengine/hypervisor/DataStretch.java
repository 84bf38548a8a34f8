package org.imageengine.hypervisor;

/** A stretch of a file that holds data, in bytes. */
public record DataStretch(long offset, long length) {}

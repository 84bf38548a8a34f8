package org.imageengine.distributors;

/** A stretch of a file that holds data; between such stretches a file reads as zeros. */
public record Extent(long offset, long length) {
  /** The first byte after it. */
  public long end() {
    return offset + length;
  }
}

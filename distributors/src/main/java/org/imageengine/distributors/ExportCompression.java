package org.imageengine.distributors;

/** How an exported disk is compressed. */
public enum ExportCompression {
  none,
  gz,
  zst
}

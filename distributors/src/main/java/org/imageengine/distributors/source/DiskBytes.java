package org.imageengine.distributors.source;

import org.imageengine.distributors.CatalogException;

/** What a guest would see of a disk, whatever form its file has. */
@FunctionalInterface
public interface DiskBytes {
  /** Bytes from an offset on; fewer than asked for at the end of the disk. */
  byte[] read(long offset, int length) throws CatalogException, InterruptedException;
}

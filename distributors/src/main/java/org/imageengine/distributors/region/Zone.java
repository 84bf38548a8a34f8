package org.imageengine.distributors.region;

import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.store.ReplicaStore;

/**
 * One place of a region.
 *
 * @param place what it is called in messages and entries: a path, or a URI without secrets
 */
public record Zone(String place, Opener opener) {

  /** Opens the store; the caller closes it. */
  @FunctionalInterface
  public interface Opener {
    ReplicaStore open() throws CatalogException, InterruptedException;
  }
}

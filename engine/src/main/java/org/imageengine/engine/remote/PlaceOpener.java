package org.imageengine.engine.remote;

import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.store.DirectoryStore;
import org.imageengine.distributors.store.ReplicaStore;
import org.imageengine.engine.config.EngineConfig;
import org.imageengine.engine.config.Place;

/** Opens the places that regions keep replicas in. */
final class PlaceOpener {
  private final EngineConfig config;
  private final Secrets secrets;

  PlaceOpener(EngineConfig config, Secrets secrets) {
    this.config = config;
    this.secrets = secrets;
  }

  /** What a place is called in entries of the catalog: a path, or a URI without secrets. */
  static String describe(Place place) {
    if (place instanceof Place.Directory directory) {
      return directory.path().toString();
    }
    if (place instanceof Place.Sftp sftp) {
      return sftp.uri().toString();
    }
    return place instanceof Place.AzureBlob blob
        ? blob.container().toString()
        : ((Place.S3) place).uri().toString();
  }

  /** The store, which the caller closes. */
  ReplicaStore open(Place place) throws CatalogException, InterruptedException {
    if (place instanceof Place.Directory directory) {
      return new DirectoryStore(directory.path());
    }
    throw new UnsupportedOperationException(config + " " + secrets);
  }
}

package org.imageengine.engine.remote;

import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.azure.AzureBlobs;
import org.imageengine.distributors.azure.AzureCredential;
import org.imageengine.distributors.store.DirectoryStore;
import org.imageengine.distributors.store.RemoteStore;
import org.imageengine.distributors.store.ReplicaStore;
import org.imageengine.distributors.store.S3Bucket;
import org.imageengine.distributors.store.SftpAddress;
import org.imageengine.engine.config.Credential;
import org.imageengine.engine.config.EngineConfig;
import org.imageengine.engine.config.Place;

/** Opens the places that regions keep replicas in. */
final class PlaceOpener {
  private static final int SSH_PORT = 22;

  private final EngineConfig config;
  private final StoreKeys keys;

  PlaceOpener(EngineConfig config, Secrets secrets) {
    this.config = config;
    this.keys = new StoreKeys(secrets);
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

  /** The store, which the caller closes; nothing is connected before it is used. */
  ReplicaStore open(Place place) throws CatalogException, InterruptedException {
    if (place instanceof Place.Directory directory) {
      return new DirectoryStore(directory.path());
    }
    if (place instanceof Place.Sftp sftp) {
      int port = sftp.uri().getPort();
      return RemoteStore.sftp(
          new SftpAddress(
              sftp.uri().getHost(),
              port < 0 ? SSH_PORT : port,
              sftp.uri().getUserInfo(),
              withoutSlash(sftp.uri().getPath()),
              sftp.identityFile(),
              sftp.hostKey()));
    }
    return place instanceof Place.AzureBlob blob ? azure(blob) : s3((Place.S3) place);
  }

  private ReplicaStore azure(Place.AzureBlob blob) throws CatalogException, InterruptedException {
    Credential credential = credential(blob.credential());
    AzureCredential key =
        keys.azure(credential)
            .orElseThrow(() -> unfit(credential, "accountKey or sas", blob.container()));
    return RemoteStore.azureBlob(AzureBlobs.of(blob.container(), key));
  }

  private ReplicaStore s3(Place.S3 bucket) throws CatalogException, InterruptedException {
    Credential credential = credential(bucket.credential());
    if (!(credential.kind() instanceof Credential.AccessKey key)) {
      throw unfit(credential, "accessKey", bucket.uri());
    }
    String path = withoutSlash(bucket.uri().getPath());
    return RemoteStore.s3(
        new S3Bucket(
            bucket.uri().getHost(),
            path.startsWith("/") ? path.substring(1) : path,
            bucket.endpoint(),
            bucket.region(),
            key.id(),
            keys.read(credential, key.secret())));
  }

  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private Credential credential(String name) throws CatalogException {
    return config
        .credential(name)
        .orElseThrow(
            () ->
                new CatalogException(
                    CatalogException.Code.NOT_FOUND,
                    "There is no credential \"" + name + "\" in the configuration."));
  }

  private static CatalogException unfit(Credential credential, String wanted, Object place) {
    return new CatalogException(
        CatalogException.Code.NO_PERMISSION,
        String.format(
            "The credential \"%s\" does not open %s: that takes %s.",
            credential.name(), place, wanted));
  }
}

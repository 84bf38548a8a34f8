package org.imageengine.engine.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A place that keeps replicas, as the configuration names it. */
public sealed interface Place {

  /** A directory of this host. */
  record Directory(Path path) implements Place {}

  /**
   * A directory of a host that is reached by SSH.
   *
   * @param hostKey the public key that the host must have, as in known_hosts: type and base64
   */
  record Sftp(URI uri, Path identityFile, String hostKey) implements Place {}

  /** A container of an Azure storage account, with a path in it or without. */
  record AzureBlob(URI container, String credential) implements Place {}

  /**
   * A bucket of S3 or of a server that is compatible with it.
   *
   * @param uri {@code s3://bucket/prefix}
   * @param endpoint of another server than Amazon's
   */
  record S3(URI uri, Optional<URI> endpoint, String region, String credential) implements Place {}
}

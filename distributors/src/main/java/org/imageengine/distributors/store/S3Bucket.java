package org.imageengine.distributors.store;

import java.net.URI;
import java.util.Optional;

/**
 * A bucket and how to be let in.
 *
 * @param prefix beginning of all names, without {@code /} at its end; may be empty
 * @param endpoint of another server than Amazon's; its buckets are told by path
 * @param secretKey is never shown
 */
public record S3Bucket(
    String bucket,
    String prefix,
    Optional<URI> endpoint,
    String region,
    String accessKey,
    String secretKey) {

  @Override
  public String toString() {
    return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
  }
}

package org.imageengine.provisioners;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is shown to a server when something is fetched from it. It goes to the host of the URI
 * alone, never to one that this redirects to.
 *
 * @param headers names and values of headers
 * @param query what is added to the query; empty for nothing
 * @param certificate a certificate with its key
 */
public record FetchCredential(
    Map<String, String> headers, String query, Optional<Certificate> certificate) {

  /** Nothing is shown. */
  public static final FetchCredential NONE = new FetchCredential(Map.of(), "", Optional.empty());

  public FetchCredential {
    headers = Map.copyOf(headers);
  }

  /** A PKCS #12 file. */
  public record Certificate(Path file, String password) {
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /** The same, and what another one shows. */
  public FetchCredential and(FetchCredential other) {
    Map<String, String> all = new TreeMap<>(headers);
    all.putAll(other.headers);
    return new FetchCredential(
        all,
        query.isEmpty() || other.query.isEmpty() ? query + other.query : query + "&" + other.query,
        other.certificate.or(() -> certificate));
  }

  @Override
  public String toString() {
    return "credential";
  }
}

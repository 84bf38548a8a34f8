package org.imageengine.engine.remote;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.config.Credential;
import org.imageengine.engine.config.EngineConfig;
import org.imageengine.provisioners.FetchCredential;

/**
 * What is shown to servers on behalf of the identities of a template. A credential goes to the
 * hosts that it names, and its secret is read when the first of them is asked.
 */
public final class FetchCredentials {
  /** Stands in the configuration for every identity that is not mapped itself. */
  public static final String ANY = "*";

  private final Set<Credential> credentials = new LinkedHashSet<>();
  private final Map<String, FetchCredential> shown = new HashMap<>();
  private final Secrets secrets;

  private FetchCredentials(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The credentials of identities; those that are not mapped are passed over. */
  public static FetchCredentials of(EngineConfig config, List<String> ids, Secrets secrets) {
    FetchCredentials all = new FetchCredentials(secrets);
    for (String id : ids) {
      mapped(config, id).ifPresent(all.credentials::addAll);
    }
    return all;
  }

  /** Every credential, for what the user of this host fetches without a template. */
  public static FetchCredentials all(EngineConfig config, Secrets secrets) {
    FetchCredentials all = new FetchCredentials(secrets);
    all.credentials.addAll(config.credentials());
    return all;
  }

  /** The credentials of one identity; nothing where it is not mapped. */
  public static Optional<List<Credential>> mapped(EngineConfig config, String id) {
    return config.identity(id).or(() -> config.identity(ANY));
  }

  /** What is shown to the server of {@code uri}. */
  public FetchCredential forUri(URI uri) throws EngineException, InterruptedException {
    FetchCredential all = FetchCredential.NONE;
    for (Credential credential : matching(uri)) {
      FetchCredential one = shown.get(credential.name());
      if (one == null) {
        one = read(credential);
        shown.put(credential.name(), one);
      }
      all = all.and(one);
    }
    return all;
  }

  /** The credentials that may be sent to the server of {@code uri}. */
  public List<Credential> matching(URI uri) {
    String host = String.valueOf(uri.getHost());
    return credentials.stream().filter(credential -> credential.isFor(host)).toList();
  }

  private FetchCredential read(Credential credential) throws EngineException, InterruptedException {
    Credential.Kind kind = credential.kind();
    if (kind instanceof Credential.Bearer bearer) {
      return authorization("Bearer " + secrets.read(credential, bearer.token()));
    }
    if (kind instanceof Credential.Basic basic) {
      String both = basic.user() + ":" + secrets.read(credential, basic.password());
      return authorization(
          "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }
    if (kind instanceof Credential.Header header) {
      return headers(Map.of(header.header(), secrets.read(credential, header.value())));
    }
    if (kind instanceof Credential.Sas sas) {
      String token = secrets.read(credential, sas.token());
      return new FetchCredential(
          Map.of(), token.startsWith("?") ? token.substring(1) : token, Optional.empty());
    }
    if (kind instanceof Credential.ClientCertificate certificate) {
      return new FetchCredential(
          Map.of(),
          "",
          Optional.of(
              new FetchCredential.Certificate(
                  certificate.file(), secrets.read(credential, certificate.password()))));
    }
    // Keys of stores are no use for a plain GET.
    return FetchCredential.NONE;
  }

  private static FetchCredential authorization(String value) {
    return headers(Map.of("Authorization", value));
  }

  private static FetchCredential headers(Map<String, String> headers) {
    return new FetchCredential(headers, "", Optional.empty());
  }
}

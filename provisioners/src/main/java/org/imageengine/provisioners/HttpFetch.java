package org.imageengine.provisioners;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Sends a GET, follows redirects, and shows a credential to the first host alone. */
final class HttpFetch {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final int MOST_REDIRECTS = 5;

  /** Made when it is first needed: many templates fetch nothing over the network. */
  private static final class Plain {
    static final HttpClient CLIENT = client().build();
  }

  private final URI uri;
  private final FetchCredential credential;

  HttpFetch(URI uri, FetchCredential credential) {
    this.uri = uri;
    this.credential = credential;
  }

  private static HttpClient.Builder client() {
    return HttpClient.newBuilder()
        .connectTimeout(CONNECT)
        .followRedirects(HttpClient.Redirect.NEVER);
  }

  /** The answer, whose body the caller closes. */
  HttpResponse<InputStream> send(Duration limit)
      throws IOException, InterruptedException, ProvisionException {
    long end = System.nanoTime() + limit.toNanos();
    URI at = uri;
    for (int redirects = 0; ; redirects++) {
      Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
      HttpResponse<InputStream> response = send(at, left);
      Optional<URI> next = redirect(response, at);
      if (next.isEmpty()) {
        return response;
      }
      response.body().close();
      if (redirects == MOST_REDIRECTS) {
        throw new IOException("it is redirected more than " + MOST_REDIRECTS + " times");
      }
      at = next.get();
    }
  }

  private HttpResponse<InputStream> send(URI at, Duration left)
      throws IOException, InterruptedException, ProvisionException {
    boolean shows = isSameOrigin(at);
    HttpRequest.Builder request = shows ? showing(at) : HttpRequest.newBuilder(at);
    request.timeout(left).GET();
    HttpClient client =
        shows && credential.certificate().isPresent()
            ? client().sslContext(context(credential.certificate().get())).build()
            : Plain.CLIENT;
    return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private HttpRequest.Builder showing(URI at) throws ProvisionException {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(withQuery(at));
      credential.headers().forEach(request::header);
      return request;
    } catch (IllegalArgumentException e) {
      // Not as the cause: its message holds the secret.
      throw new ProvisionException(
          ProvisionException.Code.FETCH_FAILED,
          "The credential for "
              + Uris.redacted(at)
              + " holds characters that no request may have; look at its secret.");
    }
  }

  /** The port counts too: another port is another server. */
  private boolean isSameOrigin(URI at) {
    return String.valueOf(uri.getHost()).equalsIgnoreCase(at.getHost())
        && uri.getPort() == at.getPort()
        && uri.getScheme().equals(at.getScheme());
  }

  private URI withQuery(URI at) {
    if (credential.query().isEmpty()) {
      return at;
    }
    String text = at.toString();
    return URI.create(text + (at.getRawQuery() == null ? "?" : "&") + credential.query());
  }

  private static Optional<URI> redirect(HttpResponse<?> response, URI at) throws IOException {
    boolean isRedirect =
        switch (response.statusCode()) {
          case 301, 302, 303, 307, 308 -> true;
          default -> false;
        };
    Optional<String> location = response.headers().firstValue("location");
    if (!isRedirect || location.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI next = at.resolve(location.get());
      boolean downgrades = at.getScheme().equals("https") && !"https".equals(next.getScheme());
      if (downgrades || !String.valueOf(next.getScheme()).matches("https?")) {
        throw new IOException(
            "it is redirected to " + next.getScheme() + ", which is not followed");
      }
      return Optional.of(next);
    } catch (IllegalArgumentException e) {
      throw new IOException("it is redirected to something that is no URI", e);
    }
  }

  private static SSLContext context(FetchCredential.Certificate certificate)
      throws ProvisionException {
    char[] password = certificate.password().toCharArray();
    try (InputStream in = Files.newInputStream(certificate.file())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new ProvisionException(
          ProvisionException.Code.FETCH_FAILED,
          "The client certificate "
              + certificate.file()
              + " cannot be read. It must be a PKCS #12 file, and the password its own.",
          e);
    }
  }
}

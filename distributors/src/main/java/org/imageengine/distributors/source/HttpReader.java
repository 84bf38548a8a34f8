package org.imageengine.distributors.source;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.imageengine.distributors.CatalogException;

/**
 * Asks servers for files. It follows redirects itself, so that credentials go to the host they are
 * for and nothing that began encrypted goes on in the clear.
 */
final class HttpReader {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration STALL = Duration.ofSeconds(60);
  private static final int MOST_REDIRECTS = 10;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

  /** Made when it is first needed: many runs fetch nothing. */
  private static final class Http {
    static final HttpClient CLIENT = client().build();
  }

  private final HttpClient client;
  private final Duration stall;

  /** A reader that waits 60 s for a server. */
  HttpReader() {
    this(Http.CLIENT, STALL);
  }

  /**
   * A reader for tests.
   *
   * @param client made by {@link #client}
   * @param stall how long a server may say nothing
   */
  HttpReader(HttpClient client, Duration stall) {
    this.client = client;
    this.stall = stall;
  }

  /** The settings of every client; no newer HTTP, as one connection carries one file here. */
  static HttpClient.Builder client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT)
        .followRedirects(HttpClient.Redirect.NEVER);
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%d s", Math.max(1, time.toSeconds()));
  }

  /** How long to wait for the next byte. */
  Duration patience(Deadline deadline) {
    return deadline.atMost(stall);
  }

  /**
   * The answer to a GET, whatever its status is, but no redirect. Its body must be closed.
   *
   * @param range headers that say which part is wanted, for whoever has the file in the end
   * @throws ServerTrouble if there is none, or one that says that there may be one later
   * @throws CatalogException if another attempt would not help
   */
  HttpResponse<HttpBody> get(HttpSource source, Map<String, String> range, Deadline deadline)
      throws ServerTrouble, CatalogException, InterruptedException {
    URI uri = source.uri();
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpResponse<HttpBody> answer = send(source, request(source, uri, range), deadline);
      int status = answer.statusCode();
      if (PASSING.contains(status)) {
        answer.body().close();
        throw new ServerTrouble("the server answers " + status);
      }
      if (!REDIRECTS.contains(status)) {
        return answer;
      }
      answer.body().close();
      uri = target(source, uri, answer);
    }
    throw source.failure(
        CatalogException.Code.IO, "the server redirects more than " + MOST_REDIRECTS + " times");
  }

  private static HttpRequest request(HttpSource source, URI uri, Map<String, String> range)
      throws CatalogException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET();
    request.setHeader("Accept-Encoding", "identity");
    for (Map.Entry<String, String> header : source.headersFor(uri).entrySet()) {
      try {
        request.setHeader(header.getKey(), header.getValue());
      } catch (IllegalArgumentException e) {
        // The exception is not passed on: it shows the value.
        throw source.failure(
            CatalogException.Code.INVALID_NAME,
            "the header " + header.getKey() + " or its value is none that a request may have");
      }
    }
    range.forEach(request::setHeader);
    return request.build();
  }

  private HttpResponse<HttpBody> send(HttpSource source, HttpRequest request, Deadline deadline)
      throws ServerTrouble, CatalogException, InterruptedException {
    Duration patience = patience(deadline);
    CompletableFuture<HttpResponse<HttpBody>> sending =
        client.sendAsync(request, headers -> new HttpBody());
    try {
      return sending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ServerTrouble("the server did not answer for " + seconds(patience), e);
    } catch (ExecutionException e) {
      throw trouble(source, e.getCause());
    } finally {
      // Does nothing to a request that has its answer.
      sending.cancel(true);
    }
  }

  private static ServerTrouble trouble(HttpSource source, Throwable cause) throws CatalogException {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof CertificateException) {
        throw source.failure(
            CatalogException.Code.IO, "the certificate of the server is not trusted", cause);
      }
      if (each instanceof UnresolvedAddressException) {
        return new ServerTrouble("its host name cannot be looked up", cause);
      }
    }
    if (cause instanceof HttpConnectTimeoutException) {
      return new ServerTrouble("the host did not answer for " + seconds(CONNECT), cause);
    }
    if (cause instanceof ConnectException) {
      return new ServerTrouble("nobody answers at its host and port", cause);
    }
    if (cause instanceof SSLException) {
      return new ServerTrouble("no encrypted connection could be made", cause);
    }
    return new ServerTrouble("the connection broke before there was an answer", cause);
  }

  private static URI target(HttpSource source, URI from, HttpResponse<HttpBody> answer)
      throws CatalogException {
    String location = answer.headers().firstValue("Location").orElse("");
    URI target;
    try {
      target = from.resolve(location);
    } catch (IllegalArgumentException e) {
      // The exception is not passed on: it shows the query.
      throw source.failure(CatalogException.Code.IO, "the server redirects to what is no URL");
    }
    if (location.isEmpty() || !HttpSource.isUsable(target)) {
      throw source.failure(CatalogException.Code.IO, "the server redirects to what is no URL");
    }
    if ("https".equalsIgnoreCase(from.getScheme()) && "http".equalsIgnoreCase(target.getScheme())) {
      throw source.failure(
          CatalogException.Code.IO,
          "the server redirects from https to "
              + HttpSource.describe(target)
              + ", which is not encrypted");
    }
    return HttpSource.plain(target);
  }
}

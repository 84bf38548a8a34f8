package org.imageengine.provisioners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentFetcherTest {
  private static final byte[] CONTENT = "the content".getBytes(StandardCharsets.UTF_8);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;
  private HttpServer server;
  private volatile String other = "";
  private final AtomicInteger requests = new AtomicInteger();

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    serve("/good", exchange -> answer(exchange, 200, CONTENT.length));
    serve("/gone", exchange -> answer(exchange, 404, 0));
    serve(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/good");
          answer(exchange, 302, 0);
        });
    serve("/flaky", exchange -> answer(exchange, requests.get() < 3 ? 503 : 200, CONTENT.length));
    serve("/cut", exchange -> answer(exchange, 200, CONTENT.length + 100));
    serve(
        "/private",
        exchange -> {
          boolean isLetIn =
              "Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("Authorization"))
                  && "sig=s1g".equals(exchange.getRequestURI().getQuery());
          answer(exchange, isLetIn ? 200 : 401, CONTENT.length);
        });
    serve(
        "/away",
        exchange -> {
          exchange.getResponseHeaders().add("Location", other + "/spy");
          answer(exchange, 302, 0);
        });
    serve("/slow", exchange -> pause());
    serve(
        "/stall",
        exchange -> {
          answer(exchange, 200, CONTENT.length + 100);
          pause();
        });
    server.start();
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException;
  }

  private void serve(String path, Handler handler) {
    server.createContext(
        path,
        exchange -> {
          requests.incrementAndGet();
          try (exchange) {
            handler.handle(exchange);
          }
        });
  }

  private static void answer(HttpExchange exchange, int status, int length) throws IOException {
    boolean good = status == 200;
    exchange.sendResponseHeaders(status, good ? length : -1);
    if (good) {
      exchange.getResponseBody().write(CONTENT);
      exchange.getResponseBody().flush();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private FetchedContent fetch(URI uri, Optional<String> sha256, Duration limit) throws Exception {
    return fetch(uri, sha256, FetchCredential.NONE, limit);
  }

  private FetchedContent fetch(
      URI uri, Optional<String> sha256, FetchCredential credential, Duration limit)
      throws Exception {
    return new ContentFetcher().fetch(uri, sha256, credential, directory.resolve("target"), limit);
  }

  private ProvisionException failure(URI uri, Optional<String> sha256, Duration limit) {
    ProvisionException failure =
        catchThrowableOfType(ProvisionException.class, () -> fetch(uri, sha256, limit));
    assertThat(directory).as("nothing is left").isEmptyDirectory();
    return failure;
  }

  private static String digest() throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
  }

  @Test
  void contentIsFetchedAndItsDigestTold() throws Exception {
    FetchedContent content =
        fetch(uri("/moved"), Optional.of(digest().toUpperCase(Locale.ROOT)), LIMIT);
    assertThat(content.file()).hasBinaryContent(CONTENT);
    assertThat(content.sha256()).isEqualTo(digest());
    assertThat(content.sizeBytes()).isEqualTo(CONTENT.length);
  }

  private static FetchCredential credential() {
    return new FetchCredential(Map.of("Authorization", "Bearer t0ken"), "", Optional.empty())
        .and(new FetchCredential(Map.of(), "sig=s1g", Optional.empty()));
  }

  @Test
  void aCredentialIsShown() throws Exception {
    assertThat(fetch(uri("/private"), Optional.empty(), credential(), LIMIT).sha256())
        .isEqualTo(digest());
    Files.delete(directory.resolve("target"));
    assertThat(failure(uri("/private"), Optional.empty(), LIMIT))
        .hasMessageContaining("the server answers 401: it wants another credential");
    assertThat(credential()).hasToString("credential");
  }

  /** Another port is another server. */
  @Test
  void aCredentialIsNotShownToWhoIsRedirectedTo() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>();
    HttpServer spy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    spy.createContext(
        "/spy",
        exchange -> {
          seen.set(exchange.getRequestHeaders().entrySet() + " " + exchange.getRequestURI());
          try (exchange) {
            answer(exchange, 200, CONTENT.length);
          }
        });
    spy.start();
    try {
      other = "http://127.0.0.1:" + spy.getAddress().getPort();
      fetch(uri("/away"), Optional.empty(), credential(), LIMIT);
    } finally {
      spy.stop(0);
    }
    assertThat(seen.get()).doesNotContain("t0ken").doesNotContain("s1g").contains("/spy");
  }

  @Test
  void aSecretThatNoHeaderCanHoldIsNotTold() {
    FetchCredential broken =
        new FetchCredential(Map.of("Authorization", "sec\nret"), "", Optional.empty());
    ProvisionException failure =
        catchThrowableOfType(
            ProvisionException.class,
            () -> fetch(uri("/private"), Optional.empty(), broken, LIMIT));
    assertThat(failure).hasMessageContaining("holds characters that no request may have");
    assertThat(failure).hasNoCause();
    assertThat(failure.getMessage()).doesNotContain("ret\"").doesNotContain("sec\n");
  }

  @Test
  void aFileOfThisHostIsFetchedToo() throws Exception {
    Path file = Files.write(directory.resolve("a file"), CONTENT);
    assertThat(fetch(file.toUri(), Optional.of(digest()), LIMIT).file()).hasBinaryContent(CONTENT);
    assertThat(file).exists();
  }

  @Test
  void aServerInTroubleIsAskedAgain() throws Exception {
    assertThat(fetch(uri("/flaky"), Optional.empty(), LIMIT).sha256()).isEqualTo(digest());
    assertThat(requests).hasValue(3);
  }

  @Test
  void whatIsNotThereIsAskedForOnce() {
    ProvisionException failure = failure(uri("/gone?sig=secret"), Optional.empty(), LIMIT);
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.FETCH_FAILED);
    assertThat(failure).hasMessage("Fetching " + uri("/gone") + " failed: the server answers 404.");
    assertThat(requests).hasValue(1);
  }

  @Test
  void aWrongDigestIsToldWithBoth() throws Exception {
    String wanted = "0".repeat(64);
    ProvisionException failure = failure(uri("/good"), Optional.of(wanted), LIMIT);
    assertThat(failure.code()).isEqualTo(ProvisionException.Code.CHECKSUM_MISMATCH);
    assertThat(failure)
        .hasMessage(
            "What is at "
                + uri("/good")
                + " has the SHA-256 "
                + digest()
                + ", not "
                + wanted
                + ".");
  }

  @Test
  void aBodyThatIsCutShortIsAFailure() {
    assertThat(failure(uri("/cut"), Optional.empty(), LIMIT))
        .hasMessageContaining("the connection broke");
  }

  @Test
  void aServerThatSaysNothingEndsAtTheLimit() {
    assertThat(failure(uri("/slow"), Optional.empty(), Duration.ofSeconds(1)).code())
        .isEqualTo(ProvisionException.Code.FETCH_FAILED);
  }

  @Test
  void aBodyThatStopsComingEndsAtTheLimit() {
    assertThat(failure(uri("/stall"), Optional.empty(), Duration.ofSeconds(1)))
        .hasMessageEndingWith("failed: it took longer than 1 s.");
  }

  @Test
  void whatCannotBeFetchedAtAllIsToldWithoutSecrets() throws Exception {
    ProvisionException nobody =
        failure(URI.create("http://user:pw@127.0.0.1:1/x?sig=secret#f"), Optional.empty(), LIMIT);
    assertThat(nobody.getMessage())
        .startsWith("Fetching http://127.0.0.1:1/x failed: ")
        .doesNotContain("secret")
        .doesNotContain("pw");
    assertThat(failure(directory.resolve("none").toUri(), Optional.empty(), LIMIT))
        .hasMessageEndingWith("failed: there is no such file.");
    assertThat(failure(directory.toUri(), Optional.empty(), LIMIT))
        .hasMessageEndingWith("failed: it is a directory.");
  }
}

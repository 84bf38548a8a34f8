package org.imageengine.distributors.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.transfer.Retrying;
import org.imageengine.distributors.transfer.TransferProgress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpPutDestinationTest extends VhdDestinationContract {
  private static final String TOKEN = "Bearer the-secret";

  private final AtomicInteger breaks = new AtomicInteger();
  private HttpServer server;
  private ExecutorService threads;
  private Path kept;
  private volatile boolean cutsShort;

  @BeforeEach
  void start() throws Exception {
    kept = directory.resolve("kept.vhd");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
      } else if (exchange.getRequestMethod().equals("HEAD")) {
        if (Files.exists(kept)) {
          exchange
              .getResponseHeaders()
              .set("Content-Length", String.valueOf(Files.size(kept) - (cutsShort ? 1 : 0)));
        }
        exchange.sendResponseHeaders(Files.exists(kept) ? 200 : 404, -1);
      } else if (Files.exists(kept)) {
        exchange.sendResponseHeaders(412, -1);
      } else if (breaks.getAndDecrement() > 0) {
        var unused = exchange.getRequestBody().readNBytes(1 << 20);
        // Closing without an answer breaks the connection.
      } else {
        Path aside = directory.resolve("aside" + System.nanoTime());
        receive(exchange, aside);
        Files.move(aside, kept, StandardCopyOption.ATOMIC_MOVE);
        exchange.sendResponseHeaders(201, -1);
      }
    }
  }

  /** Slowly, so that there is something to interrupt. */
  private static void receive(HttpExchange exchange, Path file) throws IOException {
    byte[] buffer = new byte[1 << 17];
    try (OutputStream out = Files.newOutputStream(file)) {
      int count;
      while ((count = exchange.getRequestBody().readNBytes(buffer, 0, buffer.length)) > 0) {
        out.write(buffer, 0, count);
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private VhdDestination open(String token) {
    URI uri =
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/d/disk.vhd?key=hidden");
    return new HttpPutDestination(
        uri, Map.of("Authorization", token), new Retrying(Duration.ofMillis(10)));
  }

  @Override
  VhdDestination open() {
    return open(TOKEN);
  }

  @Override
  Path content() {
    return Files.exists(kept) ? kept : null;
  }

  @Test
  void connectionsThatBreakAreMadeAnew() throws Exception {
    breaks.set(2);
    Path vhd = vhd(1);
    upload(open(), vhd, TransferProgress.NONE);
    assertThat(kept).hasSameBinaryContentAs(vhd);
  }

  @Test
  void aWrongCredentialIsToldWithoutIt() {
    CatalogException refusal =
        catchThrowableOfType(CatalogException.class, () -> open("Bearer wrong-one").check());
    assertThat(refusal.code()).isEqualTo(CatalogException.Code.NO_PERMISSION);
    assertThat(refusal)
        .hasMessageContaining("/d/disk.vhd answers 401")
        .hasMessageNotContaining("wrong-one")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void aCredentialThatNoRequestMayHaveIsNotShown() {
    CatalogException refusal =
        catchThrowableOfType(CatalogException.class, () -> open("bad\nsecret").check());
    assertThat(refusal.code()).isEqualTo(CatalogException.Code.INVALID_NAME);
    assertThat(refusal).hasMessageNotContaining("secret\"").hasMessageNotContaining("bad");
  }

  @Test
  void anotherLengthAtTheFarEndIsAMismatch() throws Exception {
    cutsShort = true;
    Path vhd = vhd(1);
    CatalogException failure =
        catchThrowableOfType(
            CatalogException.class, () -> upload(open(), vhd, TransferProgress.NONE));
    assertThat(failure.code()).isEqualTo(CatalogException.Code.MISMATCH);
  }
}

package org.imageengine.provisioners.windows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Serves one file, once, to whoever knows its path, which nobody can guess. On the loopback, which
 * QEMU's user networking lets the guest reach.
 */
final class FileServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService worker;
  private final String token;
  private final AtomicBoolean isServed = new AtomicBoolean();

  private FileServer(HttpServer server, ExecutorService worker, String token) {
    this.server = server;
    this.worker = worker;
    this.token = token;
  }

  static FileServer serve(Path file) throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 5);
    ExecutorService worker =
        Executors.newCachedThreadPool(
            body -> {
              Thread thread = new Thread(body, "file-server");
              thread.setDaemon(true);
              return thread;
            });
    FileServer server = new FileServer(http, worker, HexFormat.of().formatHex(random));
    http.setExecutor(worker);
    http.createContext("/", exchange -> server.answer(exchange, file));
    http.start();
    return server;
  }

  /** As the guest asks for it. */
  String url(String hostInGuest) {
    return "http://" + hostInGuest + ":" + server.getAddress().getPort() + "/" + token;
  }

  private void answer(HttpExchange exchange, Path file) throws IOException {
    try (exchange) {
      boolean isAsked =
          exchange.getRequestMethod().equals("GET")
              && exchange.getRequestURI().getPath().equals("/" + token);
      if (!isAsked || !isServed.compareAndSet(false, true)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().add("Content-Type", "application/octet-stream");
      long size = Files.size(file);
      exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
      try (OutputStream out = exchange.getResponseBody()) {
        var unused = Files.copy(file, out);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    worker.shutdownNow();
  }
}

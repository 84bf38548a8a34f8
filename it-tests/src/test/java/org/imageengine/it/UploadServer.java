package org.imageengine.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server that takes files by PUT, as artifact servers do. */
final class UploadServer implements AutoCloseable {
  private static final int BUFFER = 1 << 20;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Path directory;

  private UploadServer(HttpServer server, Path directory) {
    this.server = server;
    this.directory = directory;
  }

  static UploadServer start(Path directory) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    UploadServer uploads = new UploadServer(server, directory);
    server.createContext("/", uploads::serve);
    server.setExecutor(uploads.threads);
    server.start();
    return uploads;
  }

  String uri(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  /** Where a file lies that was put to that URI. */
  Path file(String uri) {
    return directory.resolve(uri.substring(uri.lastIndexOf('/') + 1));
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = file(exchange.getRequestURI().getPath());
      switch (exchange.getRequestMethod()) {
        case "HEAD" -> {
          if (Files.exists(file)) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(Files.size(file)));
          }
          exchange.sendResponseHeaders(Files.exists(file) ? 200 : 404, -1);
        }
        case "PUT" -> {
          receive(exchange, file);
          exchange.sendResponseHeaders(201, -1);
        }
        default -> exchange.sendResponseHeaders(405, -1);
      }
    }
  }

  /** With holes where there are zeros. */
  private static void receive(HttpExchange exchange, Path file) throws IOException {
    byte[] buffer = new byte[BUFFER];
    byte[] zeros = new byte[BUFFER];
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      long length = 0;
      int count;
      while ((count = exchange.getRequestBody().readNBytes(buffer, 0, BUFFER)) > 0) {
        if (!Arrays.equals(buffer, 0, count, zeros, 0, count)) {
          out.seek(length);
          out.write(buffer, 0, count);
        }
        length += count;
      }
      out.setLength(length);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

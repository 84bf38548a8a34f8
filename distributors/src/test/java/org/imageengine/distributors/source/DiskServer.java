package org.imageengine.distributors.source;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A server of this host that does to downloads what servers do, good and bad. */
final class DiskServer implements AutoCloseable {

  /** What becomes of one request for a file. */
  enum Fate {
    /** It is answered in full. */
    WHOLE,
    /** The connection is closed half way. */
    CUT,
    /** Half is sent, and then nothing. */
    STALL,
    /** Not even headers are sent. */
    SILENCE,
    /** The server is busy. */
    BUSY
  }

  /** What was asked for. */
  record Request(String path, String query, Headers headers) {
    String range() {
      return headers.getFirst("Range");
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, byte[]> files = new HashMap<>();
  private final Map<String, Integer> statuses = new HashMap<>();
  private final Map<String, String> redirects = new HashMap<>();
  private final Queue<Fate> fates = new ArrayDeque<>();
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> validators = new LinkedHashMap<>();
  private final String scheme;
  private boolean ranges = true;
  private boolean lengths = true;
  private String contentRange = "bytes %d-%d/%d";

  private DiskServer(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    validators.put("ETag", "\"one\"");
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  static DiskServer http() throws IOException {
    return new DiskServer(HttpServer.create(anyPort(), 0), "http");
  }

  static DiskServer https(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new DiskServer(server, "https");
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  URI uri(String pathAndQuery) {
    return URI.create(scheme + "://" + host() + pathAndQuery);
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  synchronized void file(String path, byte[] content) {
    files.put(path, content);
  }

  synchronized void status(String path, int status) {
    statuses.put(path, status);
  }

  synchronized void redirect(String path, String location) {
    redirects.put(path, location);
  }

  /** What becomes of the next requests; those after them are answered in full. */
  synchronized void next(Fate... more) {
    fates.addAll(List.of(more));
  }

  /** The headers that tell one content from another. */
  synchronized void validators(Map<String, String> headers) {
    validators.clear();
    validators.putAll(headers);
  }

  synchronized void withoutRanges() {
    ranges = false;
  }

  synchronized void withoutLengths() {
    lengths = false;
  }

  /** A server that is wrong about the part it sends. */
  synchronized void contentRange(String format) {
    contentRange = format;
  }

  List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    Headers asked = new Headers();
    asked.putAll(exchange.getRequestHeaders());
    requests.add(new Request(uri.getPath(), uri.getQuery(), asked));
    Fate fate;
    byte[] file;
    int status;
    synchronized (this) {
      if (redirects.containsKey(uri.getPath())) {
        exchange.getResponseHeaders().add("Location", redirects.get(uri.getPath()));
        statuses.putIfAbsent(uri.getPath(), 302);
      }
      file = files.get(uri.getPath());
      status = statuses.getOrDefault(uri.getPath(), file == null ? 404 : 200);
      fate = status == 200 && !fates.isEmpty() ? fates.remove() : Fate.WHOLE;
    }
    try (exchange) {
      if (fate == Fate.SILENCE) {
        awaitClosing();
      } else if (fate == Fate.BUSY || status != 200) {
        exchange.sendResponseHeaders(fate == Fate.BUSY ? 503 : status, -1);
      } else {
        send(exchange, file, fate);
      }
    }
  }

  private void send(HttpExchange exchange, byte[] file, Fate fate) throws IOException {
    int from = 0;
    int length;
    synchronized (this) {
      Headers headers = exchange.getResponseHeaders();
      validators.forEach(headers::add);
      if (ranges) {
        from = from(exchange.getRequestHeaders());
        headers.add("Accept-Ranges", "bytes");
      }
      if (from >= file.length && from > 0) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      length = file.length - from;
      if (from > 0) {
        headers.add(
            "Content-Range", String.format(contentRange, from, file.length - 1, file.length));
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, lengths && length > 0 ? length : 0);
    }
    int sent = fate == Fate.WHOLE ? length : length / 2;
    exchange.getResponseBody().write(file, from, sent);
    exchange.getResponseBody().flush();
    if (fate == Fate.STALL) {
      awaitClosing();
    }
  }

  /** Where the wanted part begins: at the start, if the content is not the one that was meant. */
  private int from(Headers asked) {
    String range = asked.getFirst("Range");
    return range != null && validators.containsValue(asked.getFirst("If-Range"))
        ? Integer.parseInt(range.substring("bytes=".length(), range.length() - 1))
        : 0;
  }

  private void awaitClosing() throws IOException {
    try {
      if (!closing.await(60, TimeUnit.SECONDS)) {
        throw new IOException("nobody has closed the server");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

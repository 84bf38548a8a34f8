package org.imageengine.distributors.upload;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Extent;
import org.imageengine.distributors.transfer.Retrying;
import org.imageengine.distributors.transfer.TransferProgress;

/**
 * A URL of any web server that takes files by PUT, as WebDAV and artifact servers do. The protocol
 * has no way to go on after a cut, so a new attempt sends all again; afterwards the length that the
 * server tells is compared.
 */
public final class HttpPutDestination implements VhdDestination {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration STALL = Duration.ofSeconds(120);
  // A server may copy the file to its place before it answers.
  private static final Duration ANSWER = Duration.ofMinutes(10);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final long POLL_MILLIS = 100;
  private static final int BUFFER = 1 << 20;

  private final URI uri;
  private final URI shown;
  private final Map<String, String> headers;
  private final Retrying retrying;
  private final HttpClient client;

  /**
   * A URL and how to be let in.
   *
   * @param uri with a query that may be a secret
   * @param headers are sent to this server alone, and never shown
   */
  public HttpPutDestination(URI uri, Map<String, String> headers) {
    this(uri, headers, new Retrying(FIRST_PAUSE));
  }

  /** A destination for tests. */
  HttpPutDestination(URI uri, Map<String, String> headers, Retrying retrying) {
    this.uri = uri;
    this.shown = URI.create(uri.getScheme() + "://" + host(uri) + uri.getRawPath());
    this.headers = Map.copyOf(headers);
    this.retrying = retrying;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  private static String host(URI uri) {
    String authority = String.valueOf(uri.getRawAuthority());
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  @Override
  public String describe() {
    return shown.toString();
  }

  @Override
  public void check() throws CatalogException, InterruptedException {
    int status =
        Uploads.tried(
            "Reaching " + shown,
            Retrying.ONCE,
            TransferProgress.NONE,
            progress -> head().statusCode());
    if (status == 401 || status == 403) {
      throw refused(status);
    }
    if (status == 200) {
      throw Uploads.exists(shown.toString());
    }
  }

  private HttpResponse<Void> head() throws IOException, CatalogException, InterruptedException {
    HttpRequest request =
        request().method("HEAD", HttpRequest.BodyPublishers.noBody()).timeout(STALL).build();
    HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
    if (answer.statusCode() >= 500 && answer.statusCode() != 501) {
      throw new IOException("the server answers " + answer.statusCode());
    }
    return answer;
  }

  private HttpRequest.Builder request() throws CatalogException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      try {
        request.setHeader(header.getKey(), header.getValue());
      } catch (IllegalArgumentException e) {
        // Not as the cause: its message holds the value.
        throw new CatalogException(
            CatalogException.Code.INVALID_NAME,
            "The credential for "
                + shown
                + " holds characters that no request may have; look at its secret.");
      }
    }
    return request;
  }

  @Override
  public void upload(Path vhd, List<Extent> data, String dataSha256, TransferProgress progress)
      throws CatalogException, InterruptedException {
    Uploads.tried(
        "Uploading to " + shown,
        retrying,
        progress,
        attempt -> {
          put(vhd, attempt);
          compare(Files.size(vhd));
          attempt.at(Files.size(vhd), Files.size(vhd));
          return true;
        });
  }

  private void put(Path vhd, TransferProgress progress)
      throws IOException, CatalogException, InterruptedException {
    long size = Files.size(vhd);
    Counting sent = new Counting(size);
    HttpRequest.BodyPublisher body =
        HttpRequest.BodyPublishers.fromPublisher(
            HttpRequest.BodyPublishers.ofInputStream(() -> sent.open(vhd)), size);
    HttpRequest request =
        request()
            .header("Content-Type", "application/octet-stream")
            .header("If-None-Match", "*")
            .PUT(body)
            .build();
    int status =
        await(client.sendAsync(request, HttpResponse.BodyHandlers.discarding()), sent, progress)
            .statusCode();
    if (status == 412) {
      throw Uploads.exists(shown.toString());
    }
    if (status == 408 || status == 429 || status >= 500) {
      throw new IOException("the server answers " + status);
    }
    if (status < 200 || status >= 300) {
      throw refused(status);
    }
  }

  /** Waits as long as bytes go over, and for the answer when all have. */
  private static <T> T await(CompletableFuture<T> answer, Counting sent, TransferProgress progress)
      throws IOException, InterruptedException {
    try {
      while (true) {
        try {
          return answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          progress.at(sent.done, sent.size);
          Duration limit = sent.isAll() ? ANSWER : STALL;
          if (sent.silence().compareTo(limit) > 0) {
            throw new IOException(
                "the server "
                    + (sent.isAll() ? "did not answer" : "took no byte")
                    + " for "
                    + limit.toSeconds()
                    + " s",
                e);
          }
        }
      }
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e.getCause());
    } finally {
      // Does nothing to a request that has its answer.
      answer.cancel(true);
    }
  }

  /** A server that answers no HEAD has at least said that it took the file. */
  private void compare(long size) throws IOException, CatalogException, InterruptedException {
    HttpResponse<Void> answer = head();
    OptionalLong there = answer.headers().firstValueAsLong("Content-Length");
    if (answer.statusCode() == 200 && there.isPresent() && there.getAsLong() != size) {
      throw new CatalogException(
          CatalogException.Code.MISMATCH,
          String.format(
              "%s is %d bytes long after the upload, and should be %d.",
              shown, there.getAsLong(), size));
    }
  }

  private CatalogException refused(int status) {
    boolean isPermission = status == 401 || status == 403;
    String advice =
        isPermission
            ? "check the credential that the template's identity is mapped to"
            : status == 404 || status == 409
                ? "the folder may not exist there"
                : status == 405 || status == 501
                    ? "it takes no files by PUT"
                    : "nothing was stored";
    return new CatalogException(
        isPermission ? CatalogException.Code.NO_PERMISSION : CatalogException.Code.IO,
        String.format("The server of %s answers %d: %s.", shown, status, advice));
  }

  /** A server keeps nothing of a PUT that did not end. */
  @Override
  public void discard() {}

  /** Counts what is read of the file. */
  private static final class Counting {
    private final long size;
    private volatile long done;
    private volatile long last = System.nanoTime();

    private Counting(long size) {
      this.size = size;
    }

    InputStream open(Path file) {
      try {
        done = 0;
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        return new FilterInputStream(in) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count > 0) {
              done += count;
              last = System.nanoTime();
            }
            return count;
          }
        };
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean isAll() {
      return done == size;
    }

    Duration silence() {
      return Duration.ofNanos(System.nanoTime() - last);
    }
  }
}

package org.imageengine.provisioners;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Fetches scripts and files over http and https, or from a file of this host, and checks their
 * SHA-256 on the way. The target appears whole and checked, or not at all.
 */
public final class ContentFetcher {
  private static final int ATTEMPTS = 4;
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long MOST_BYTES = 2L << 30;
  private static final int BUFFER = 64 << 10;

  /**
   * Fetches {@code uri} to {@code target}.
   *
   * @param sha256 what the content must have, in any letter case
   * @param credential what is shown to the server
   * @throws ProvisionException FETCH_FAILED or CHECKSUM_MISMATCH
   */
  public FetchedContent fetch(
      URI uri, Optional<String> sha256, FetchCredential credential, Path target, Duration limit)
      throws ProvisionException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    Path aside = target.resolveSibling(target.getFileName() + ".partial");
    try {
      FetchedContent content =
          "file".equals(uri.getScheme())
              ? copy(uri, aside)
              : download(uri, credential, aside, end, limit);
      if (sha256.isPresent() && !sha256.get().equalsIgnoreCase(content.sha256())) {
        throw new ProvisionException(
            ProvisionException.Code.CHECKSUM_MISMATCH,
            String.format(
                "What is at %s has the SHA-256 %s, not %s.",
                Uris.redacted(uri), content.sha256(), sha256.get().toLowerCase(Locale.ROOT)));
      }
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
      return new FetchedContent(target, content.sizeBytes(), content.sha256());
    } catch (IOException e) {
      throw failed(uri, String.valueOf(e.getMessage()), e);
    } finally {
      deleteQuietly(aside);
    }
  }

  private static FetchedContent copy(URI uri, Path aside)
      throws IOException, ProvisionException, InterruptedException {
    Path file;
    try {
      file = Path.of(uri);
    } catch (IllegalArgumentException e) {
      throw failed(uri, "it is not a file of this host (" + e.getMessage() + ")", e);
    }
    if (Files.isDirectory(file)) {
      throw failed(uri, "it is a directory", null);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return store(uri, in, aside);
    } catch (NoSuchFileException e) {
      throw failed(uri, "there is no such file", e);
    }
  }

  private static FetchedContent download(
      URI uri, FetchCredential credential, Path aside, long end, Duration limit)
      throws IOException, ProvisionException, InterruptedException {
    long pause = FIRST_PAUSE_MILLIS;
    for (int attempt = 1; ; attempt++) {
      String problem;
      Exception cause = null;
      try {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
          throw failed(uri, "it took longer than " + limit.toSeconds() + " s", null);
        }
        HttpResponse<InputStream> response = new HttpFetch(uri, credential).send(left);
        try (InputStream body = response.body();
            ReadDeadline deadline = new ReadDeadline(body, left)) {
          if (response.statusCode() == 200) {
            return store(uri, body, aside, deadline, limit);
          }
        }
        problem = "the server answers " + response.statusCode();
        if (response.statusCode() == 401 || response.statusCode() == 403) {
          problem += ": it wants another credential, or a template identity that has one";
        }
        if (response.statusCode() < 500 && response.statusCode() != 429) {
          throw failed(uri, problem, null);
        }
      } catch (HttpTimeoutException | ConnectException e) {
        problem =
            e instanceof ConnectException ? "nobody answers there" : "the server does not answer";
        cause = e;
      } catch (IOException e) {
        problem = "the connection broke (" + e.getMessage() + ")";
        cause = e;
      } catch (IllegalArgumentException e) {
        throw failed(uri, "it is not a usable URI (" + e.getMessage() + ")", e);
      }
      if (attempt == ATTEMPTS) {
        throw failed(uri, problem + " (" + ATTEMPTS + " attempts)", cause);
      }
      Thread.sleep(pause);
      pause *= 2;
    }
  }

  private static FetchedContent store(
      URI uri, InputStream body, Path aside, ReadDeadline deadline, Duration limit)
      throws IOException, ProvisionException, InterruptedException {
    try {
      return store(uri, body, aside);
    } catch (IOException e) {
      if (deadline.passed()) {
        throw failed(uri, "it took longer than " + limit.toSeconds() + " s", e);
      }
      throw e;
    }
  }

  private static FetchedContent store(URI uri, InputStream in, Path aside)
      throws IOException, ProvisionException, InterruptedException {
    MessageDigest digest = sha256();
    long size = 0;
    try (OutputStream out = Files.newOutputStream(aside)) {
      byte[] buffer = new byte[BUFFER];
      int read;
      while ((read = in.read(buffer)) >= 0) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        size += read;
        if (size > MOST_BYTES) {
          throw failed(uri, "it is larger than " + (MOST_BYTES >> 30) + " GiB", null);
        }
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    return new FetchedContent(aside, size, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static ProvisionException failed(URI uri, String why, Exception cause) {
    return new ProvisionException(
        ProvisionException.Code.FETCH_FAILED,
        "Fetching " + Uris.redacted(uri) + " failed: " + why + ".",
        cause);
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It lies in the work directory of the run, which is removed as a whole.
      return;
    }
  }
}

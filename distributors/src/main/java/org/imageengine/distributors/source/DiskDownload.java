package org.imageengine.distributors.source;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.transfer.TransferProgress;

/**
 * Fetches disks over http and https. What an attempt that was cut off has left is gone on from,
 * also after a kill, if the server still has the same content and can send a part of it; otherwise
 * the file is fetched anew.
 *
 * <p>The caller compares the digest: a power cut may have left bytes that were never written.
 */
public final class DiskDownload {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
  private static final long PROGRESS_STEP = 1 << 20;

  private final HttpReader reader;
  private final Duration firstPause;

  /** A download that waits 60 s for a server that says nothing. */
  public DiskDownload() {
    this(new HttpReader(), Attempts.FIRST_PAUSE);
  }

  /**
   * A download for tests.
   *
   * @param firstPause the pause after the first failure; each further one is twice as long
   */
  DiskDownload(HttpReader reader, Duration firstPause) {
    this.reader = reader;
    this.firstPause = firstPause;
  }

  /**
   * Fetches {@code uri} to a file of the same name in {@code directory}; one that is there is
   * replaced at the end. Until then there are {@code name.partial} and {@code name.partial.json};
   * after a failure they stay, if a later attempt can go on with them.
   *
   * @param headers for the host of {@code uri} alone, such as credentials; no message shows them
   * @param limit for all attempts together
   * @param progress its total is -1 where the server does not tell it
   * @throws CatalogException INVALID_NAME of a URL that cannot be used; NOT_FOUND; NO_PERMISSION;
   *     IN_USE while another download to the same file is going on; NO_ROOM; or IO
   */
  public DownloadedDisk fetch(
      URI uri,
      Map<String, String> headers,
      Path directory,
      Duration limit,
      TransferProgress progress)
      throws CatalogException, InterruptedException {
    HttpSource source = HttpSource.of(uri, headers);
    Deadline deadline = Deadline.in(limit);
    Attempts attempts = new Attempts(source, deadline, firstPause);
    try (PartialFile partial = PartialFile.open(directory.resolve(source.fileName()))) {
      long furthest = partial.length();
      while (true) {
        try {
          attempt(source, partial, deadline, progress);
          return partial.finish();
        } catch (ServerTrouble e) {
          if (partial.length() > furthest) {
            furthest = partial.length();
            attempts.cameFurther();
          }
          attempts.pauseAfter(e);
        }
      }
    }
  }

  /** Gets all that is missing. */
  private void attempt(
      HttpSource source, PartialFile partial, Deadline deadline, TransferProgress progress)
      throws ServerTrouble, CatalogException, InterruptedException {
    Optional<DownloadState> known = goOnFrom(source, partial);
    Map<String, String> range =
        known.isEmpty()
            ? Map.of()
            : Map.of(
                "Range", "bytes=" + partial.length() + "-", "If-Range", known.get().validator());
    HttpResponse<HttpBody> answer = reader.get(source, range, deadline);
    try (HttpBody body = answer.body()) {
      long total = begin(source, partial, known, answer);
      receive(body, partial, total, deadline, progress);
    }
  }

  /** Cuts what is there to what can be gone on from, and tells what it is a part of. */
  private static Optional<DownloadState> goOnFrom(HttpSource source, PartialFile partial)
      throws CatalogException, InterruptedException {
    Optional<DownloadState> known =
        partial.state().filter(state -> state.url().equals(source.describe()));
    if (known.isEmpty()) {
      return known;
    }
    long total = known.get().totalBytes();
    if (total >= 0) {
      if (total <= 1 || partial.length() > total) {
        return Optional.empty();
      }
      // The last byte is asked for again: no server can say of nothing whether it is unchanged.
      partial.cutTo(Math.min(partial.length(), total - 1));
    }
    partial.digestAll();
    return known;
  }

  /**
   * Brings the part to where the answer begins.
   *
   * @return the length of the whole, or -1
   */
  private static long begin(
      HttpSource source,
      PartialFile partial,
      Optional<DownloadState> known,
      HttpResponse<HttpBody> answer)
      throws ServerTrouble, CatalogException {
    int status = answer.statusCode();
    HttpHeaders headers = answer.headers();
    if (status == 200) {
      long total = headers.firstValueAsLong("Content-Length").orElse(-1);
      partial.startOver(DownloadState.of(source.describe(), headers, total));
      return total;
    }
    if (known.isPresent() && status == 206 && fits(known.get(), partial.length(), headers)) {
      return known.get().totalBytes();
    }
    if (known.isPresent() && (status == 206 || status == 416)) {
      partial.startOver(Optional.empty());
      throw new ServerTrouble("the server could not send the rest of what it had sent before");
    }
    throw source.refused(status);
  }

  private static boolean fits(DownloadState known, long from, HttpHeaders headers) {
    Matcher range = CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
    if (!range.matches() || Long.parseLong(range.group(1)) != from) {
      return false;
    }
    boolean isSameTag =
        !known.validator().startsWith("\"")
            || headers.firstValue("ETag").map(known.validator()::equals).orElse(true);
    boolean isSameLength =
        known.totalBytes() < 0
            || range.group(3).equals("*")
            || Long.parseLong(range.group(3)) == known.totalBytes();
    return isSameTag && isSameLength;
  }

  private void receive(
      HttpBody body, PartialFile partial, long total, Deadline deadline, TransferProgress progress)
      throws ServerTrouble, CatalogException, InterruptedException {
    long told = partial.length();
    progress.at(told, total);
    while (true) {
      Optional<List<ByteBuffer>> bytes = body.next(reader.patience(deadline));
      if (bytes.isEmpty()) {
        break;
      }
      for (ByteBuffer buffer : bytes.get()) {
        partial.append(buffer);
      }
      if (partial.length() - told >= PROGRESS_STEP) {
        told = partial.length();
        progress.at(told, total);
      }
    }
    if (total >= 0 && partial.length() != total) {
      throw new ServerTrouble(
          String.format("the connection ended after %d of %d bytes", partial.length(), total));
    }
    progress.at(partial.length(), total);
  }
}

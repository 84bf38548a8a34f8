package org.imageengine.distributors.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.imageengine.distributors.Durable;

/**
 * What a part of a download is a part of; it lies beside the part as JSON.
 *
 * @param url without anything that may be a secret
 * @param validator the entity tag or the date of last change, as the server wrote it; only with the
 *     same one does what follows fit the part
 * @param totalBytes length of the whole, -1 where the server does not tell it
 */
record DownloadState(String url, String validator, long totalBytes) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The state of an answer that sends all; nothing if the server says nothing to go on by. */
  static Optional<DownloadState> of(String url, HttpHeaders headers, long totalBytes) {
    return validator(headers).map(validator -> new DownloadState(url, validator, totalBytes));
  }

  private static Optional<String> validator(HttpHeaders headers) {
    Optional<String> tag = headers.firstValue("ETag").filter(value -> value.startsWith("\""));
    if (tag.isPresent()) {
      return tag;
    }
    // A weak tag may stay the same when bytes change, and so may a date that is only just over.
    Optional<String> changed = headers.firstValue("Last-Modified");
    Optional<Instant> at = changed.flatMap(DownloadState::instant);
    Optional<Instant> now = headers.firstValue("Date").flatMap(DownloadState::instant);
    return at.isPresent() && now.isPresent() && at.get().isBefore(now.get())
        ? changed
        : Optional.empty();
  }

  private static Optional<Instant> instant(String date) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What lies in a file; nothing if there is no state, or it cannot be read. */
  static Optional<DownloadState> read(Path file) {
    try {
      DownloadState state = MAPPER.readValue(Files.readAllBytes(file), DownloadState.class);
      boolean isWhole = state != null && state.url() != null && state.validator() != null;
      return isWhole ? Optional.of(state) : Optional.empty();
    } catch (IOException e) {
      // The download starts over, which is always right.
      return Optional.empty();
    }
  }

  /** Writes it whole or not at all. */
  void write(Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    Files.write(aside, MAPPER.writeValueAsBytes(this));
    Durable.sync(aside);
    Durable.rename(aside, file);
  }
}

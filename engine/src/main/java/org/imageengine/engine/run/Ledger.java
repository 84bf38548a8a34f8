package org.imageengine.engine.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The list of what a run owns, on disk before the thing itself exists. So the same undoing serves
 * for success, failure, cancel and, read back by the next process, for a crash.
 *
 * <p>The file holds one JSON object a line, {@code {"own":…}} or {@code {"release":…}}. A line that
 * a crash cut short is ignored: what it would have announced was not made yet.
 */
public final class Ledger {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Undoes one thing; doing so again, or after it is gone, must do nothing. */
  public interface Undo {
    void undo(Owned owned) throws Exception;
  }

  private record Line(@JsonProperty("own") Owned own, @JsonProperty("release") Owned release) {}

  private final Path file;
  private final Deque<Owned> owned = new ArrayDeque<>();

  private Ledger(Path file) {
    this.file = file;
  }

  /** Opens the ledger of a run; the file need not exist. */
  public static Ledger open(Path file) throws IOException {
    Ledger ledger = new Ledger(file);
    if (Files.exists(file)) {
      String all = Files.readString(file);
      all.lines().forEach(ledger::replay);
      if (!all.endsWith("\n")) {
        // Cut short by a crash: what follows must not be glued to it.
        Files.writeString(file, "\n", StandardOpenOption.APPEND);
      }
    }
    return ledger;
  }

  private void replay(String text) {
    try {
      Line line = JSON.readValue(text, Line.class);
      if (line.own() != null) {
        owned.push(line.own());
      } else if (line.release() != null) {
        owned.remove(line.release());
      }
    } catch (JsonProcessingException e) {
      // Cut short by a crash, see above.
      return;
    }
  }

  /** Says that {@code thing} is about to be made. */
  public synchronized void own(Owned thing) throws IOException {
    append(new Line(thing, null));
    owned.push(thing);
  }

  /** Undoes {@code thing} now. */
  public synchronized void release(Owned thing, Undo undo) throws Exception {
    undo.undo(thing);
    handOver(thing);
  }

  /** Stops owning {@code thing} without undoing it: it belongs to somebody else from now on. */
  public synchronized void handOver(Owned thing) throws IOException {
    append(new Line(null, thing));
    owned.remove(thing);
  }

  public synchronized boolean isEmpty() {
    return owned.isEmpty();
  }

  /**
   * Undoes everything, the last made first. One failure does not keep the rest from being undone;
   * what could not be undone stays in the ledger for the next attempt.
   *
   * @return the failures
   */
  public synchronized List<Exception> unwind(Undo undo) {
    List<Exception> failures = new ArrayList<>();
    for (Owned thing : List.copyOf(owned)) {
      try {
        release(thing, undo);
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        failures.add(e);
      }
    }
    return failures;
  }

  private void append(Line line) throws IOException {
    Files.writeString(
        file,
        JSON.writeValueAsString(line) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}

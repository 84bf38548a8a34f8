package org.imageengine.engine.build;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.imageengine.engine.run.Phase;
import org.imageengine.engine.run.RunDirectory;

/**
 * Writes what happens to the files of a run: the guest's output and the engine's notes to {@code
 * customization.log} (of the validation VM to {@code validation.log}), and everything but the
 * output to {@code events.jsonl}. Every line is on disk as soon as it is said.
 */
final class EventLog implements BuildListener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Writer customization;
  private final Path validationFile;
  private Writer validation;
  private final Writer events;

  EventLog(RunDirectory run) throws IOException {
    customization = open(run.customizationLog());
    events = open(run.events());
    validationFile = run.validationLog();
  }

  private static Writer open(Path file) throws IOException {
    return Files.newBufferedWriter(
        file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Override
  public void phaseStarted(Phase phase) {
    log(phase, "", "==> " + phase.title());
    event("phaseStarted", phase).write();
  }

  @Override
  public void phaseEnded(Phase phase, Duration took) {
    event("phaseEnded", phase).put("seconds", seconds(took)).write();
  }

  @Override
  public void stepStarted(Phase phase, int number, int count, String name) {
    log(phase, name, String.format("--> step %d of %d", number, count));
    event("stepStarted", phase).put("step", name).put("number", number).write();
  }

  @Override
  public void stepEnded(Phase phase, int number, int count, String name, Duration took) {
    log(phase, name, String.format("<-- done in %.1f s", seconds(took)));
    event("stepEnded", phase)
        .put("step", name)
        .put("number", number)
        .put("seconds", seconds(took))
        .write();
  }

  @Override
  public void bootReused(String runId, double seconds) {
    log(Phase.BOOTING, "", "the booted guest is reused from run " + runId);
    event("bootReused", Phase.BOOTING).put("runId", runId).put("secondsSaved", seconds).write();
  }

  @Override
  public void stepReused(
      Phase phase, int number, int count, String name, String runId, double seconds) {
    log(phase, name, "reused from run " + runId);
    event("stepReused", phase)
        .put("step", name)
        .put("number", number)
        .put("runId", runId)
        .put("secondsSaved", seconds)
        .write();
  }

  @Override
  public void output(Phase phase, String step, String line) {
    log(phase, step, line);
  }

  @Override
  public void note(Phase phase, String text) {
    log(phase, "", text);
    event("note", phase).put("text", text).write();
  }

  @Override
  public void warning(Phase phase, String text) {
    log(phase, "", "[WARNING] " + text);
    event("warning", phase).put("text", text).write();
  }

  /** An error, in the log of the phase it belongs to. */
  void error(Phase phase, String text) {
    log(phase, "", "[ERROR] " + text);
    event("error", phase).put("text", text).write();
  }

  private static double seconds(Duration duration) {
    return Math.round(duration.toMillis() / 10.0) / 100.0;
  }

  private synchronized void log(Phase phase, String step, String text) {
    try {
      Writer writer = phase == Phase.VALIDATING ? validation() : customization;
      String prefix = Instant.now().toString() + " " + (step.isEmpty() ? "" : "[" + step + "] ");
      for (String line : text.split("\n", -1)) {
        writer.write(prefix + line + "\n");
      }
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Writer validation() throws IOException {
    if (validation == null) {
      validation = open(validationFile);
    }
    return validation;
  }

  private Event event(String name, Phase phase) {
    return new Event(JSON.createObjectNode()).put("event", name).put("phase", phase.title());
  }

  /** One line of events.jsonl in the making. */
  private final class Event {
    private final ObjectNode node;

    Event(ObjectNode node) {
      this.node = node.put("time", Instant.now().toString());
    }

    Event put(String key, String value) {
      node.put(key, value);
      return this;
    }

    Event put(String key, double value) {
      node.put(key, value);
      return this;
    }

    void write() {
      synchronized (EventLog.this) {
        try {
          events.write(node + "\n");
          events.flush();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (customization;
        events;
        Writer last = validation) {
      customization.flush();
    }
  }
}

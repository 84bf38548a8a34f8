package org.imageengine.engine.run;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.text.Suggestions;

/** The runs on disk, {@code $ENGINE_HOME/runs}; several processes may use it at once. */
public final class RunStore {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Path runs;

  public RunStore(Path runs) {
    this.runs = runs;
  }

  /** A new run, and the lock that says it is being worked on. */
  public record NewRun(RunDirectory directory, RunLock lock) {}

  /** Makes the directory of a new run; it appears under its name only when its lock is held. */
  public NewRun create() throws IOException {
    Files.createDirectories(runs);
    String id = RunIds.next(Instant.now());
    Path aside = Files.createDirectory(runs.resolve("." + id));
    RunDirectory directory = new RunDirectory(runs.resolve(id));
    // The lock is on the file, not on its name, so it is kept through the rename. Taken first, it
    // keeps a reaper in another process from believing the run was left behind.
    RunLock lock =
        RunLock.tryAcquire(aside.resolve("lock"))
            .orElseThrow(() -> new IOException("the lock of a new run is taken: " + aside));
    Files.move(aside, directory.path());
    Files.createDirectories(directory.outputs());
    return new NewRun(directory, lock);
  }

  /** Writes the record of a run, whole or not at all. */
  public static void save(RunDirectory directory, RunRecord record) throws IOException {
    AtomicFiles.write(directory.record(), JSON.writeValueAsBytes(record));
  }

  /** Writes the record of one output. */
  public static void saveOutput(RunDirectory directory, RunOutput output) throws IOException {
    AtomicFiles.write(
        directory.outputs().resolve(output.name() + ".json"), JSON.writeValueAsBytes(output));
  }

  /** The record of a run; empty where there is none yet, or it cannot be read. */
  public static Optional<RunRecord> load(RunDirectory directory) {
    try {
      return Optional.of(JSON.readValue(directory.record().toFile(), RunRecord.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether there is a run of exactly that ID. */
  public boolean isThere(String runId) {
    return Files.isDirectory(runs.resolve(runId));
  }

  /** All runs, the newest last. */
  public List<RunDirectory> list() throws IOException {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    List<RunDirectory> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(runs)) {
      entries
          .filter(Files::isDirectory)
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted(Comparator.comparing(Path::getFileName))
          .forEach(path -> found.add(new RunDirectory(path)));
    }
    return found;
  }

  /**
   * The run with that ID, with an ID that begins so, or the newest for {@code latest}.
   *
   * @throws EngineException if there is none, or more than one
   */
  public RunDirectory find(String name) throws IOException, EngineException {
    List<RunDirectory> all = list();
    if (name.equals("latest") && !all.isEmpty()) {
      return all.get(all.size() - 1);
    }
    List<RunDirectory> matching =
        all.stream().filter(run -> !name.isEmpty() && run.runId().startsWith(name)).toList();
    if (matching.size() == 1) {
      return matching.get(0);
    }
    if (matching.size() > 1) {
      throw new EngineException(
          ErrorKind.USER,
          "AmbiguousRun",
          matching.size() + " runs begin with \"" + name + "\".",
          "Give more of the ID: "
              + String.join(", ", matching.stream().map(RunDirectory::runId).toList()));
    }
    throw new EngineException(
        ErrorKind.USER,
        "RunNotFound",
        "There is no run \"" + name + "\".",
        Suggestions.nearest(name, all.stream().map(RunDirectory::runId).toList())
            .map(near -> "Did you mean " + near + "?")
            .orElse("See: engine runs list"));
  }

  /** Removes a run's directory; what it owns must have been undone before. */
  public static void remove(RunDirectory directory) throws IOException {
    Trees.delete(directory.path());
  }

  Path path() {
    return runs;
  }
}

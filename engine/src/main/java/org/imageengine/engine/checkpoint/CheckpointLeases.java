package org.imageengine.engine.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What runs work on, a file for each run: lines of a kind and a name. */
final class CheckpointLeases {
  private final Path directory;
  private final Predicate<String> isRun;

  CheckpointLeases(Path directory, Predicate<String> isRun) {
    this.directory = directory;
    this.isRun = isRun;
  }

  private Path lease(String runId) {
    return directory.resolve(runId);
  }

  boolean has(String runId) {
    return Files.exists(lease(runId));
  }

  void add(String runId, List<String> lines) throws IOException {
    Path lease = lease(runId);
    List<String> all = new ArrayList<>(Files.exists(lease) ? Files.readAllLines(lease) : List.of());
    all.addAll(lines);
    Path aside = lease.resolveSibling("." + runId + ".new");
    Files.write(aside, all);
    Files.move(aside, lease, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void remove(String runId) throws IOException {
    Files.deleteIfExists(lease(runId));
  }

  /** Removes those of runs that are gone. */
  void removeLeft() throws IOException {
    for (Path lease : CheckpointStore.entries(directory)) {
      if (!isRun.test(lease.getFileName().toString())) {
        Files.deleteIfExists(lease);
      }
    }
  }

  /** All of a kind that runs work on. */
  Set<String> names(String kind) throws IOException {
    Set<String> names = new HashSet<>();
    for (Path lease : CheckpointStore.entries(directory)) {
      if (isRun.test(lease.getFileName().toString())) {
        Files.readAllLines(lease).stream()
            .filter(line -> line.startsWith(kind))
            .forEach(line -> names.add(line.substring(kind.length())));
      }
    }
    return names;
  }
}

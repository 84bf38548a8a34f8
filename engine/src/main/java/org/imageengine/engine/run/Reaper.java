package org.imageengine.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.imageengine.hypervisor.Hypervisor;
import org.imageengine.hypervisor.OwnedDomain;

/**
 * Removes what runs have left whose process ended before they did ({@code kill -9}, a second
 * Ctrl-C, a power cut). A run is left behind when it says it is running, or still owns something,
 * and no living process holds its lock.
 */
public final class Reaper {
  private static final Duration YOUNG = Duration.ofMinutes(1);

  private final RunStore store;
  private final Ledger.Undo undo;

  public Reaper(RunStore store, Ledger.Undo undo) {
    this.store = store;
    this.undo = undo;
  }

  /** A run that was left behind, and what could not be removed of it. */
  public record Reaped(String runId, List<Exception> failures) {}

  /** Looks at every run; those that are being worked on, or are kept on purpose, are let be. */
  public List<Reaped> reap() throws IOException {
    List<Reaped> reaped = new ArrayList<>();
    for (RunDirectory run : store.list()) {
      if (mayBeLeft(run)) {
        reap(run).ifPresent(reaped::add);
      }
    }
    removeHalfMade();
    return reaped;
  }

  private static boolean mayBeLeft(RunDirectory run) {
    // Most runs ended well: no lock file, no ledger, one look each.
    return Files.exists(run.lock()) || Files.exists(run.ledger());
  }

  private Optional<Reaped> reap(RunDirectory run) throws IOException {
    Optional<RunLock> lock = RunLock.tryAcquire(run.lock());
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    try (RunLock held = lock.get()) {
      Optional<RunRecord> record = RunStore.load(run);
      Ledger ledger = Ledger.open(run.ledger());
      boolean ended = record.isPresent() && record.get().runState().isFinal();
      if (ended && record.get().kept() != null) {
        return Optional.empty();
      }
      List<Exception> failures = ledger.unwind(undo);
      if (record.isEmpty()) {
        RunStore.remove(run);
      } else if (!ended) {
        RunStore.save(run, abandoned(record.get()));
      }
      if (failures.isEmpty() && record.isPresent()) {
        Files.deleteIfExists(run.ledger());
        Files.deleteIfExists(run.lock());
      }
      return Optional.of(new Reaped(run.runId(), failures));
    }
  }

  private static RunRecord abandoned(RunRecord record) {
    boolean canceled = record.runState() == RunState.Canceling;
    return new RunRecord(
        record.runId(),
        canceled ? RunState.Canceled : RunState.Failed,
        record.runSubState(),
        canceled
            ? "Canceled; the engine was stopped before it had cleaned up."
            : "The engine ended before the build did.",
        canceled ? "Canceled" : "EngineEnded",
        record.startTime(),
        Instant.now().toString(),
        record.template(),
        record.templateFile(),
        record.source(),
        record.sourceSha256(),
        record.accelerator(),
        record.phases(),
        record.steps(),
        record.runOutputs(),
        null);
  }

  /**
   * Removes VMs of this state directory whose run is not there any more, as when somebody has
   * removed its directory by hand.
   *
   * @return the names of the VMs
   */
  public List<String> removeOrphans(Hypervisor hypervisor, Path home) throws Exception {
    List<String> removed = new ArrayList<>();
    for (OwnedDomain domain : hypervisor.owned()) {
      boolean ours = domain.tag().engineHome().equals(home);
      if (ours && !Files.exists(store.path().resolve(domain.tag().runId()))) {
        undo.undo(new Owned.Domain(domain.name()));
        removed.add(domain.name());
      }
    }
    return removed;
  }

  /** Directories whose making was cut short, before they got their name. */
  private void removeHalfMade() throws IOException {
    if (!Files.isDirectory(store.path())) {
      return;
    }
    try (Stream<Path> entries = Files.list(store.path())) {
      for (Path path : entries.filter(p -> p.getFileName().toString().startsWith(".")).toList()) {
        if (Files.getLastModifiedTime(path).toInstant().isAfter(Instant.now().minus(YOUNG))) {
          // Perhaps another process is about to lock it.
          continue;
        }
        Optional<RunLock> lock = RunLock.tryAcquire(path.resolve("lock"));
        if (lock.isPresent()) {
          try (RunLock held = lock.get()) {
            Trees.delete(path);
          }
        }
      }
    }
  }
}

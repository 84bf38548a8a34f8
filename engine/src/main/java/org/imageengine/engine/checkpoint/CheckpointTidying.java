package org.imageengine.engine.checkpoint;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps the store of checkpoints within its budget beside a build: to compress the states of others
 * takes seconds, which the next step need not wait for.
 */
public final class CheckpointTidying implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(30);

  private final CheckpointStore store;
  private final CheckpointBudget budget;
  private final Consumer<String> notes;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "tidy-checkpoints");
            thread.setDaemon(true);
            return thread;
          });
  private boolean isRequested;

  /**
   * For one build.
   *
   * @param notes are told what was removed, also from another thread
   */
  public CheckpointTidying(CheckpointStore store, CheckpointBudget budget, Consumer<String> notes) {
    this.store = store;
    this.budget = budget;
    this.notes = notes;
  }

  /** There is one more checkpoint. */
  public void request() {
    isRequested = true;
    worker.execute(() -> tidy(store::prune));
  }

  private interface Pruning {
    List<Checkpoint> prune(long budgetBytes, Instant notUsedSince)
        throws IOException, InterruptedException;
  }

  private void tidy(Pruning pruning) {
    try {
      long most = budget.bytes(store.sizeBytes());
      for (Checkpoint removed : pruning.prune(most, Instant.EPOCH)) {
        notes.accept(
            "Removed the checkpoint "
                + removed.shortKey()
                + " ("
                + removed.title()
                + " of run "
                + removed.runId()
                + "), to stay within cache.size");
      }
    } catch (IOException e) {
      // An interrupt in the middle of a file comes as one of these, too.
      if (!Thread.currentThread().isInterrupted()) {
        notes.accept("Checkpoints may take more than cache.size: " + e.getMessage());
      }
    } catch (InterruptedException e) {
      // The build is over or canceled; what is left to do, the next one does.
      Thread.currentThread().interrupt();
    }
  }

  /** The build is over and waits no longer: what is too much now goes as it is. */
  @Override
  public void close() {
    worker.shutdownNow();
    if (!isRequested) {
      return;
    }
    // Also a build that is canceled leaves no half file.
    boolean isInterrupted = Thread.interrupted();
    try {
      if (worker.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        tidy(store::evict);
      } else {
        notes.accept("Checkpoints may take more than cache.size: one is still being compressed");
      }
    } catch (InterruptedException e) {
      isInterrupted = true;
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

package org.imageengine.engine.checkpoint;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.io.file.PathUtils;
import org.imageengine.distributors.DirectoryLock;

/** Makes room in a store of checkpoints. */
final class CheckpointRoom {
  private final CheckpointStore store;
  private final CheckpointStore.Shrinker shrinker;

  CheckpointRoom(CheckpointStore store, CheckpointStore.Shrinker shrinker) {
    this.store = store;
    this.shrinker = shrinker;
  }

  /**
   * Shrinks and then removes checkpoints, those not used for longest first, until all of it takes
   * no more than a budget; those in use stay as they are.
   *
   * @param notUsedSince those used before then go in any case
   * @return what was removed
   */
  List<Checkpoint> prune(long budgetBytes, Instant notUsedSince)
      throws IOException, InterruptedException {
    shrink(budgetBytes, notUsedSince);
    return evict(budgetBytes, notUsedSince);
  }

  /** As {@link #prune}, but at once: nothing is shrunk. */
  List<Checkpoint> evict(long budgetBytes, Instant notUsedSince)
      throws IOException, InterruptedException {
    List<Checkpoint> removed = new ArrayList<>();
    if (!store.isThere()) {
      return removed;
    }
    try (DirectoryLock lock = store.lock()) {
      store.removeLeft();
      store.removeUnusedLayers();
      List<CheckpointStore.Kept> all = store.list();
      for (int index = all.size() - 1; index >= 0; index--) {
        CheckpointStore.Kept kept = all.get(index);
        boolean mustGo = kept.used().isBefore(notUsedSince) || store.sizeBytes() > budgetBytes;
        if (mustGo && !kept.isInUse() && removeIdle(kept.checkpoint().key())) {
          store.removeUnusedLayers();
          removed.add(kept.checkpoint());
        }
      }
    }
    return removed;
  }

  /** Leaves alone what somebody compresses right now: to wait for that would hold up all builds. */
  private boolean removeIdle(String key) throws IOException {
    Optional<DirectoryLock> idle = DirectoryLock.tryAcquire(store.files(key).directory());
    if (idle.isEmpty()) {
      return false;
    }
    try (DirectoryLock lock = idle.get()) {
      PathUtils.delete(store.files(key).directory());
      return true;
    }
  }

  /**
   * What would have to go is compressed instead: it still saves more than the half second that each
   * start from it then takes longer. Other builds go on meanwhile: only the state itself is locked.
   */
  private void shrink(long budgetBytes, Instant notUsedSince)
      throws IOException, InterruptedException {
    Set<String> tried = new HashSet<>();
    Optional<Checkpoint> next = nextToShrink(budgetBytes, notUsedSince, tried);
    while (next.isPresent()) {
      tried.add(next.get().key());
      shrink(next.get());
      next = nextToShrink(budgetBytes, notUsedSince, tried);
    }
  }

  /** Looked up anew each time: what was idle a moment ago may be in use now. */
  private Optional<Checkpoint> nextToShrink(
      long budgetBytes, Instant notUsedSince, Set<String> tried)
      throws IOException, InterruptedException {
    if (budgetBytes <= 0 || !store.isThere()) {
      return Optional.empty();
    }
    try (DirectoryLock lock = store.lock()) {
      if (store.sizeBytes() <= budgetBytes) {
        return Optional.empty();
      }
      return store.list().stream()
          .filter(kept -> !kept.isInUse() && !kept.used().isBefore(notUsedSince))
          .map(CheckpointStore.Kept::checkpoint)
          .filter(state -> state.kind() == Checkpoint.Kind.RUNNING && !tried.contains(state.key()))
          .reduce((newer, older) -> older);
    }
  }

  private void shrink(Checkpoint state) throws IOException, InterruptedException {
    CheckpointFiles files = store.files(state.key());
    try (DirectoryLock lock = store.lockMemory(files)) {
      if (shrinker.shrink(files.memory())) {
        store.writeRecord(files, state);
      }
    } catch (NoSuchFileException e) {
      // Somebody has removed it meanwhile, which is as good.
      return;
    }
  }
}

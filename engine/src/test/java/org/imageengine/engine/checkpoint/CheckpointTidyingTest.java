package org.imageengine.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three states of little more than 1 MiB each where there is room for 2 MiB. */
@Timeout(30)
class CheckpointTidyingTest {
  private static final long MOST = 2 << 20;

  @TempDir Path directory;
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);

  private CheckpointStore store(CheckpointStore.Shrinker shrinker) throws Exception {
    CheckpointStore store =
        new CheckpointStore(directory.resolve("checkpoints"), run -> true, shrinker);
    Path source = Files.writeString(directory.resolve("source.qcow2"), "source");
    for (int number = 1; number <= 3; number++) {
      Checkpoint kept =
          CheckpointStoreTest.keep(store, directory, source, "run-1", number, List.of());
      Files.setLastModifiedTime(
          directory.resolve("checkpoints").resolve(kept.key()).resolve("used"),
          FileTime.from(Instant.now().minusSeconds(100 - number)));
    }
    store.release("run-1");
    return store;
  }

  private CheckpointTidying tidying(CheckpointStore store) {
    return new CheckpointTidying(store, CheckpointBudget.of("2MiB", directory), notes::add);
  }

  @Test
  void compressesBesideTheBuildThatAsks() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CheckpointStore store =
        store(
            memory -> {
              // Only an interrupt, or who has asked and goes on, ends this.
              asked.await();
              return CheckpointStoreTest.truncate(memory);
            });
    try (CheckpointTidying tidying = tidying(store)) {
      tidying.request();
      asked.countDown();
      await(() -> store.sizeBytes() < MOST);
    }
    assertThat(store.list()).hasSize(3);
    assertThat(notes).isEmpty();
  }

  @Test
  void theEndOfABuildDoesNotWaitForIt() throws Exception {
    CheckpointStore store =
        store(
            memory -> {
              begun.countDown();
              new CountDownLatch(1).await();
              return false;
            });
    try (CheckpointTidying tidying = tidying(store)) {
      tidying.request();
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(store.list()).hasSize(1);
    assertThat(notes).hasSize(2).allMatch(note -> note.contains("to stay within cache.size"));
  }

  /** Two builds at once: one compresses what the other would remove. */
  @Test
  void theEndOfABuildDoesNotWaitForThatOfAnotherEither() throws Exception {
    CheckpointStore store =
        store(
            memory -> {
              begun.countDown();
              new CountDownLatch(1).await();
              return false;
            });
    try (CheckpointTidying other = tidying(store)) {
      other.request();
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

      assertThat(store.evict(1 << 20, Instant.EPOCH))
          .extracting(Checkpoint::key)
          .containsExactly(CheckpointStoreTest.key(2), CheckpointStoreTest.key(3));
    }
  }

  @Test
  void doesNothingUnasked() throws Exception {
    CheckpointStore store = store(memory -> false);
    tidying(store).close();
    assertThat(store.list()).hasSize(3);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  /** Bounded by the class's time-out. */
  private static void await(Condition condition) throws Exception {
    while (!condition.holds()) {
      Thread.sleep(10);
    }
  }
}

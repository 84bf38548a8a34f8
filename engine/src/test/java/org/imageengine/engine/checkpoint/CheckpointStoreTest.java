package org.imageengine.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  private static final long MIB = 1 << 20;

  @TempDir Path directory;
  private final Set<String> runs = new HashSet<>(Set.of("run-1", "run-2"));
  private CheckpointStore store;
  private Path source;

  @BeforeEach
  void open() throws Exception {
    store = new CheckpointStore(directory.resolve("checkpoints"), runs::contains, memory -> false);
    source = Files.writeString(directory.resolve("source.qcow2"), "source");
  }

  static String key(int number) {
    return String.format("%064x", number);
  }

  /** Leaves a state as a build does: a layer on those before it, and memory of 1 MiB. */
  private Checkpoint keep(String run, int number, List<String> below) throws Exception {
    return keep(store, directory, source, run, number, below);
  }

  static Checkpoint keep(
      CheckpointStore store,
      Path directory,
      Path source,
      String run,
      int number,
      List<String> below)
      throws Exception {
    CheckpointFiles files = store.begin(run, number);
    Path overlay = Files.write(directory.resolve("overlay-" + number), new byte[1000]);
    String layer = run + "-" + number + ".qcow2";
    store.addLayer(run, layer, overlay);
    Files.write(files.memory(), new byte[(int) MIB]);
    List<String> layers = new ArrayList<>(List.of(layer));
    layers.addAll(below);
    Checkpoint checkpoint =
        new Checkpoint(
            key(number),
            "after step " + number,
            number,
            run,
            "web",
            Instant.now().toString(),
            40,
            List.of(1.0),
            Checkpoint.Kind.RUNNING,
            layers,
            source.toString(),
            "user",
            "ssh-ed25519 AAAA",
            0);
    store.publish(files, checkpoint);
    return checkpoint;
  }

  private Optional<CheckpointStore.Found> take(int number, String run) throws Exception {
    return store.take(key(number), run, Instant.EPOCH);
  }

  private void used(int number, Duration ago) throws Exception {
    Files.setLastModifiedTime(
        directory.resolve("checkpoints").resolve(key(number)).resolve("used"),
        FileTime.from(Instant.now().minus(ago)));
  }

  @Test
  void whatWasKeptIsFoundByItsKey() throws Exception {
    assertThat(take(1, "run-2")).isEmpty();
    keep("run-1", 1, List.of());
    CheckpointStore.Found found = take(1, "run-2").orElseThrow();
    assertThat(found.checkpoint().title()).isEqualTo("after step 1");
    assertThat(found.checkpoint().sizeBytes()).isGreaterThan(MIB);
    assertThat(found.files().memory()).exists();
    assertThat(take(2, "run-2")).isEmpty();
  }

  @Test
  void onlyItsOwnerCanReadTheMemoryOfAGuest() throws Exception {
    keep("run-1", 1, List.of());
    assertThat(Files.getPosixFilePermissions(directory.resolve("checkpoints").resolve(key(1))))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void oldStatesAreNotTaken() throws Exception {
    keep("run-1", 1, List.of());
    assertThat(store.take(key(1), "run-2", Instant.now().plusSeconds(1))).isEmpty();
    assertThat(CheckpointStore.notBefore(Duration.ZERO)).isEqualTo(Instant.EPOCH);
  }

  @Test
  void aStateThatLacksAFileIsRemoved() throws Exception {
    Checkpoint one = keep("run-1", 1, List.of());
    Files.delete(store.layer(one.layers().get(0)));
    assertThat(take(1, "run-2")).isEmpty();
    assertThat(store.has(key(1))).isFalse();

    keep("run-1", 2, List.of());
    Files.delete(source);
    assertThat(take(2, "run-2")).isEmpty();
  }

  @Test
  void aRecordThatCannotBeReadIsAsIfItWereNotThere() throws Exception {
    keep("run-1", 1, List.of());
    Files.writeString(
        directory.resolve("checkpoints").resolve(key(1)).resolve("checkpoint.json"), "{");
    assertThat(take(1, "run-2")).isEmpty();
    assertThat(store.list()).isEmpty();
  }

  @Test
  void theFirstOfTwoWithTheSameKeyStays() throws Exception {
    keep("run-1", 1, List.of());
    keep("run-2", 1, List.of());
    assertThat(take(1, "run-1").orElseThrow().checkpoint().runId()).isEqualTo("run-1");
    store.release("run-2");
    assertThat(directory.resolve("checkpoints/layers/run-2-1.qcow2")).doesNotExist();
    assertThat(directory.resolve("checkpoints/layers/run-1-1.qcow2")).exists();
  }

  @Test
  void layersStayAsLongAsAStateLiesOnThem() throws Exception {
    Checkpoint one = keep("run-1", 1, List.of());
    Checkpoint two = keep("run-1", 2, one.layers());
    store.release("run-1");
    store.drop(one.key());
    assertThat(two.layers()).allSatisfy(layer -> assertThat(store.layer(layer)).exists());
    store.drop(two.key());
    assertThat(directory.resolve("checkpoints/layers")).isEmptyDirectory();
  }

  @Test
  void theOneNotUsedForLongestGoesFirstAndNeverOneInUse() throws Exception {
    for (int number = 1; number <= 4; number++) {
      keep("run-1", number, List.of());
    }
    store.release("run-1");
    used(1, Duration.ofDays(1));
    used(2, Duration.ofDays(4));
    used(3, Duration.ofDays(3));
    used(4, Duration.ofDays(2));
    assertThat(take(2, "run-2")).isPresent();
    used(2, Duration.ofDays(4));

    List<Checkpoint> removed = store.prune(2 * MIB + MIB / 2, Instant.EPOCH);

    assertThat(removed).extracting(Checkpoint::key).containsExactly(key(3), key(4));
    assertThat(store.list())
        .extracting(kept -> kept.checkpoint().key())
        .containsExactly(key(1), key(2));
    runs.remove("run-2");
    assertThat(store.prune(-1, Instant.EPOCH)).hasSize(2);
    assertThat(directory.resolve("checkpoints/layers")).isEmptyDirectory();
  }

  @Test
  void statesAreCompressedBeforeAnyGoes() throws Exception {
    List<String> shrunk = new ArrayList<>();
    store =
        new CheckpointStore(
            directory.resolve("checkpoints"),
            runs::contains,
            memory -> {
              shrunk.add(memory.getParent().getFileName().toString());
              changeSomething();
              return truncate(memory);
            });
    for (int number = 1; number <= 3; number++) {
      keep("run-1", number, List.of());
      used(number, Duration.ofDays(number));
    }
    store.release("run-1");

    assertThat(store.prune(2 * MIB + MIB / 2, Instant.EPOCH)).isEmpty();

    assertThat(shrunk).containsExactly(key(3));
    assertThat(store.list().get(2).checkpoint().sizeBytes()).isLessThan(MIB / 2);
    assertThat(store.prune(MIB / 2, Instant.EPOCH))
        .extracting(Checkpoint::key)
        .containsExactly(key(3), key(2));
  }

  /** What other builds do goes on meanwhile. */
  private void changeSomething() {
    try {
      store.drop(key(9));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean truncate(Path memory) {
    try {
      Files.write(memory, new byte[(int) MIB / 4]);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatWasNotUsedForSoLongGoes() throws Exception {
    keep("run-1", 1, List.of());
    keep("run-1", 2, List.of());
    store.release("run-1");
    used(1, Duration.ofDays(10));
    assertThat(store.prune(Long.MAX_VALUE, Instant.now().minus(Duration.ofDays(5))))
        .extracting(Checkpoint::key)
        .containsExactly(key(1));
  }

  @Test
  void whatARunThatIsGoneHasBegunGoes() throws Exception {
    CheckpointFiles begun = store.begin("run-1", 7);
    assertThat(store.prune(Long.MAX_VALUE, Instant.EPOCH)).isEmpty();
    assertThat(begun.directory()).exists();
    runs.remove("run-1");
    store.prune(Long.MAX_VALUE, Instant.EPOCH);
    assertThat(begun.directory()).doesNotExist();
  }

  @Test
  void budgetsAreRead() throws Exception {
    assertThat(CheckpointBudget.of("3GiB", directory).bytes(0)).isEqualTo(3L << 30);
    assertThat(CheckpointBudget.of("500MiB", directory).bytes(0)).isEqualTo(500L << 20);
    assertThat(CheckpointBudget.of("auto", directory).bytes(0)).isBetween(1L, 20L << 30);
  }
}

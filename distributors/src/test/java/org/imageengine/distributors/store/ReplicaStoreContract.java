package org.imageengine.distributors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.transfer.TransferProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ReplicaStore} must do, over a place of its own that is empty at first. */
abstract class ReplicaStoreContract {
  private static final String NAME = "sub/rg/gallery/definition/1.0.0/disk.qcow2";
  // Longer than one part, and no multiple of any block.
  private static final int SIZE = (20 << 20) + 12_345;

  @TempDir Path directory;

  /** The store under test; each call opens it anew over the same place. */
  abstract ReplicaStore open() throws Exception;

  /** Changes one byte of the stored object, behind the store's back. */
  abstract void flipByte(String name) throws Exception;

  private Path file(int seed, int size) throws Exception {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return Files.write(directory.resolve("file-" + seed), content);
  }

  private static String digest(Path file) throws Exception {
    return Digests.sha256(file);
  }

  @Test
  void isEmptyAtFirstAndCanBeWritten() throws Exception {
    try (ReplicaStore store = open()) {
      store.check();
      assertThat(store.list("")).isEmpty();
      assertThat(store.find(NAME)).isEmpty();
      assertThat(store.describe()).isNotBlank();
    }
  }

  @Test
  void givesBackWhatWasPut() throws Exception {
    Path file = file(1, SIZE);
    List<Long> done = new ArrayList<>();
    try (ReplicaStore store = open()) {
      store.put(file, digest(file), NAME, (at, total) -> done.add(at));
    }
    assertThat(done).isSorted().endsWith((long) SIZE);
    try (ReplicaStore store = open()) {
      assertThat(store.find(NAME)).contains(new StoredObject(NAME, SIZE, digest(file)));
      store.verify(NAME);
      Path back = directory.resolve("back");
      store.get(NAME, back, TransferProgress.NONE);
      assertThat(back).hasSameBinaryContentAs(file);
    }
  }

  @Test
  void anEmptyFileIsAFile() throws Exception {
    Path file = file(1, 0);
    try (ReplicaStore store = open()) {
      store.put(file, digest(file), NAME, TransferProgress.NONE);
      assertThat(store.find(NAME)).contains(new StoredObject(NAME, 0, digest(file)));
      store.verify(NAME);
    }
  }

  @Test
  void listsByPrefixInOrder() throws Exception {
    Path file = file(1, 100);
    try (ReplicaStore store = open()) {
      for (String name : List.of("b/2/disk.qcow2", "b/1/disk.qcow2", "a/1/disk.qcow2")) {
        store.put(file, digest(file), name, TransferProgress.NONE);
      }
      assertThat(store.list("b/")).containsExactly("b/1/disk.qcow2", "b/2/disk.qcow2");
      store.delete("b/1/disk.qcow2");
      store.delete("b/1/disk.qcow2");
      assertThat(store.list("")).containsExactly("a/1/disk.qcow2", "b/2/disk.qcow2");
    }
  }

  @Test
  void anotherContentReplacesAnObject() throws Exception {
    Path one = file(1, 1000);
    Path two = file(2, 2000);
    try (ReplicaStore store = open()) {
      store.put(one, digest(one), NAME, TransferProgress.NONE);
      store.put(two, digest(two), NAME, TransferProgress.NONE);
      assertThat(store.find(NAME)).contains(new StoredObject(NAME, 2000, digest(two)));
      store.verify(NAME);
    }
  }

  @Test
  void aWrongDigestLeavesNothingThatLooksWhole() throws Exception {
    Path file = file(1, 1000);
    try (ReplicaStore store = open()) {
      CatalogException failure =
          catchThrowableOfType(
              CatalogException.class,
              () -> store.put(file, "0".repeat(64), NAME, TransferProgress.NONE));
      assertThat(failure.code()).isEqualTo(CatalogException.Code.MISMATCH);
      assertThat(store.find(NAME)).isEmpty();
    }
  }

  @Test
  void aFlippedBitIsFound() throws Exception {
    Path file = file(1, SIZE);
    try (ReplicaStore store = open()) {
      store.put(file, digest(file), NAME, TransferProgress.NONE);
      flipByte(NAME);
      assertThat(catchThrowableOfType(CatalogException.class, () -> store.verify(NAME)).code())
          .isEqualTo(CatalogException.Code.MISMATCH);
      Path back = directory.resolve("back");
      assertThat(
              catchThrowableOfType(
                      CatalogException.class, () -> store.get(NAME, back, TransferProgress.NONE))
                  .code())
          .isEqualTo(CatalogException.Code.MISMATCH);
      assertThat(back).doesNotExist();
    }
  }

  @Test
  void whatIsNotThereIsToldByName() throws Exception {
    try (ReplicaStore store = open()) {
      CatalogException failure =
          catchThrowableOfType(
              CatalogException.class,
              () -> store.get(NAME, directory.resolve("back"), TransferProgress.NONE));
      assertThat(failure.code()).isEqualTo(CatalogException.Code.NOT_FOUND);
      assertThat(failure).hasMessageContaining("disk.qcow2");
    }
  }

  /** As after a kill -9: the next attempt begins where this one was. */
  @Test
  void goesOnWhereAnInterruptedPutWas() throws Exception {
    Path file = file(1, SIZE);
    String sha256 = digest(file);
    CountDownLatch half = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread putting =
        new Thread(
            () -> {
              try (ReplicaStore store = open()) {
                store.put(
                    file,
                    sha256,
                    NAME,
                    (done, total) -> {
                      if (done >= total / 2 && done < total) {
                        half.countDown();
                        Thread.currentThread().interrupt();
                      }
                    });
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    putting.start();
    putting.join(TimeUnit.SECONDS.toMillis(60));
    assertThat(half.getCount()).isZero();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);

    List<Long> done = new ArrayList<>();
    try (ReplicaStore store = open()) {
      assertThat(store.find(NAME)).isEmpty();
      assertThat(store.list("")).isEmpty();
      store.put(file, sha256, NAME, (at, total) -> done.add(at));
      store.verify(NAME);
    }
    assertThat(done.get(0)).as("the first part is not sent again").isGreaterThan(SIZE / 3L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../out", "/etc/passwd", "a/../b", "a//b", "", "a/.hidden"})
  void namesThatLeadElsewhereAreRefused(String name) throws Exception {
    Path file = file(1, 10);
    String sha256 = digest(file);
    try (ReplicaStore store = open()) {
      CatalogException failure =
          catchThrowableOfType(
              CatalogException.class, () -> store.put(file, sha256, name, TransferProgress.NONE));
      assertThat(failure.code()).isEqualTo(CatalogException.Code.INVALID_NAME);
    }
  }
}

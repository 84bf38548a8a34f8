package org.imageengine.distributors.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.Extent;
import org.imageengine.distributors.transfer.TransferProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link VhdDestination} must do; its place is empty at first. */
abstract class VhdDestinationContract {
  private static final int SIZE = 24 << 20;

  @TempDir Path directory;

  /** The destination, opened anew over the same place. */
  abstract VhdDestination open() throws Exception;

  /** What readers find there, as a new file; nothing if there is nothing. */
  abstract Path content() throws Exception;

  static final List<Extent> DATA =
      List.of(new Extent(0, 9 << 20), new Extent(16 << 20, 512), new Extent(SIZE - 512, 512));

  /** A file with holes. */
  Path vhd(int seed) throws Exception {
    Path file = directory.resolve("disk-" + seed + ".vhd");
    Random random = new Random(seed);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(SIZE);
      for (Extent extent : DATA) {
        byte[] bytes = new byte[(int) extent.length()];
        random.nextBytes(bytes);
        out.seek(extent.offset());
        out.write(bytes);
      }
    }
    return file;
  }

  static void upload(VhdDestination destination, Path vhd, TransferProgress progress)
      throws Exception {
    destination.upload(vhd, DATA, Digests.sha256OfData(vhd, DATA), progress);
  }

  @Test
  void sendsTheWholeDisk() throws Exception {
    Path vhd = vhd(1);
    List<Long> done = new ArrayList<>();
    List<Long> totals = new ArrayList<>();
    VhdDestination destination = open();
    destination.check();
    upload(
        destination,
        vhd,
        (at, total) -> {
          done.add(at);
          totals.add(total);
        });
    assertThat(content()).hasSameBinaryContentAs(vhd);
    assertThat(done).isSorted();
    assertThat(done.get(done.size() - 1)).isEqualTo(totals.get(0));
  }

  @Test
  void whatIsThereIsNotOverwritten() throws Exception {
    Path vhd = vhd(1);
    upload(open(), vhd, TransferProgress.NONE);
    VhdDestination again = open();
    assertThat(catchThrowableOfType(CatalogException.class, again::check).code())
        .isEqualTo(CatalogException.Code.ALREADY_EXISTS);
    Path other = vhd(2);
    assertThat(
            catchThrowableOfType(
                    CatalogException.class, () -> upload(again, other, TransferProgress.NONE))
                .code())
        .isEqualTo(CatalogException.Code.ALREADY_EXISTS);
    again.discard();
    assertThat(content()).hasSameBinaryContentAs(vhd);
  }

  @Test
  void anInterruptedUploadCanBeMadeAgainOrDiscarded() throws Exception {
    Path vhd = vhd(1);
    assertThat(interrupted(vhd)).isInstanceOf(InterruptedException.class);
    assertThatCode(() -> open().check()).doesNotThrowAnyException();
    upload(open(), vhd, TransferProgress.NONE);
    assertThat(content()).hasSameBinaryContentAs(vhd);
  }

  @Test
  void discardingLeavesNothing() throws Exception {
    assertThat(interrupted(vhd(1))).isInstanceOf(InterruptedException.class);
    VhdDestination destination = open();
    destination.discard();
    destination.discard();
    assertThat(content()).isNull();
  }

  /** Uploads until some of it is there. */
  Throwable interrupted(Path vhd) throws Exception {
    List<Throwable> thrown = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                upload(
                    open(),
                    vhd,
                    (done, total) -> {
                      if (done > 0) {
                        Thread.currentThread().interrupt();
                      }
                    });
              } catch (Throwable e) {
                thrown.add(e);
              }
            });
    thread.start();
    thread.join(60_000);
    return thrown.isEmpty() ? null : thrown.get(0);
  }

  Path file(byte[] content) throws Exception {
    return Files.write(Files.createTempFile(directory, "content", ".vhd"), content);
  }
}

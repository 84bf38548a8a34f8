package org.imageengine.distributors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestsTest {
  private static final int MIB = 1 << 20;

  @TempDir Path directory;

  /** By the words of its documentation, from the whole content. */
  private static String byTheWords(byte[] content) throws Exception {
    MessageDigest all = MessageDigest.getInstance("SHA-256");
    for (int at = 0; at < content.length; at += MIB) {
      int length = Math.min(MIB, content.length - at);
      byte[] block = new byte[length];
      System.arraycopy(content, at, block, 0, length);
      boolean isZero = true;
      for (byte one : block) {
        isZero &= one == 0;
      }
      if (!isZero) {
        all.update(ByteBuffer.allocate(8).putLong(0, at).array());
        all.update(MessageDigest.getInstance("SHA-256").digest(block));
      }
    }
    all.update(ByteBuffer.allocate(8).putLong(0, content.length).array());
    return HexFormat.of().formatHex(all.digest());
  }

  @Test
  void theDigestOfDataIsTheSameHoweverTheHolesLie() throws Exception {
    Random random = new Random(5);
    byte[] content = new byte[9 * MIB + 512];
    byte[] data = new byte[300_000];
    random.nextBytes(data);
    System.arraycopy(data, 0, content, 100, data.length);
    System.arraycopy(data, 0, content, 3 * MIB - 50, data.length);
    System.arraycopy(data, 0, content, 9 * MIB + 100, 400);
    Path file = Files.write(directory.resolve("disk"), content);
    String expected = byTheWords(content);

    assertThat(Digests.sha256OfData(file, List.of(new Extent(0, content.length))))
        .isEqualTo(expected);
    for (int round = 0; round < 50; round++) {
      assertThat(Digests.sha256OfData(file, stretches(random, content))).isEqualTo(expected);
    }
  }

  /** Covers all data, in pieces of any size, with holes where there are zeros for long enough. */
  private static List<Extent> stretches(Random random, byte[] content) {
    List<Extent> stretches = new ArrayList<>();
    int at = 0;
    while (at < content.length) {
      int length = Math.min(content.length - at, 4096 * (1 + random.nextInt(300)));
      boolean hasData = false;
      for (int i = at; i < at + length; i++) {
        hasData |= content[i] != 0;
      }
      if (hasData || random.nextInt(3) == 0) {
        stretches.add(new Extent(at, length));
      }
      at += length;
    }
    return stretches;
  }

  @Test
  void itTellsFilesApart() throws Exception {
    byte[] content = new byte[2 * MIB];
    content[MIB] = 1;
    Path file = Files.write(directory.resolve("disk"), content);
    List<Extent> all = List.of(new Extent(0, content.length));
    String first = Digests.sha256OfData(file, all);
    try (RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw")) {
      other.setLength(3 * MIB);
    }
    assertThat(Digests.sha256OfData(file, all)).as("longer").isNotEqualTo(first);
    content[MIB] = 0;
    content[0] = 1;
    Files.write(file, content);
    assertThat(Digests.sha256OfData(file, all)).as("elsewhere").isNotEqualTo(first);
  }

  @Test
  void aCopyHasTheContentAndTheDigest() throws Exception {
    for (int size : new int[] {0, 1, 4 * MIB, 9 * MIB + 7}) {
      byte[] content = new byte[size];
      new Random(size).nextBytes(content);
      Path from = Files.write(directory.resolve("from-" + size), content);
      Path to = directory.resolve("to-" + size);
      List<Long> told = new ArrayList<>();
      String digest = HashingCopy.copy(from, to, "Copying", (what, done, total) -> told.add(done));
      assertThat(to).hasSameBinaryContentAs(from);
      assertThat(digest).isEqualTo(Digests.sha256(from)).isEqualTo(Digests.sha256AndSync(to));
      assertThat(told).isSorted();
    }
  }

  @Test
  void anInterruptEndsACopy() throws Exception {
    Path from = Files.write(directory.resolve("from"), new byte[8 * MIB]);
    assertThatThrownBy(
            () ->
                HashingCopy.copy(
                    from,
                    directory.resolve("to"),
                    "Copying",
                    (what, done, total) -> Thread.currentThread().interrupt()))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}

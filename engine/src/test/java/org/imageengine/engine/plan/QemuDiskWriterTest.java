package org.imageengine.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.DiskKind;
import org.imageengine.hypervisor.QemuImg;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read back by the real qemu-img. */
@Timeout(60)
class QemuDiskWriterTest {
  private static final long MIB = 1L << 20;

  @TempDir Path directory;
  private final QemuDiskWriter writer = new QemuDiskWriter(new QemuImg());

  @BeforeEach
  void isInstalled() {
    boolean isThere =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "qemu-img")));
    assumeTrue(isThere || System.getenv("CI") != null, "qemu-img is not installed");
  }

  /** Disks of many sizes, in one, two and three layers, with data anywhere. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void writesTheDiskWhateverIsOnIt(long seed) throws Exception {
    Random random = new Random(seed);
    // The largest have several L2 tables, and one more bit of L1.
    long size = (1 + random.nextInt(random.nextBoolean() ? 40 : 3000)) * MIB;
    Path disk = raw("base", random, size);
    String format = "raw";
    for (int layer = random.nextInt(3); layer > 0; layer--) {
      Path overlay = directory.resolve("layer" + layer);
      qemuImg("create", "-q", "-f", "qcow2", "-F", format, "-b", "" + disk, "" + overlay);
      scribble(overlay, random, size);
      disk = overlay;
      format = "qcow2";
    }
    for (DiskKind kind : List.of(DiskKind.QCOW2, DiskKind.RAW, DiskKind.FIXED_VHD)) {
      Path target = directory.resolve("target-" + kind);
      String digest = writer.write(disk, format, target, kind);
      assertIsSame(disk, format, target, kind);
      assertThat(digest).isEqualTo(digestOf(target, kind));
      assertThat(blocks(target)).isLessThanOrEqualTo(blocksOfConverted(disk, format, kind));
    }
  }

  /** Nothing but the content decides on a qcow2 file. */
  @Test
  void writesTheSameFileForTheSameDisk() throws Exception {
    Path disk = raw("disk", new Random(3), 20 * MIB);
    String first = writer.write(disk, "raw", directory.resolve("a"), DiskKind.QCOW2);
    String second =
        writer.write(directory.resolve("a"), "qcow2", directory.resolve("b"), DiskKind.QCOW2);
    assertThat(second).isEqualTo(first);
  }

  @Test
  void writesAnEmptyDisk() throws Exception {
    Path disk = directory.resolve("disk");
    qemuImg("create", "-q", "-f", "raw", "" + disk, "64M");
    for (DiskKind kind : List.of(DiskKind.QCOW2, DiskKind.RAW, DiskKind.FIXED_VHD)) {
      Path target = directory.resolve("target-" + kind);
      var unused = writer.write(disk, "raw", target, kind);
      assertIsSame(disk, "raw", target, kind);
    }
  }

  @Test
  void knowsADiskThatIsCompressed() throws Exception {
    Path raw = raw("raw", new Random(5), 8 * MIB);
    Path packed = directory.resolve("packed");
    qemuImg("convert", "-c", "-f", "raw", "-O", "qcow2", "" + raw, "" + packed);
    assertThat(writer.isPacked(packed, "qcow2")).isTrue();
    Path plain = directory.resolve("plain");
    var unused = writer.write(packed, "qcow2", plain, DiskKind.QCOW2);
    assertThat(writer.isPacked(plain, "qcow2")).isFalse();
  }

  /** A raw disk need not end with a sector. */
  @ParameterizedTest
  @ValueSource(longs = {1, 511, 513, 65_537, MIB + 700})
  void writesAnOddEnd(long size) throws Exception {
    Path disk = directory.resolve("disk");
    byte[] bytes = new byte[(int) size];
    new Random(size).nextBytes(bytes);
    Files.write(disk, bytes);
    Path target = directory.resolve("target");
    String digest = writer.write(disk, "raw", target, DiskKind.QCOW2);
    assertIsSame(disk, "raw", target, DiskKind.QCOW2);
    assertThat(digest).isEqualTo(Digests.sha256(target));
  }

  @ParameterizedTest
  @EnumSource(DiskKind.class)
  void writesEveryFormOfACompressedDisk(DiskKind kind) throws Exception {
    Path raw = raw("raw", new Random(5), 8 * MIB);
    Path disk = directory.resolve("disk");
    qemuImg("convert", "-c", "-f", "raw", "-O", "qcow2", "" + raw, "" + disk);
    Path target = directory.resolve("target");
    String digest = writer.write(disk, "qcow2", target, kind);
    assertThat(digest).isEqualTo(digestOf(target, kind));
    if (kind == DiskKind.QCOW2 || kind.isMostlyHoles()) {
      assertIsSame(raw, "raw", target, kind);
    }
  }

  @Test
  void neverWritesOverAFile() throws Exception {
    Path disk = raw("disk", new Random(1), MIB);
    Path target = Files.writeString(directory.resolve("target"), "mine");
    assertThatThrownBy(() -> writer.write(disk, "raw", target, DiskKind.QCOW2))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("target");
    assertThat(target).hasContent("mine");
  }

  @Test
  void leavesNothingOfADiskThatEndsEarly() throws Exception {
    Path raw = raw("raw", new Random(4), 8 * MIB);
    Path disk = directory.resolve("disk");
    qemuImg("convert", "-f", "raw", "-O", "qcow2", "" + raw, "" + disk);
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }
    Path target = directory.resolve("target");
    assertThatThrownBy(() -> writer.write(disk, "qcow2", target, DiskKind.RAW))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(disk + " ends at");
    assertThat(target).doesNotExist();
  }

  private String digestOf(Path file, DiskKind kind) throws Exception {
    return kind.isMostlyHoles()
        ? Digests.sha256OfData(file, writer.data(file))
        : Digests.sha256(file);
  }

  private static void assertIsSame(Path disk, String format, Path target, DiskKind kind)
      throws Exception {
    String driver =
        switch (kind) {
          case QCOW2 -> "qcow2";
          case FIXED_VHD -> "vpc";
          default -> "raw";
        };
    assertThat(qemuImg("compare", "-f", format, "-F", driver, "" + disk, "" + target))
        .isEqualTo("Images are identical.\n");
    if (kind == DiskKind.QCOW2) {
      assertThat(qemuImg("check", "-f", "qcow2", "" + target))
          .contains("No errors were found on the image");
    }
  }

  private long blocksOfConverted(Path disk, String format, DiskKind kind) throws Exception {
    Path peer = directory.resolve("peer");
    List<String> arguments = new ArrayList<>(List.of("convert", "-f", format, "-S", "64k", "-O"));
    arguments.add(kind == DiskKind.QCOW2 ? "qcow2" : "raw");
    qemuImg(Stream.concat(arguments.stream(), Stream.of("" + disk, "" + peer)));
    // The tool leaves out all zeros of an L2 table, and needs a cluster more for its refcounts.
    return blocks(peer) + 1024;
  }

  private static long blocks(Path file) throws IOException {
    return Long.parseLong(run(List.of("stat", "-c", "%b", "" + file)).strip());
  }

  private Path raw(String name, Random random, long size) throws Exception {
    Path file = directory.resolve(name);
    qemuImg("create", "-q", "-f", "raw", "" + file, "" + size);
    try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 1 + random.nextInt(12); i > 0; i--) {
        byte[] bytes = bytes(random);
        disk.seek(Math.max(0, (long) (random.nextDouble() * size) - bytes.length));
        disk.write(bytes, 0, (int) Math.min(bytes.length, size - disk.getFilePointer()));
      }
      disk.setLength(size);
    }
    return file;
  }

  /** Data, with zeros in the midst of it that take room in the source. */
  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(3 << 20)];
    random.nextBytes(bytes);
    int from = random.nextInt(bytes.length);
    ByteBuffer zeros = ByteBuffer.wrap(bytes, from, random.nextInt(bytes.length - from));
    zeros.put(new byte[zeros.remaining()]);
    return bytes;
  }

  private static void scribble(Path disk, Random random, long size) throws Exception {
    for (int i = random.nextInt(6); i > 0; i--) {
      long length = Math.min(size, 512L * (1 + random.nextInt(4000)));
      long at = (long) (random.nextDouble() * (size - length)) / 512 * 512;
      String command =
          random.nextInt(4) == 0
              ? String.format("write -z %d %d", at, length)
              : String.format("write -P %d %d %d", random.nextInt(3), at, length);
      var unused = run(List.of("qemu-io", "-f", "qcow2", "-c", command, "" + disk));
    }
  }

  private static String qemuImg(String... arguments) throws IOException {
    return qemuImg(Stream.of(arguments));
  }

  private static String qemuImg(Stream<String> arguments) throws IOException {
    return run(Stream.concat(Stream.of("qemu-img"), arguments).toList());
  }

  private static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as("%s: %s", command, output).isZero();
    return output;
  }
}

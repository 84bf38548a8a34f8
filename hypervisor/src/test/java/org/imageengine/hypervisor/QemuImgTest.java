package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.imageengine.hypervisor.HypervisorException.Code;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real qemu-img. */
@Timeout(30)
class QemuImgTest {
  private static final long MIB = 1L << 20;

  @TempDir Path directory;
  private final QemuImg qemuImg = new QemuImg();

  @BeforeEach
  void isInstalled() {
    assumeTrue(AcceleratorProbeTest.onPath("qemu-img"), "qemu-img is not installed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "-f", "json:{\"driver\":\"null-co\"}", "nbd:a:1", "a,b=c", "ü %s"})
  void worksWithAnyName(String name) throws Exception {
    Path source = raw(name, 4 * MIB);
    Path overlay = directory.resolve(name + ".overlay");
    Path vhd = directory.resolve(name + ".vhd");

    qemuImg.createOverlay(overlay, source, DiskFormat.RAW, 8 * MIB);
    qemuImg.convert(overlay, DiskFormat.QCOW2, vhd, DiskTarget.FIXED_VHD);

    assertThat(qemuImg.info(overlay, Optional.empty()).backingFile()).contains(source.toString());
    assertThat(qemuImg.backingChain(overlay, DiskFormat.QCOW2))
        .containsExactly(new BackingFile(source, DiskFormat.RAW));
    assertThat(qemuImg.info(vhd, Optional.of(DiskFormat.VPC)).virtualSizeBytes())
        .isEqualTo(8 * MIB);
    assertThat(directory.toFile().list()).hasSize(3);
  }

  @Test
  void writesAFixedSparseVhdWithTheContentOfTheDisk() throws Exception {
    Path source = raw("source", 64 * MIB);
    Path vhd = directory.resolve("disk.vhd");

    qemuImg.convert(source, DiskFormat.RAW, vhd, DiskTarget.FIXED_VHD);

    assertThat(Files.size(vhd)).isEqualTo(64 * MIB + 512);
    assertThat(qemuImg.info(vhd, Optional.of(DiskFormat.VPC)).actualSizeBytes()).isLessThan(MIB);
    byte[] footer = read(vhd, 64 * MIB, 512);
    assertThat(new String(footer, 0, 8, StandardCharsets.US_ASCII)).isEqualTo("conectix");
    assertThat(ByteBuffer.wrap(footer).getInt(60)).as("disk type: fixed").isEqualTo(2);
    assertThat(ByteBuffer.wrap(footer).getLong(48)).as("current size").isEqualTo(64 * MIB);
    assertThat(read(vhd, MIB, 5)).isEqualTo("hello".getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @EnumSource(DiskTarget.class)
  void writesEveryFormatWithTheContentOfTheDisk(DiskTarget kind) throws Exception {
    Path source = raw("source", 64 * MIB);
    Path target = directory.resolve("target");
    Path back = directory.resolve("back");

    qemuImg.convert(source, DiskFormat.RAW, target, kind);
    qemuImg.convert(target, kind.format(), back, DiskTarget.RAW);

    assertThat(back).hasSameBinaryContentAs(source);
    assertThat(qemuImg.info(target, Optional.of(kind.format())).actualSizeBytes())
        .isLessThan(8 * MIB);
  }

  @Test
  void readsWhatAGuestSees() throws Exception {
    Path source = raw("source", 4 * MIB);
    Path disk = directory.resolve("disk.qcow2");
    qemuImg.convert(source, DiskFormat.RAW, disk, DiskTarget.QCOW2);
    assertThat(qemuImg.read(disk, DiskFormat.QCOW2, MIB, 5)).asString().isEqualTo("hello");
    assertThat(qemuImg.read(disk, DiskFormat.QCOW2, MIB + 1, 3)).asString().isEqualTo("ell");
    assertThat(qemuImg.read(disk, DiskFormat.QCOW2, 4 * MIB - 10, 100)).hasSize(10);
  }

  @Test
  void tellsWhereDataIs() throws Exception {
    Path source = raw("source", 64 * MIB);
    assertThat(qemuImg.data(source))
        .isNotEmpty()
        .allMatch(stretch -> stretch.length() < MIB)
        .anyMatch(
            stretch -> stretch.offset() <= MIB && stretch.offset() + stretch.length() >= MIB + 5);
  }

  /** The base is named as it is seen from the directory, which is then moved as a whole. */
  @Test
  void writesOnlyTheDifferenceToABase() throws Exception {
    Path base = Files.createDirectories(directory.resolve("base")).resolve("disk.qcow2");
    qemuImg.convert(raw("source", 4 * MIB), DiskFormat.RAW, base, DiskTarget.QCOW2);
    Path overlay = directory.resolve("overlay");
    qemuImg.createOverlay(overlay, base, DiskFormat.QCOW2, 8 * MIB);
    Path incoming = Files.createDirectories(directory.resolve("incoming"));

    qemuImg.convertDelta(
        overlay,
        DiskFormat.QCOW2,
        incoming.resolve("delta"),
        "../base/disk.qcow2",
        DiskFormat.QCOW2);

    Path delta = Files.move(incoming, directory.resolve("1.0.0")).resolve("delta");
    assertThat(qemuImg.info(delta, Optional.empty()).backingFile()).contains("../base/disk.qcow2");
    assertThat(qemuImg.read(delta, DiskFormat.QCOW2, MIB, 5)).asString().isEqualTo("hello");
    assertThat(qemuImg.info(delta, Optional.empty()).virtualSizeBytes()).isEqualTo(8 * MIB);
  }

  /** As after checkpoints: the difference to the base lies in several layers. */
  @Test
  void theDifferenceIsTakenFromAllLayersAboveTheBase() throws Exception {
    Path base = Files.createDirectory(directory.resolve("base")).resolve("disk.qcow2");
    qemuImg.convert(raw("source", 8 * MIB), DiskFormat.RAW, base, DiskTarget.QCOW2);
    Path layer = directory.resolve("layer");
    Path overlay = directory.resolve("overlay");
    qemuImg.createOverlay(layer, base, DiskFormat.QCOW2, 8 * MIB);
    write(layer, MIB, "lower");
    qemuImg.createOverlay(overlay, layer, DiskFormat.QCOW2, 8 * MIB);
    write(overlay, 3 * MIB, "upper");
    Path incoming = Files.createDirectory(directory.resolve("1.0.0"));

    qemuImg.convertDelta(
        overlay,
        DiskFormat.QCOW2,
        incoming.resolve("delta"),
        "../base/disk.qcow2",
        DiskFormat.QCOW2);

    Path delta = incoming.resolve("delta");
    assertThat(qemuImg.info(delta, Optional.empty()).backingFile()).contains("../base/disk.qcow2");
    assertThat(qemuImg.read(delta, DiskFormat.QCOW2, MIB, 5)).asString().isEqualTo("lower");
    assertThat(qemuImg.read(delta, DiskFormat.QCOW2, 3 * MIB, 5)).asString().isEqualTo("upper");
    try (var left = Files.list(incoming)) {
      assertThat(left).containsExactly(delta);
    }
  }

  private static void write(Path disk, long offset, String text) throws Exception {
    Process writing =
        new ProcessBuilder(
                "qemu-io",
                "-f",
                "qcow2",
                "-c",
                String.format("write -s /dev/stdin %d %d", offset, text.length()),
                disk.toString())
            .redirectErrorStream(true)
            .start();
    writing.getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    writing.getOutputStream().close();
    writing.getInputStream().readAllBytes();
    assertThat(writing.waitFor()).isZero();
  }

  @Test
  void makesAnOverlayIntoOneFile() throws Exception {
    Path source = raw("source", 4 * MIB);
    Path overlay = directory.resolve("overlay");
    Path whole = directory.resolve("whole.qcow2");
    qemuImg.createOverlay(overlay, source, DiskFormat.RAW, 6 * MIB);

    qemuImg.convert(overlay, DiskFormat.QCOW2, whole, DiskTarget.QCOW2);

    DiskInfo info = qemuImg.info(whole, Optional.empty());
    assertThat(info.format()).isEqualTo(DiskFormat.QCOW2);
    assertThat(info.virtualSizeBytes()).isEqualTo(6 * MIB);
    assertThat(info.backingFile()).isEmpty();
    assertThat(info.dataFile()).isEmpty();
  }

  @Test
  void refusesAVhdThatAzureWouldRefuse() throws Exception {
    Path source = raw("source", 4 * MIB + 512);

    assertFails(
        Code.DISK_FAILED,
        "whole number of MiB",
        () ->
            qemuImg.convert(
                source, DiskFormat.RAW, directory.resolve("out.vhd"), DiskTarget.FIXED_VHD));
    assertThat(directory.toFile().list()).containsExactly("source");
  }

  @Test
  void tellsOfADataFile() throws Exception {
    Path disk = directory.resolve("disk.qcow2");
    Path data = directory.resolve("data.raw");
    Program.run(
        List.of(
            "qemu-img",
            "create",
            "-q",
            "-f",
            "qcow2",
            "-o",
            "data_file=" + data,
            disk.toString(),
            "1M"),
        Optional.empty());

    assertThat(qemuImg.info(disk, Optional.empty()).dataFile()).contains(data.toString());
  }

  @Test
  void saysWhatCannotBeRead() throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "no disk");
    Path missing = directory.resolve("missing");

    assertFails(
        Code.DISK_UNREADABLE,
        "Image is not in qcow2 format",
        () -> qemuImg.info(text, Optional.of(DiskFormat.QCOW2)));
    assertFails(
        Code.DISK_UNREADABLE,
        "There is no disk image " + missing,
        () -> qemuImg.info(missing, Optional.empty()));
    assertFails(
        Code.DISK_FAILED,
        missing.toString(),
        () ->
            qemuImg.createOverlay(
                directory.resolve("overlay"), missing, DiskFormat.QCOW2, 4 * MIB));
  }

  @Test
  void leavesWhatWasThereIfItFails() throws Exception {
    Path target = Files.writeString(directory.resolve("target"), "old");
    Path source = Files.writeString(directory.resolve("source"), "no disk");

    assertFails(
        Code.DISK_UNREADABLE,
        "source",
        () -> qemuImg.convert(source, DiskFormat.QCOW2, target, DiskTarget.QCOW2));
    assertThat(target).hasContent("old");
  }

  @Test
  void saysThatTheDiskIsFull() throws Exception {
    QemuImg full =
        script("echo 'qemu-img: error while writing: No space left on device' >&2; exit 1");

    assertFails(
        Code.DISK_FULL,
        "error while writing: No space left on device",
        () -> full.createOverlay(directory.resolve("o"), directory, DiskFormat.RAW, MIB));
  }

  @Test
  void saysWhichPackageIsMissing() {
    assertFails(
        Code.TOOL_MISSING,
        "qemu-utils",
        () -> new QemuImg("/nonexistent/qemu-img").info(raw("a", MIB), Optional.empty()));
  }

  @Test
  void leavesNothingHalfWrittenOnInterruption() throws Exception {
    // The last argument is the file to write; info is answered as the real one would.
    QemuImg slow =
        script(
            "[ $1 = info ] && exec qemu-img \"$@\"; for last; do :; done;"
                + " echo half > \"$last\"; exec sleep 60");
    Path source = raw("source", MIB);
    Path target = directory.resolve("target");
    Thread caller = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              Await.until(() -> directory.toFile().list((d, n) -> n.endsWith(".part")).length > 0);
              caller.interrupt();
            });
    interrupter.start();

    assertThatThrownBy(() -> slow.convert(source, DiskFormat.RAW, target, DiskTarget.QCOW2))
        .isInstanceOf(InterruptedException.class);

    interrupter.join();
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("source", "qemu-img");
  }

  private QemuImg script(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("qemu-img"), "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return new QemuImg(file.toString());
  }

  private Path raw(String name, long size) throws IOException {
    Path file = directory.resolve(name);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
      channel.write(
          ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)), Math.min(MIB, size / 2));
    }
    return file;
  }

  private static byte[] read(Path file, long position, int length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(length);
      assertThat(channel.read(buffer, position)).isEqualTo(length);
      return buffer.array();
    }
  }

  private static void assertFails(Code code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            HypervisorException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}

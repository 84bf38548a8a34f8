package org.imageengine.distributors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedDiskTest {
  private static final long MOST = 1L << 30;
  private static final byte[] DISK = disk();

  @TempDir Path directory;

  /** A disk with a hole in the middle and one at its end. */
  private static byte[] disk() {
    byte[] disk = new byte[3_000_001];
    byte[] data = new byte[400_000];
    new Random(7).nextBytes(data);
    System.arraycopy(data, 0, disk, 0, data.length);
    System.arraycopy(data, 0, disk, 2_000_000, data.length);
    return disk;
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  private Path target() {
    return directory.resolve("target");
  }

  private static byte[] compressed(String compression, byte[] content) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        new CompressorStreamFactory().createCompressorOutputStream(compression, bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String name : names) {
        byte[] content = name.endsWith(".ovf") ? new byte[100] : DISK;
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      for (String name : names) {
        zip.putArchiveEntry(new ZipArchiveEntry(name));
        zip.write(DISK);
        zip.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "xz", "bzip2", "zstd"})
  void aCompressedDiskIsUnpackedByItsContent(String compression) throws Exception {
    Path file = write("disk.anything", compressed(compression, DISK));
    assertThat(PackedDisk.unpack(file, target(), MOST, ProgressListener.NONE)).isTrue();
    assertThat(Files.readAllBytes(target())).isEqualTo(DISK);
    Path tarred = write("disk.tar.x", compressed(compression, tar("disk.raw")));
    Path second = directory.resolve("second");
    assertThat(PackedDisk.unpack(tarred, second, MOST, ProgressListener.NONE)).isTrue();
    assertThat(Files.readAllBytes(second)).isEqualTo(DISK);
  }

  @Test
  void theOneDiskOfAnArchiveIsTaken() throws Exception {
    assertThat(
            PackedDisk.unpack(
                write("a.ova", tar("a.ovf", "b/a.vmdk")), target(), MOST, ProgressListener.NONE))
        .isTrue();
    assertThat(Files.readAllBytes(target())).isEqualTo(DISK);
    Path second = directory.resolve("second");
    assertThat(
            PackedDisk.unpack(
                write("a.zip", zip("readme.txt", "a.VHD")), second, MOST, ProgressListener.NONE))
        .isTrue();
    assertThat(Files.readAllBytes(second)).isEqualTo(DISK);
  }

  @Test
  void zerosTakeNoRoom() throws Exception {
    byte[] zeros = new byte[64 << 20];
    Path file = write("zeros.gz", compressed("gz", zeros));
    assertThat(PackedDisk.unpack(file, target(), MOST, ProgressListener.NONE)).isTrue();
    assertThat(Files.size(target())).isEqualTo(zeros.length);
    assertThat((Number) Files.getAttribute(target(), "unix:size")).isNotNull();
    Process du = new ProcessBuilder("du", "-k", target().toString()).start();
    String used = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(Integer.parseInt(used.split("\\s")[0])).isLessThan(1024);
  }

  @Test
  void whatIsNotPackedStaysAsItIs() throws Exception {
    assertThat(PackedDisk.unpack(write("disk.raw", DISK), target(), MOST, ProgressListener.NONE))
        .isFalse();
    assertThat(
            PackedDisk.unpack(write("empty", new byte[0]), target(), MOST, ProgressListener.NONE))
        .isFalse();
    assertThat(target()).doesNotExist();
  }

  @Test
  void whatIsNoSingleDiskIsRefusedWithTheReason() throws Exception {
    assertThatThrownBy(
            () ->
                PackedDisk.unpack(
                    write("t.tar", tar("a.vmdk", "b.vmdk")), target(), MOST, ProgressListener.NONE))
        .hasMessageContaining("holds more than one disk: a.vmdk and b.vmdk");
    assertThatThrownBy(
            () ->
                PackedDisk.unpack(
                    write("z.zip", zip("a.txt")),
                    directory.resolve("none"),
                    MOST,
                    ProgressListener.NONE))
        .hasMessageContaining("holds no file that ends in .qcow2");
    byte[] gz = compressed("gz", DISK);
    assertThatThrownBy(
            () ->
                PackedDisk.unpack(
                    write("cut.gz", Arrays.copyOf(gz, gz.length / 2)),
                    directory.resolve("cut"),
                    MOST,
                    ProgressListener.NONE))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("cut.gz cannot be unpacked");
  }

  /** A small file that becomes an endless disk ends at the limit. */
  @Test
  void aBombEndsAtTheLimit() throws Exception {
    Path file = write("bomb.gz", compressed("gz", new byte[32 << 20]));
    assertThat(Files.size(file)).isLessThan(64 << 10);
    assertThatThrownBy(() -> PackedDisk.unpack(file, target(), 1 << 20, ProgressListener.NONE))
        .hasMessageContaining("is larger than 0 GiB");
  }

  /** The names in an archive are no places to write to, and a link is no disk. */
  @Test
  void tricksWithPathsAndLinksDoNothing() throws Exception {
    assertThat(
            PackedDisk.unpack(
                write("evil.tar", tar("../../../../" + directory + "/evil.raw")),
                target(),
                MOST,
                ProgressListener.NONE))
        .isTrue();
    assertThat(directory.resolve("evil.raw")).doesNotExist();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry link = new TarArchiveEntry("disk.raw", TarConstants.LF_SYMLINK);
      link.setLinkName("/etc/shadow");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
    assertThatThrownBy(
            () ->
                PackedDisk.unpack(
                    write("link.tar", bytes.toByteArray()),
                    directory.resolve("link"),
                    MOST,
                    ProgressListener.NONE))
        .hasMessageContaining("holds no file that ends in");
  }
}

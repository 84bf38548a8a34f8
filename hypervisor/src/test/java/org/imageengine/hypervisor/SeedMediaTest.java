package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.imageengine.hypervisor.HypervisorException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedMediaTest {
  private static final int SECTOR = 2048;
  private static final int PRIMARY_DESCRIPTOR = 16;
  private static final int JOLIET_DESCRIPTOR = 17;

  @TempDir Path directory;

  @Test
  void holdsTheFilesUnderTheLabelThatCloudInitLooksFor() throws Exception {
    Path iso = directory.resolve("seed.iso");
    SeedMedia.write(CloudInitSeedTest.SEED, iso);
    byte[] disk = Files.readAllBytes(iso);

    assertThat(label(disk, PRIMARY_DESCRIPTOR, StandardCharsets.US_ASCII)).isEqualTo("CIDATA");
    assertThat(label(disk, JOLIET_DESCRIPTOR, StandardCharsets.UTF_16BE)).isEqualTo("cidata");
    assertThat(files(disk))
        .containsOnly(
            Map.entry("meta-data", CloudInitSeedTest.SEED.metaData()),
            Map.entry("user-data", CloudInitSeedTest.SEED.userData()));
    assertThat(new String(disk, StandardCharsets.ISO_8859_1))
        .as("Rock Ridge names, in entries NM")
        .containsPattern("NM.\u0001\u0000meta-data")
        .containsPattern("NM.\u0001\u0000user-data");
  }

  @Test
  void holdsWhatWindowsIsTold() throws Exception {
    Path iso = directory.resolve("seed.iso");
    SeedMedia.write(WindowsSeedTest.SEED, iso);
    byte[] disk = Files.readAllBytes(iso);

    assertThat(label(disk, JOLIET_DESCRIPTOR, StandardCharsets.UTF_16BE)).isEqualTo("answers");
    Map<String, String> files = files(disk);
    assertThat(files.get("Unattend.xml"))
        .isEqualTo(files.get("Autounattend.xml"))
        .startsWith("<?xml")
        .contains("<ComputerName>image-build</ComputerName>")
        .endsWith("</unattend>\n");
    assertThat(files)
        .containsEntry("winrm.txt", "Aa1Bb2Cc3Dd4")
        .containsKeys("first-logon.ps1", "winrm.pfx");
  }

  @Test
  void canBeReadByItsOwnerAlone() throws Exception {
    Path iso = Files.writeString(directory.resolve("seed.iso"), "old");
    Files.setPosixFilePermissions(iso, PosixFilePermissions.fromString("rw-rw-rw-"));

    SeedMedia.write(CloudInitSeedTest.SEED, iso);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(iso)))
        .isEqualTo("rw-------");
    assertThat(directory.toFile().list()).containsExactly("seed.iso");
  }

  @Test
  void printsNothing() throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      SeedMedia.write(CloudInitSeedTest.SEED, directory.resolve("seed.iso"));
    } finally {
      System.setOut(out);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void saysWhatCannotBeWritten() {
    Path iso = directory.resolve("none/seed.iso");

    assertThatThrownBy(() -> SeedMedia.write(CloudInitSeedTest.SEED, iso))
        .hasMessageContaining(iso.toString())
        .isInstanceOfSatisfying(
            HypervisorException.class, e -> assertThat(e.code()).isEqualTo(Code.DISK_FAILED));
  }

  private static String label(byte[] disk, int sector, Charset charset) {
    return new String(disk, sector * SECTOR + 40, 32, charset).replace('\0', ' ').strip();
  }

  /** The files of the Joliet root directory: a chain of records in one sector. */
  private static Map<String, String> files(byte[] disk) {
    ByteBuffer data = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
    int rootRecord = JOLIET_DESCRIPTOR * SECTOR + 156;
    int record = data.getInt(rootRecord + 2) * SECTOR;
    Map<String, String> files = new HashMap<>();
    for (; disk[record] != 0; record += Byte.toUnsignedInt(disk[record])) {
      boolean isDirectory = (disk[record + 25] & 2) != 0;
      if (!isDirectory) {
        String name = new String(disk, record + 33, disk[record + 32], StandardCharsets.UTF_16BE);
        int start = data.getInt(record + 2) * SECTOR;
        files.put(
            name.replaceFirst("\\.?;1$", ""),
            new String(disk, start, data.getInt(record + 10), StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}

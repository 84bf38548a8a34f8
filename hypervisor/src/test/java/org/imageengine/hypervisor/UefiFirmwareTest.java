package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UefiFirmwareTest {
  @TempDir Path directory;
  private Path code;
  private Path variables;

  @BeforeEach
  void makeFiles() throws Exception {
    code = Files.createFile(directory.resolve("CODE.fd"));
    variables = Files.createFile(directory.resolve("VARS.fd"));
  }

  @Test
  void takesTheFirstThatSuits() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("firmware"));
    write(folder.resolve("10-broken.json"), "{");
    write(folder.resolve("20-bios.json"), descriptor("\"bios\"", "", "raw", code));
    write(folder.resolve("30-secure.json"), descriptor("\"uefi\"", "\"secure-boot\"", "raw", code));
    write(folder.resolve("40-qcow2.json"), descriptor("\"uefi\"", "", "qcow2", code));
    write(
        folder.resolve("50-gone.json"),
        descriptor("\"uefi\"", "", "raw", directory.resolve("gone")));
    assertThat(UefiFirmware.find(List.of(folder), false)).isEmpty();

    write(folder.resolve("60-good.json"), descriptor("\"uefi\"", "\"acpi-s3\"", "raw", code));
    write(folder.resolve("70-late.json"), descriptor("\"uefi\"", "", "raw", variables));

    assertThat(UefiFirmware.find(List.of(folder), false))
        .contains(new UefiFirmware(code, variables));
  }

  /** Without Microsoft's keys it would start nothing, or everything. */
  @Test
  void takesForSecureBootWhatHasItAndTheKeys() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("firmware"));
    write(folder.resolve("10-plain.json"), descriptor("\"uefi\"", "", "raw", code));
    write(
        folder.resolve("20-no-keys.json"),
        descriptor("\"uefi\"", "\"requires-smm\", \"secure-boot\"", "raw", code));
    assertThat(UefiFirmware.find(List.of(folder), true)).isEmpty();

    Path secure = Files.createFile(directory.resolve("CODE.ms.fd"));
    write(
        folder.resolve("30-keys.json"),
        descriptor(
            "\"uefi\"", "\"enrolled-keys\", \"requires-smm\", \"secure-boot\"", "raw", secure));

    assertThat(UefiFirmware.find(List.of(folder), true))
        .contains(new UefiFirmware(secure, variables));
    assertThat(UefiFirmware.find(List.of(folder), false))
        .contains(new UefiFirmware(code, variables));
  }

  @Test
  void letsTheAdministratorHideADescriptorOfTheDistribution() throws Exception {
    Path administrator = Files.createDirectory(directory.resolve("etc"));
    Path distribution = Files.createDirectory(directory.resolve("usr"));
    write(distribution.resolve("60-ovmf.json"), descriptor("\"uefi\"", "", "raw", code));
    write(administrator.resolve("60-ovmf.json"), "");

    assertThat(UefiFirmware.find(List.of(administrator, distribution), false)).isEmpty();
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(UefiFirmware.find(List.of(directory.resolve("none")), false)).isEmpty();
  }

  private static void write(Path file, String text) throws Exception {
    Files.writeString(file, text);
  }

  private String descriptor(String kind, String feature, String format, Path executable) {
    return """
        {
          "interface-types": [%s],
          "mapping": {
            "device": "flash",
            "executable": {"filename": "%s", "format": "%s"},
            "nvram-template": {"filename": "%s", "format": "raw"}
          },
          "targets": [{"architecture": "x86_64", "machines": ["pc-i440fx-*", "pc-q35-*"]}],
          "features": [%s]
        }
        """
        .formatted(kind, executable, format, variables, feature);
  }
}

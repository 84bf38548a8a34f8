package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TpmEmulatorTest {
  @TempDir Path directory;

  @Test
  void isThereWithBothProgramsThatCanBeRun() throws Exception {
    Path first = Files.createDirectory(directory.resolve("first"));
    Path second = Files.createDirectory(directory.resolve("second"));
    String searchPath = "::" + first + ":" + second + ":" + directory.resolve("none");
    assertThat(TpmEmulator.isInstalled(searchPath)).isFalse();

    program(first.resolve("swtpm"), "rwxr-xr-x");
    Path setUp = program(second.resolve("swtpm_setup"), "rw-r--r--");
    assertThat(TpmEmulator.isInstalled(searchPath)).isFalse();

    Files.setPosixFilePermissions(setUp, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(TpmEmulator.isInstalled(searchPath)).isTrue();
  }

  private static Path program(Path file, String mode) throws Exception {
    return Files.setPosixFilePermissions(
        Files.writeString(file, "#!/bin/sh\n"), PosixFilePermissions.fromString(mode));
  }
}

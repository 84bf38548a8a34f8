package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

  @Test
  void knowsFilesThatItsUserCannotOpen() throws Exception {
    assertThat(TpmEmulator.hasFilesOfOthers(directory.resolve("none"))).isFalse();
    Path lock = Files.createFile(directory.resolve(".lock"));
    assertThat(TpmEmulator.hasFilesOfOthers(directory)).isFalse();

    assumeTrue(Files.isWritable(Path.of("/etc/passwd")), "giving files away needs root");
    Files.setAttribute(lock, "unix:uid", 65534);
    assertThat(TpmEmulator.hasFilesOfOthers(directory)).isTrue();
  }

  private static Path program(Path file, String mode) throws Exception {
    return Files.setPosixFilePermissions(
        Files.writeString(file, "#!/bin/sh\n"), PosixFilePermissions.fromString(mode));
  }
}

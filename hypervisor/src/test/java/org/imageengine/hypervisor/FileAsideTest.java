package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAsideTest {
  @TempDir Path directory;

  @Test
  void leavesTheTargetAloneUntilItIsCommitted() throws Exception {
    Path target = Files.writeString(directory.resolve("disk"), "old");
    try (FileAside aside = new FileAside(target)) {
      Files.writeString(aside.path(), "new");
      assertThat(target).hasContent("old");
      aside.commit();
    }
    assertThat(target).hasContent("new");
    assertThat(directory).isDirectoryContaining(target::equals);
    assertThat(directory.toFile().list()).hasSize(1);
  }

  @Test
  void removesWhatWasNotCommitted() throws Exception {
    try (FileAside aside = new FileAside(directory.resolve("disk"))) {
      Files.writeString(aside.path(), "new");
    }
    assertThat(directory).isEmptyDirectory();
  }
}

package org.imageengine.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, before the build and in the middle of it. */
class FullDiskIT {
  @TempDir Path directory;

  /** A state directory that is a file system of its own and small. */
  private Path smallDisk(int mebibytes) throws Exception {
    Host.needsRoot("to mount a small file system");
    Path home = Files.createDirectory(directory.resolve("small"));
    command(
        "mount",
        "-t",
        "tmpfs",
        "-o",
        "mode=0755,size=" + mebibytes + "m",
        "tmpfs",
        home.toString());
    return home;
  }

  private static void command(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void noRoomForTheOutputsIsToldBeforeAVmStarts() throws Exception {
    Path home = smallDisk(300);
    try {
      Engine engine = TestCatalog.prepare(home, TestCatalog.GEN2);
      Path template =
          new Templates("full", TestCatalog.GEN2).vhd("vhd").write(directory.resolve("t.json"));
      assertThat(engine.run("run", template).failedWith(3).err())
          .contains("There is no room at " + home)
          .contains("MiB are free");
      Leftovers.assertNone(home);
    } finally {
      command("umount", home.toString());
    }
  }

  @Test
  void aDiskThatFillsUpWhileOutputsAreWrittenLeavesNoHalfOutput() throws Exception {
    Path home = smallDisk(560);
    try {
      Engine engine = TestCatalog.prepare(home, TestCatalog.GEN2);
      Path template =
          new Templates("full", TestCatalog.GEN2)
              .vhd("first")
              .managedImage("second", "second")
              .write(directory.resolve("t.json"));
      Engine.Result result = engine.run("run", template).failedWith(3);
      assertThat(result.err()).contains("No space left on device").contains("Make room");
      assertThat(engine.run("runs", "show", "latest").succeeded().out()).contains("Failed");
      Leftovers.assertNone(home);
      try (var files = Files.walk(home.resolve("staging"))) {
        assertThat(files.filter(Files::isRegularFile)).isEmpty();
      }
    } finally {
      command("umount", home.toString());
    }
  }
}

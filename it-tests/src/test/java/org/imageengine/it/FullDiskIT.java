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
    Path home = smallDisk(700);
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
    Path home = smallDisk(1050);
    try {
      Engine engine = TestCatalog.prepare(home, TestCatalog.GEN2);
      Path template =
          new Templates("full", TestCatalog.GEN2)
              .vhd("first")
              .managedImage("second", "second")
              .write(directory.resolve("t.json"));
      Engine.Result result = engine.run("run", template).failedWith(3);
      assertThat(result.err()).contains("the disk is full").contains("Make room");
      assertThat(engine.run("runs", "show", "latest").succeeded().out()).contains("Failed");
      Leftovers.assertNone(home);
      try (var files = Files.walk(home.resolve("staging"))) {
        assertThat(files.filter(Files::isRegularFile)).isEmpty();
      }
    } finally {
      command("umount", home.toString());
    }
  }

  /** As full as a disk can get: a file system of its own in a file, with its own journal. */
  private Path loopDisk() throws Exception {
    Host.needsRoot("to mount a small file system");
    Path image = directory.resolve("disk.img");
    Path home = Files.createDirectory(directory.resolve("loop"));
    command("truncate", "-s", "1400M", image.toString());
    command("mkfs.ext4", "-q", image.toString());
    command("mount", "-o", "loop", image.toString(), home.toString());
    return home;
  }

  @Test
  void aDiskThatFillsUpWhileTheCatalogIsWrittenLeavesItWhole() throws Exception {
    Path packed = directory.resolve("debian.qcow2.gz");
    command("sh", "-c", "gzip -1 < " + Host.sourceImage() + " > " + packed);
    Path home = loopDisk();
    try {
      Engine engine = TestCatalog.prepare(home, TestCatalog.GEN2);
      int taken = 0;
      Engine.Result result;
      do {
        taken++;
        // How large it is unpacked is not known before.
        result = engine.run("image", "import", packed, "--as", "Debian:packed:1:1.0." + taken);
      } while (result.exitCode() == 0);
      assertThat(result.failedWith(3).err()).contains("No space left on device");
      assertThat(engine.run("image", "list").succeeded().out())
          .contains("1.0." + (taken - 1))
          .doesNotContain("1.0." + taken);
      assertThat(engine.run("catalog", "verify").succeeded().out()).contains("all is well");
      Leftovers.assertNone(home);

      // With room it goes on.
      engine.run("image", "delete", "Debian:packed:1:1.0.1").succeeded();
      engine.run("image", "import", packed, "--as", "Debian:packed:1:2.0.0").succeeded();
    } finally {
      command("umount", home.toString());
    }
  }
}

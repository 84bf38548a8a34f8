package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuAccessTest {
  private static final int NOBODY_ELSE = 4_000_000;

  @TempDir Path directory;

  @Test
  void findsTheFolderThatIsInTheWay() throws Exception {
    Path home = folder("home", "rwxr-x--x");
    Path closed = folder("home/closed", "rwxr-x---");
    folder("home/closed/below", "rwxr-xr-x");
    QemuUser user = new QemuUser("libvirt-qemu", NOBODY_ELSE, Set.of(NOBODY_ELSE));
    open(directory);

    assertThat(QemuAccess.obstacle(user, home)).isEmpty();
    assertThat(QemuAccess.obstacle(user, home.resolve("not/yet/there"))).isEmpty();
    assertThat(QemuAccess.obstacle(user, closed.resolve("below")))
        .contains("user libvirt-qemu may not search " + closed + " (mode 0750)");
  }

  @Test
  void countsOwnerAndGroup() throws Exception {
    Path closed = folder("closed", "r--r-x---");
    int uid = (Integer) Files.getAttribute(closed, "unix:uid");
    int gid = (Integer) Files.getAttribute(closed, "unix:gid");
    open(directory);

    assertThat(QemuAccess.obstacle(new QemuUser("q", NOBODY_ELSE, Set.of(gid)), closed)).isEmpty();
    assertThat(QemuAccess.obstacle(new QemuUser("q", uid, Set.of(gid)), closed)).isPresent();
  }

  @Test
  void doesNotMatterForTheSessionOfAUser() {
    assertThat(QemuAccess.callerNeeded("qemu:///session", directory)).isEmpty();
    assertThat(QemuAccess.isSystem("qemu:///system")).isTrue();
    assertThat(QemuAccess.isSystem("qemu:///session")).isFalse();
  }

  @Test
  void knowsTheUserAndItsGroups() {
    List<String> passwd =
        List.of("root:x:0:0::/root:/bin/bash", "libvirt-qemu:x:64055:107:,,,:/var/lib:/bin/false");
    List<String> group =
        List.of("root:x:0:", "kvm:x:107:", "disk:x:6:other,libvirt-qemu", "broken");

    assertThat(QemuUser.find(passwd, group))
        .contains(new QemuUser("libvirt-qemu", 64055, Set.of(107, 6)));
    assertThat(QemuUser.find(List.of("root:x:0:0::/root:/bin/bash"), group))
        .isEqualTo(Optional.empty());
  }

  @Test
  void tellsWhetherEverybodyReads() throws Exception {
    Path file = Files.createFile(directory.resolve("disk"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(QemuAccess.everybodyReads(file)).isTrue();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(QemuAccess.everybodyReads(file)).isFalse();
    assertThat(QemuAccess.everybodyReads(directory.resolve("none"))).isFalse();
  }

  private Path folder(String name, String mode) throws Exception {
    Path folder = Files.createDirectory(directory.resolve(name));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
    return folder;
  }

  /** Test folders are made for their owner alone. */
  private static void open(Path folder) throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}

package org.imageengine.hypervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;

/** What libvirt's QEMU can reach on this host. */
public final class QemuAccess {
  private QemuAccess() {}

  /**
   * Decides whether QEMU has to run as the user of this process ({@link VmSpec#runAsCaller}),
   * because libvirt's own user cannot pass through every folder down to {@code directory}. Access
   * control lists are not looked at.
   *
   * @param directory the folder of disks, seed and logs; folders that are not there yet are taken
   *     to be searchable
   * @return the folder that is in the way and its mode; empty if there is none, or if QEMU runs as
   *     the caller anyway ({@code qemu:///session})
   */
  public static Optional<String> callerNeeded(String uri, Path directory) {
    if (!isSystem(uri)) {
      return Optional.empty();
    }
    return QemuUser.find().flatMap(user -> obstacle(user, directory));
  }

  static Optional<String> obstacle(QemuUser user, Path directory) {
    Path folder = Path.of("/");
    for (Path name : directory.toAbsolutePath().normalize()) {
      folder = folder.resolve(name);
      if (!Files.exists(folder)) {
        return Optional.empty();
      }
      try {
        Map<String, Object> attributes = Files.readAttributes(folder, "unix:mode,uid,gid");
        if (!user.searches(attributes)) {
          int mode = (Integer) attributes.get("mode") & 07777;
          return Optional.of(
              String.format("user %s may not search %s (mode %04o)", user.name(), folder, mode));
        }
      } catch (IOException e) {
        return Optional.of("the mode of " + folder + " cannot be read: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  /** True for the libvirt of the whole host, whose QEMU runs as a user of its own. */
  static boolean isSystem(String uri) {
    return uri.endsWith("/system");
  }

  static boolean everybodyReads(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException e) {
      return false;
    }
  }
}

package org.imageengine.hypervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The user that libvirt runs QEMU as under {@code qemu:///system}. */
record QemuUser(String name, int uid, Set<Integer> groups) {
  /** What distributions call it, unless their configuration says otherwise. */
  private static final List<String> NAMES = List.of("libvirt-qemu", "qemu");

  private static final int EVERYBODY_SEARCHES = 0001;
  private static final int GROUP_SEARCHES = 0010;
  private static final int OWNER_SEARCHES = 0100;

  QemuUser {
    groups = Set.copyOf(groups);
  }

  /** That of this host; empty if there is none. */
  static Optional<QemuUser> find() {
    try {
      return find(
          Files.readAllLines(Path.of("/etc/passwd")), Files.readAllLines(Path.of("/etc/group")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<QemuUser> find(List<String> passwd, List<String> group) {
    for (String name : NAMES) {
      for (String line : passwd) {
        String[] fields = line.split(":", -1);
        if (fields[0].equals(name) && fields.length >= 4) {
          Set<Integer> groups = new HashSet<>(Set.of(Integer.parseInt(fields[3])));
          group.stream()
              .map(entry -> entry.split(":", -1))
              .filter(entry -> entry.length >= 4)
              .filter(entry -> Arrays.asList(entry[3].split(",")).contains(name))
              .forEach(entry -> groups.add(Integer.parseInt(entry[2])));
          return Optional.of(new QemuUser(name, Integer.parseInt(fields[2]), groups));
        }
      }
    }
    return Optional.empty();
  }

  /** True if it may pass through a folder with these attributes ({@code unix:*}). */
  boolean searches(Map<String, Object> attributes) {
    int bit = bitsFor(attributes, OWNER_SEARCHES, GROUP_SEARCHES, EVERYBODY_SEARCHES);
    return ((Integer) attributes.get("mode") & bit) != 0;
  }

  /** Which of three sets of mode bits counts for it. */
  int bitsFor(Map<String, Object> attributes, int owner, int group, int everybody) {
    if (attributes.get("uid").equals(uid)) {
      return owner;
    }
    return groups.contains(attributes.get("gid")) ? group : everybody;
  }
}

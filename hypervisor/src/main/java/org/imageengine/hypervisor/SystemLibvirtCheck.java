package org.imageengine.hypervisor;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What only matters where libvirt runs QEMU as a user of its own. */
final class SystemLibvirtCheck {
  private static final Path LOG_DAEMON = Path.of("/run/libvirt/virtlogd-sock");
  private static final Path KVM = Path.of("/dev/kvm");
  private static final int EVERYBODY = 0006;
  private static final int GROUP = 0060;
  private static final int OWNER = 0600;

  private SystemLibvirtCheck() {}

  /** Without virtlogd no VM with a serial log starts. */
  static HostFinding serialLog() {
    String name = "Serial log daemon";
    try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(LOG_DAEMON))) {
      return HostFinding.ok(name, "virtlogd answers");
    } catch (IOException e) {
      if (Files.exists(LOG_DAEMON) && !Files.isWritable(LOG_DAEMON)) {
        return HostFinding.ok(name, "virtlogd is there");
      }
      return HostFinding.failure(
          name,
          "virtlogd is not running",
          "systemctl start virtlogd, or where no systemd runs: virtlogd -d");
    }
  }

  /**
   * If libvirt may open the device and the user it runs QEMU as may not, libvirt 9 takes what it
   * knows of QEMU for outdated, again and again, and every VM takes a minute longer to start.
   */
  static Optional<HostFinding> kvmDevice() {
    try {
      Map<String, Object> attributes = Files.readAttributes(KVM, "unix:mode,uid,gid");
      return QemuUser.find()
          .filter(user -> !opens(user, attributes))
          .map(
              user ->
                  HostFinding.warning(
                      "KVM device",
                      "user " + user.name() + " may not open /dev/kvm; VMs start very slowly",
                      "chgrp kvm /dev/kvm; chmod 660 /dev/kvm"));
    } catch (IOException e) {
      // No device, nothing to open.
      return Optional.empty();
    }
  }

  private static boolean opens(QemuUser user, Map<String, Object> attributes) {
    int bits = user.bitsFor(attributes, OWNER, GROUP, EVERYBODY);
    return ((Integer) attributes.get("mode") & bits) == bits;
  }
}

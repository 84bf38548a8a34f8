package org.imageengine.hypervisor;

import org.imageengine.hypervisor.HypervisorException.Code;

/** Says why libvirt cannot be reached, and what to do about it. */
final class Unreachable {
  private Unreachable() {}

  static HypervisorException explain(String uri, Throwable cause) {
    return new HypervisorException(Code.LIBVIRT_UNREACHABLE, message(uri, cause), cause);
  }

  private static String message(String uri, Throwable cause) {
    if (cause instanceof LinkageError) {
      return "libvirt is not installed: apt-get install libvirt-daemon-system.";
    }
    String said = String.valueOf(cause.getMessage());
    return "libvirt cannot be reached at " + uri + ": " + said + ". " + remedy(uri, said);
  }

  private static String remedy(String uri, String said) {
    if (said.contains("Permission denied")
        || said.contains("authentication")
        || said.contains("bus connection")) {
      return "Join the group libvirt (usermod -aG libvirt "
          + System.getProperty("user.name")
          + ", then log in again), or use qemu:///session.";
    }
    if (QemuAccess.isSystem(uri)) {
      return "Start it: systemctl start libvirtd, or where no systemd runs: virtlogd -d; libvirtd"
          + " -d.";
    }
    return "Is libvirt-daemon-system installed?";
  }
}

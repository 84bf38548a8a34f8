package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.imageengine.hypervisor.HypervisorException.Code;
import org.junit.jupiter.api.Test;

class UnreachableTest {

  @Test
  void saysHowToStartLibvirt() {
    assertThat(explain("qemu:///system", new Exception("Failed to connect socket")))
        .isEqualTo(
            "libvirt cannot be reached at qemu:///system: Failed to connect socket. Start it:"
                + " systemctl start libvirtd, or where no systemd runs: virtlogd -d; libvirtd -d.");
  }

  @Test
  void saysHowToGetPermission() {
    assertThat(explain("qemu:///system", new Exception("Permission denied")))
        .contains("usermod -aG libvirt " + System.getProperty("user.name"))
        .contains("qemu:///session");
  }

  @Test
  void saysWhatToInstall() {
    assertThat(explain("qemu:///session", new UnsatisfiedLinkError("libvirt")))
        .isEqualTo("libvirt is not installed: apt-get install libvirt-daemon-system.");
    assertThat(explain("qemu:///session", new Exception("no libvirtd")))
        .endsWith("Is libvirt-daemon-system installed?");
  }

  private static String explain(String uri, Throwable cause) {
    HypervisorException failure = Unreachable.explain(uri, cause);
    assertThat(failure.code()).isEqualTo(Code.LIBVIRT_UNREACHABLE);
    return failure.getMessage();
  }
}

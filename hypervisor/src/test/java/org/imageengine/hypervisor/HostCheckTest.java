package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.imageengine.hypervisor.HostFinding.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HostCheckTest {
  @TempDir Path directory;

  /** Whatever this host is like: no libvirt answers there. */
  @Test
  void hasARemedyForEverythingThatIsNotWell() throws Exception {
    List<HostFinding> findings =
        HostCheck.run(
            "qemu+unix:///system?socket=" + directory.resolve("none"),
            AcceleratorChoice.TCG,
            directory.resolve("not/yet"));

    assertThat(findings)
        .extracting(HostFinding::name)
        .contains(
            "CPU virtualization",
            "Accelerator",
            "libvirt",
            "qemu-img",
            "UEFI firmware",
            "Secure Boot and TPM",
            "Disk room",
            "State directory",
            "QEMU's user");
    assertThat(findings)
        .allSatisfy(
            finding ->
                assertThat(finding.remedy().isEmpty()).isEqualTo(finding.status() == Status.OK));
    assertThat(status(findings, "libvirt")).isEqualTo(Status.FAILURE);
    assertThat(status(findings, "State directory")).isEqualTo(Status.OK);
    assertThat(status(findings, "Accelerator")).isEqualTo(Status.OK);
  }

  @Test
  void readsVersionsOfLibvirt() {
    assertThat(HostCheck.version(9_000_000)).isEqualTo("9.0.0");
    assertThat(HostCheck.version(7_002_022)).isEqualTo("7.2.22");
  }

  private static Status status(List<HostFinding> findings, String name) {
    return findings.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow().status();
  }
}

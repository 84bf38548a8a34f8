package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VmSpecTest {

  @Test
  void makesPathsAbsolute() {
    assertThat(spec("vm", 1, 256, 22).osDisk()).isEqualTo(Path.of("os").toAbsolutePath());
  }

  @ParameterizedTest
  @CsvSource({"a b, 1, 256, 22", "-a, 1, 256, 22", "a, 0, 256, 22", "a, 1, 0, 22", "a, 1, 1, 0"})
  void refusesNonsense(String name, int cpus, long memory, int port) {
    assertThatThrownBy(() -> spec(name, cpus, memory, port))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatNoMachineHas() {
    assertThatThrownBy(() -> Hardware.windows(DiskBus.IDE, NicModel.E1000, true, false))
        .isInstanceOf(IllegalArgumentException.class);
    Hardware secure = Hardware.windows(DiskBus.SATA, NicModel.E1000E, true, true);
    assertThat(spec(Firmware.UEFI, secure, 5986).hardware()).isEqualTo(secure);
    assertThatThrownBy(() -> spec(Firmware.BIOS, secure, 5986)).hasMessageContaining("Only UEFI");
    assertThatThrownBy(() -> spec(Firmware.UEFI, secure, 70000)).hasMessageContaining("70000");
  }

  private static VmSpec spec(String name, int cpus, long memory, int port) {
    return spec(name, cpus, memory, Firmware.BIOS, Hardware.linux(), port, 22);
  }

  private static VmSpec spec(Firmware firmware, Hardware hardware, int guestPort) {
    return spec("vm", 1, 256, firmware, hardware, 22201, guestPort);
  }

  private static VmSpec spec(
      String name,
      int cpus,
      long memory,
      Firmware firmware,
      Hardware hardware,
      int hostPort,
      int guestPort) {
    return new VmSpec(
        name,
        new RunTag("1", Path.of("/")),
        cpus,
        memory,
        firmware,
        Accelerator.TCG,
        hardware,
        Path.of("x/../os"),
        Path.of("seed"),
        hostPort,
        guestPort,
        Path.of("log"),
        Path.of("nvram"),
        false);
  }
}

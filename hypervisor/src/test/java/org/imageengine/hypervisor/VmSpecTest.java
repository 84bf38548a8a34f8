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

  private static VmSpec spec(String name, int cpus, long memory, int port) {
    return new VmSpec(
        name,
        new RunTag("1", Path.of("/")),
        cpus,
        memory,
        Firmware.BIOS,
        Accelerator.TCG,
        Hardware.linux(),
        Path.of("x/../os"),
        Path.of("seed"),
        port,
        22,
        Path.of("log"),
        Path.of("nvram"),
        false);
  }
}

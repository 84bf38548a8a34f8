package org.imageengine.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.imageengine.engine.text.ProblemsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  private static final Path SHIPPED = Path.of("../conf/engine.yaml");

  @TempDir Path directory;

  @Test
  void theShippedFileHoldsEveryKeyWithItsDefault() throws Exception {
    String text = Files.readString(SHIPPED);
    for (ConfigKey key : ConfigKey.values()) {
      String last = key.key().substring(key.key().lastIndexOf('.') + 1);
      assertThat(text).contains(last + ": " + key.defaultValue() + "\n");
      assertThat(key.allows(key.defaultValue())).as(key.key()).isTrue();
    }
    EngineConfig config = ConfigReader.read(List.of(SHIPPED), Map.of(), Map.of());
    assertThat(config.duration(ConfigKey.TIMEOUTS_CONNECT)).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.ports()).isEqualTo(new EngineConfig.PortRange(22200, 22999));
  }

  @Test
  void flagsOverrideTheEnvironmentOverridesFiles() throws Exception {
    Path file = Files.writeString(directory.resolve("e.yaml"), "location: a\nresourceGroup: b\n");
    EngineConfig config =
        ConfigReader.read(
            List.of(SHIPPED, file, directory.resolve("absent.yaml")),
            Map.of("ENGINE_RESOURCE_GROUP", "c", "ENGINE_HYPERVISOR_ACCELERATOR", "kvm"),
            Map.of(ConfigKey.HYPERVISOR_ACCELERATOR, "tcg"));
    assertThat(config.get(ConfigKey.LOCATION)).isEqualTo("a");
    assertThat(config.get(ConfigKey.RESOURCE_GROUP)).isEqualTo("c");
    assertThat(config.get(ConfigKey.HYPERVISOR_ACCELERATOR)).isEqualTo("tcg");
  }

  @Test
  void unknownKeysAndBadValuesAreRefusedTogether() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("e.yaml"),
            "hypervisor:\n  acelerator: kvm\ntimeouts:\n  fetch: 10\n");
    assertThatThrownBy(() -> ConfigReader.read(List.of(file), Map.of(), Map.of()))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("e.yaml:2:15: ")
        .hasMessageContaining("Did you mean \"hypervisor.accelerator\"?")
        .hasMessageContaining("e.yaml:4:10: ")
        .hasMessageContaining("Allowed: a number and a unit, such as 30s, 10m or 2h.");
  }

  @Test
  void theConnectionFollowsTheUser() throws Exception {
    EngineConfig config = ConfigReader.read(List.of(), Map.of(), Map.of());
    assertThat(config.hypervisorUri("root")).isEqualTo("qemu:///system");
    assertThat(config.hypervisorUri("ann")).isEqualTo("qemu:///session");
  }

  @Test
  void theStateDirectoryFollowsEnvironmentAndUser() {
    assertThat(EngineHome.of(Map.of(), "root", Path.of("/root")).path())
        .isEqualTo(Path.of("/var/lib/engine"));
    assertThat(EngineHome.of(Map.of(), "ann", Path.of("/home/ann")).path())
        .isEqualTo(Path.of("/home/ann/.local/share/engine"));
    assertThat(EngineHome.of(Map.of("XDG_DATA_HOME", "/d"), "ann", Path.of("/home/ann")).path())
        .isEqualTo(Path.of("/d/engine"));
    assertThat(EngineHome.of(Map.of("ENGINE_HOME", "/e/../f"), "root", Path.of("/")).path())
        .isEqualTo(Path.of("/f"));
  }
}

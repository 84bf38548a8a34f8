package org.imageengine.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gen1 images boot from BIOS; and the ways of generalizing that {@link GoldenImageIT} leaves out.
 */
class GenerationOneIT {
  @TempDir Path directory;

  /** A guest without the Azure agent is generalized as well. */
  @Test
  void aBiosGuestWithoutTheAgentBecomesAnImage() throws Exception {
    Engine engine = TestCatalog.prepare(directory.resolve("state"), TestCatalog.GEN1);
    Path vhd = directory.resolve("gen1.vhd");
    Templates template =
        new Templates("gen1", TestCatalog.GEN1)
            .shell("no agent", "sudo rm $(command -v waagent || echo /usr/sbin/waagent)")
            .shell("bios", "test ! -d /sys/firmware/efi && echo by-bios")
            .vhdTo("vhd", vhd.toUri().toString());

    engine.run("run", template.write(directory.resolve("gen1.json"))).succeeded();

    String log = engine.run("runs", "logs", "latest").succeeded().out();
    assertThat(log)
        .contains("[bios] by-bios")
        .contains("Deprovisioning without the Azure agent")
        .contains("| sync");
    assertThat(Files.size(vhd)).as("the source's own size").isEqualTo((2L << 30) + 512);
    try (BootedImage vm = BootedImage.boot(vhd, "vpc", false, directory.resolve("boot"))) {
      assertThat(vm.sh("getent passwd imagebuilder || echo gone")).isEqualTo("gone");
      assertThat(vm.sh("ls /home")).isEqualTo(BootedImage.USER);
      assertThat(vm.sh("sudo journalctl --list-boots -q | wc -l")).isEqualTo("1");
    }
    Leftovers.assertNone(engine.home());
  }

  /** A script that a customizer leaves replaces the default, and its text is in the log. */
  @Test
  void anOverrideIsRunInPlaceOfTheDefault() throws Exception {
    Engine engine = TestCatalog.prepare(directory.resolve("state"), TestCatalog.GEN1);
    Path vhd = directory.resolve("override.vhd");
    Templates template =
        new Templates("override", TestCatalog.GEN1)
            .shell(
                "leave",
                "printf '#!/bin/bash\\necho by-the-override as $(id -un) $BASH\\n'"
                    + " > /tmp/DeprovisioningScript.sh")
            .vhdTo("vhd", vhd.toUri().toString());

    engine.run("run", template.write(directory.resolve("override.json"))).succeeded();

    assertThat(engine.run("runs", "logs", "latest").succeeded().out())
        .contains("Generalize]     | echo by-the-override as $(id -un) $BASH")
        .contains("Generalize] by-the-override as root /bin/bash")
        .contains("Removing the build user imagebuilder.")
        .doesNotContain("waagent");
    assertThat(vhd).exists();
  }
}

package org.imageengine.provisioners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that looks at cloud-init, over the files of a guest that is not there. */
class LinuxReadinessTest {
  private static final String STOCK =
      """
      users:
        - default
      cloud_config_modules:
       - ssh-import-id
       - runcmd
      # The modules that run in the 'final' stage
      cloud_final_modules:
       - package-update-upgrade-install
       - write-files-deferred
       - scripts-user
       - [ssh-authkey-fingerprints, once-per-instance]
       - keys-to-console
       - final-message
      system_info:
         distro: debian
      """;
  private static final String CONFIG_OVER =
      """
      {"v1": {"datasource": "NoCloud", "init": {"errors": [], "finished": 1.5, "start": 1.0},
        "modules-config": {"errors": [], "finished": 2.5, "start": 2.0},
        "modules-final": {"errors": [], "finished": null, "start": 3.0}, "stage": "modules-final"}}
      """;

  @TempDir Path root;

  @BeforeEach
  void aStockGuest() throws Exception {
    write("etc/cloud/cloud.cfg", STOCK);
    write("etc/cloud/cloud.cfg.d/90.cfg", "datasource_list: [NoCloud]\n");
    write("run/cloud-init/status.json", CONFIG_OVER);
    Path program = write("bin/cloud-init", "#!/bin/sh\necho status: running\nexit 0\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void anIdleLastStageIsNotWaitedFor() throws Exception {
    assertGoesAhead("ready");
    assertWaits("quiet");
  }

  @Test
  void theStageBeforeItIs() throws Exception {
    write("run/cloud-init/status.json", CONFIG_OVER.replace("2.5", "null"));
    assertWaits("ready");
  }

  @Test
  void aStageThatHasComplainedIsWaitedFor() throws Exception {
    write(
        "run/cloud-init/status.json",
        CONFIG_OVER.replace("\"init\": {\"errors\": []", "\"init\": {\"errors\": [\"x\"]"));
    assertWaits("ready");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runcmd:\n  - echo\n",
        "packages: [vim]\n",
        "package_upgrade: true\n",
        "power_state:\n  mode: reboot\n",
        "cloud_final_modules: [scripts-user]\n"
      })
  void whatTheImageAsksOfTheLastStageIsWaitedFor(String setting) throws Exception {
    write("etc/cloud/cloud.cfg.d/50-site.cfg", setting);
    assertWaits("ready");
  }

  @ParameterizedTest
  @CsvSource({
    "etc/cloud/cloud.cfg, ' - some-vendors-own\n'",
    "var/lib/cloud/scripts/per-boot/mine.sh, 'echo\n'"
  })
  void soIsWhatIsNotKnown(String file, String content) throws Exception {
    write(file, file.endsWith("cloud.cfg") ? STOCK.replace(" - scripts-user\n", content) : content);
    assertWaits("ready");
  }

  @Test
  void theResultEndsEveryWait() throws Exception {
    write("etc/cloud/cloud.cfg.d/50-site.cfg", "runcmd: [echo]\n");
    write("run/cloud-init/result.json", "{\"v1\": {\"errors\": []}}");
    assertGoesAhead("ready");
    assertGoesAhead("quiet");
  }

  private Path write(String name, String content) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private void assertGoesAhead(String wanted) throws Exception {
    Process process = start(wanted);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("an end of the script").isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(root.resolve("said")).isEmptyFile();
  }

  /** For some of its turns. */
  private void assertWaits(String wanted) throws Exception {
    Process process = start(wanted);
    try {
      assertThat(process.waitFor(800, TimeUnit.MILLISECONDS)).as("an end of the script").isFalse();
    } finally {
      process.destroy();
    }
  }

  private Process start(String wanted) throws Exception {
    Path script = root.resolve("await.sh");
    try (InputStream in = LinuxReadiness.class.getResourceAsStream("await-cloud-init.sh")) {
      Files.write(script, in.readAllBytes());
    }
    ProcessBuilder builder =
        new ProcessBuilder("sh", script.toString(), wanted, root.toString())
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("said").toFile());
    String own = root.resolve("bin").toString();
    builder.environment().merge("PATH", own, (old, added) -> added + ":" + old);
    return builder.start();
  }
}

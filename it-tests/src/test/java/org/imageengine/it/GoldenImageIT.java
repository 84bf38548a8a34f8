package org.imageengine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One whole build of a Gen2 image with every kind of step and target, and its outputs booted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenImageIT {
  @TempDir static Path directory;
  private Engine engine;
  private JsonNode run;
  private String sourceBefore;

  @BeforeAll
  void build() throws Exception {
    Path home = directory.resolve("state");
    engine = TestCatalog.prepare(home, TestCatalog.GEN2);
    TestCatalog.createGallery(engine, "golden");
    sourceBefore = sourceDigest();
    Path script =
        Files.writeString(
            directory.resolve("step.sh"),
            "#!/bin/bash\nset -e\n[[ $BASH_VERSION ]] && sudo sh -c 'echo by-bash >>/golden/steps'\n");
    Path content = Files.writeString(directory.resolve("content.txt"), "content of the file\n");
    Templates template =
        new Templates("golden", TestCatalog.GEN2)
            .shell("first", "sudo mkdir /golden", "echo one | sudo tee -a /golden/steps")
            .shell(
                "identity",
                "sudo cp /etc/machine-id /golden/machine-id",
                "sudo cp /etc/ssh/ssh_host_ed25519_key.pub /golden/host-key")
            .shell("daemon", "sleep 900 & echo one runs on")
            .script("second", script, sha256(script))
            .file("third", content.toUri().toString(), "/tmp/content.txt")
            .shell(
                "fourth",
                "sudo mv /tmp/content.txt /golden/",
                "echo four | sudo tee -a /golden/steps")
            .validator(
                "looks", "grep -qx four /golden/steps", "sudo touch /golden/by-the-validator")
            .vhd("vhd")
            .sharedImage("gallery", "golden")
            .managedImage("managed", "golden");
    ((ObjectNode) template.properties().get("vmProfile")).put("osDiskSizeGB", 4);
    Engine.Result result =
        engine
            .run("run", template.write(directory.resolve("golden.json")), "--output", "json")
            .succeeded();
    run = result.json();
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private String sourceDigest() throws Exception {
    Path image = engine.home().resolve("catalog/platform/Debian/debian-12/12-gen2/12.0.1");
    return sha256(image.resolve("disk.qcow2"));
  }

  private JsonNode output(String name) {
    return StreamSupport.stream(run.get("runOutputs").spliterator(), false)
        .filter(output -> output.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Path file(String name) throws Exception {
    Path outputs = engine.home().resolve("runs/" + run.get("runId").asText() + "/outputs");
    JsonNode record = new ObjectMapper().readTree(outputs.resolve(name + ".json").toFile());
    return Path.of(record.get("file").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"vhd", "gallery", "managed"})
  void everyOutputBootsAsAnotherUsersMachine(String name) throws Exception {
    String format = name.equals("vhd") ? "vpc" : "qcow2";
    try (BootedImage vm =
        BootedImage.boot(file(name), format, true, directory.resolve("boot-" + name))) {
      assertThat(vm.sh("cat /golden/steps")).isEqualTo("one\nby-bash\nfour");
      assertThat(vm.sh("cat /golden/content.txt")).isEqualTo("content of the file");
      assertThat(vm.sh("ls /golden"))
          .as("what a validator does stays out")
          .isEqualTo("content.txt\nhost-key\nmachine-id\nsteps");

      assertThat(vm.sh("getent passwd imagebuilder || echo gone")).isEqualTo("gone");
      assertThat(vm.sh("ls /home")).isEqualTo(BootedImage.USER);
      assertThat(vm.sh("sudo grep -rl imagebuilder /etc /root /home /var/lib/cloud || true"))
          .as("files that still name the build user")
          .isEmpty();
      assertThat(vm.sh("sudo cat /root/.ssh/authorized_keys 2>/dev/null || true")).isEmpty();
      assertThat(vm.sh("ls /tmp/script_* 2>/dev/null || echo none")).isEqualTo("none");

      assertThat(vm.sh("cat /etc/machine-id"))
          .matches("[0-9a-f]{32}")
          .isNotEqualTo(vm.sh("cat /golden/machine-id"));
      assertThat(vm.sh("sudo cat /golden/host-key")).startsWith("ssh-ed25519 ");
      assertThat(
              vm.sh(
                  "sudo grep -rlF \"$(sudo cut -d' ' -f2 /golden/host-key)\" /etc /var/lib || true"))
          .as("files with the host key of the build")
          .isEmpty();
      assertThat(vm.sh("test -e /etc/resolv.conf && echo there")).isEqualTo("there");
      assertThat(vm.sh("sudo journalctl --list-boots -q | wc -l")).isEqualTo("1");
      assertThat(vm.sh("hostname")).isEqualTo("booted");
      long rootMiB = Long.parseLong(vm.sh("df --output=size -BM / | tail -1 | tr -dc 0-9"));
      assertThat(rootMiB).as("root filesystem on a disk of 4 GiB").isGreaterThan(3500);
    }
  }

  @Test
  void theVhdIsFixedWholeAndSparse() throws Exception {
    Path vhd = file("vhd");
    assertThat(Files.size(vhd)).isEqualTo((4L << 30) + 512);
    assertThat(output("vhd").get("sizeBytes").asLong()).isEqualTo(Files.size(vhd));
    assertThat(output("vhd").get("artifactUri").asText()).isEqualTo(vhd.toUri().toString());
    Process du = new ProcessBuilder("du", "-k", vhd.toString()).start();
    String usage = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    long kib = Long.parseLong(usage.substring(0, usage.indexOf('\t')));
    assertThat(kib).as("KiB on disk").isLessThan(2L << 20);
  }

  @Test
  void theGalleryVersionHasItsResourceId() {
    assertThat(output("gallery").get("artifactId").asText())
        .isEqualTo(Templates.GROUP + "/galleries/testGallery/images/golden/versions/0.0.1");
    assertThat(output("managed").get("artifactId").asText())
        .isEqualTo(Templates.GROUP + "/images/golden");
  }

  @Test
  void theDocumentSaysHowTheRunWent() {
    assertThat(run.get("runState").asText()).isEqualTo("Succeeded");
    assertThat(run.get("runSubState").asText()).isEqualTo("Distributing");
    assertThat(run.get("phases").findValuesAsText("name"))
        .containsExactly(
            "Preparing",
            "Booting",
            "Connecting",
            "Customizing",
            "Generalizing",
            "ShuttingDown",
            "Validating",
            "Distributing");
    assertThat(run.fieldNames())
        .toIterable()
        .containsExactly(
            "runId",
            "runState",
            "runSubState",
            "message",
            "startTime",
            "endTime",
            "phases",
            "steps",
            "runOutputs");
  }

  @Test
  void theLogsTellTheStepsApart() throws Exception {
    Path logs = engine.home().resolve("runs/" + run.get("runId").asText());
    String customization = Files.readString(logs.resolve("customization.log"));
    assertThat(customization)
        .contains("[first] one")
        .contains("[daemon] one runs on")
        .contains("[daemon] (a process that this has started in the background still holds")
        .contains("[fourth] four")
        .contains("$WAAGENT -force -deprovision+user")
        .doesNotContain("PRIVATE KEY");
    assertThat(Files.readString(logs.resolve("validation.log")))
        .contains("[looks] --> step 1 of 1");
    assertThat(engine.run("runs", "logs", "latest").succeeded().out()).contains("[fourth] four");
    assertThat(engine.run("runs", "outputs", "latest", "vhd", "--output", "tsv").succeeded().out())
        .startsWith("vhd\tVHD\tfile:");
  }

  @Test
  void theSourceIsAsItWasAndNothingIsLeft() throws Exception {
    assertThat(sourceDigest()).isEqualTo(sourceBefore);
    Leftovers.assertNone(engine.home());
  }
}

package org.imageengine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds of Windows images, with the guest that stands in for Windows: the example as users run it,
 * and guests that misbehave.
 */
class WindowsIT {
  private static final String URN =
      "MicrosoftWindowsServer:WindowsServer:2022-datacenter-g2:2022.1.0";
  private static final Path EXAMPLE = Path.of("../conf/examples/hello-windows.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private Engine engine;

  @BeforeEach
  void bringTheImage() throws Exception {
    engine = new Engine(directory.resolve("state"));
    engine
        .run(
            "image",
            "import",
            Host.windowsImage(),
            "--as",
            URN,
            "--os-type",
            "Windows",
            "--generation",
            "V2",
            "--sysprep-runs",
            "5")
        .succeeded();
  }

  /** From a first boot as after OOBE to a VHD and a gallery version, and into that once more. */
  @Test
  void theExampleBecomesAnImageThatBoots() throws Exception {
    engine.run("gallery", "create", "labGallery").succeeded();
    engine
        .run(
            "gallery",
            "definition",
            "create",
            "labGallery",
            "hello-windows",
            "--os-type",
            "Windows",
            "--generation",
            "V2",
            "--publisher",
            "Test",
            "--offer",
            "test",
            "--sku",
            "windows")
        .succeeded();

    JsonNode run = engine.run("run", EXAMPLE, "--output", "json").succeeded().json();

    assertThat(run.get("runState").asText()).isEqualTo("Succeeded");
    assertThat(run.get("runOutputs")).hasSize(2);
    Path directoryOfRun = engine.home().resolve("runs").resolve(run.get("runId").asText());
    String log = Files.readString(directoryOfRun.resolve("customization.log"));
    assertThat(log)
        .contains("[Restart] Windows has restarted.")
        .contains("IMAGE_STATE_GENERALIZE_RESEAL_TO_OOBE")
        // Updates, with title, size and result; and what the filter leaves out.
        .containsPattern("\\[Install updates\\] .*KB\\d+.*MB")
        .contains("Installed");
    assertThat(Files.readString(directoryOfRun.resolve("validation.log")))
        .contains("[All files are there] Everything is in its place.");
    assertThat(Files.readString(directoryOfRun.resolve("serial.log")))
        .contains("image-engine: WinRM is open")
        .contains("image-engine: generalized");
    assertNoSecrets(directoryOfRun);

    Path vhd = Path.of(URI.create(run.at("/runOutputs/0/artifactUri").asText()));
    assertThat(vhd).isNotEmptyFile();
    String version = run.at("/runOutputs/1/artifactId").asText();
    assertThat(imageJson().at("/sysprep/runs").asInt()).isEqualTo(6);

    // Into the image itself, by another run's answer file, user and certificate.
    Engine.Result check = engine.run("doctor", "--image", version).succeeded();
    assertThat(check.out())
        .containsPattern("ok +Boot, WinRM")
        .containsPattern("ok +Run a script")
        .containsPattern("ok +Restart")
        .contains("Builds can start from this image.");
    Leftovers.assertNone(engine.home());
  }

  /** What the catalog says of the only version in it. */
  private JsonNode imageJson() throws IOException {
    try (var files = Files.walk(engine.home().resolve("catalog/galleries"))) {
      Path file = files.filter(path -> path.endsWith("image.json")).findFirst().orElseThrow();
      return JSON.readTree(file.toFile());
    }
  }

  /** No file of the run holds the password of the build user, which ends like this. */
  private static void assertNoSecrets(Path run) throws IOException {
    Pattern password = Pattern.compile("[A-Za-z2-9]{28}aA9-");
    try (var files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(password.matcher(text).find()).as("a password in %s", file).isFalse();
      }
    }
  }

  /** What Windows does every day is not the end of a build. */
  @Test
  void aGuestThatMisbehavesIsBuiltAllTheSame() throws Exception {
    ObjectNode misbehaviour = JSON.createObjectNode();
    misbehaviour.put("http500", 3).put("reset", 2).put("unauthorized", 2);
    misbehaviour.put("answerBeforeRestart", 10);
    misbehaviour.putArray("updateNeverInstalls").add("KB5022842");
    Templates template =
        template("misbehaving", misbehaviour)
            .powerShell("talk", "Write-Output 'still here'")
            .windows("WindowsRestart", "restart", "restartTimeout", "10m")
            .windows("WindowsUpdate", "updates", "searchCriteria", "IsInstalled=0")
            .vhd("image");

    JsonNode run = build(template).succeeded().json();

    String log = log(run);
    assertThat(log).contains("still here").contains("[restart] Windows has restarted.");
    assertThat(log).contains("was tried twice in vain and is skipped from now on");
    Leftovers.assertNone(engine.home());
  }

  /** A Windows that cannot be generalized any more says why, and nothing of it stays. */
  @Test
  void anUndeployableImageFailsWithTheLogOfSysprep() throws Exception {
    ObjectNode misbehaviour = JSON.createObjectNode().put("sysprepUndeployable", true);

    JsonNode run = build(template("undeployable", misbehaviour).vhd("image")).failedWith(1).json();

    assertThat(run.get("message").asText())
        .contains("Generalizing failed")
        .contains("IMAGE_STATE_UNDEPLOYABLE")
        .contains("setuperr.log");
    assertThat(run.get("runOutputs")).isEmpty();
    Leftovers.assertNone(engine.home());
  }

  @Test
  void aSysprepThatHangsEndsWithItsTime() throws Exception {
    ObjectNode misbehaviour = JSON.createObjectNode().put("sysprepStuck", true);
    engine = engine.with("ENGINE_TIMEOUTS_SYSPREP", "45s");

    JsonNode run = build(template("stuck", misbehaviour).vhd("image")).failedWith(1).json();

    assertThat(run.get("message").asText()).contains("Generalizing failed").contains("within");
    Leftovers.assertNone(engine.home());
  }

  /** The override replaces Sysprep, and the VM that a failure keeps can be entered. */
  @Test
  void aKeptVmIsEnteredByWinRm() throws Exception {
    Templates template =
        template("kept", JSON.createObjectNode())
            .powerShell("make", "Set-Content -Path C:\\made.txt -Value 'made'")
            .powerShell("fail", "Write-Output 'about to fail'", "exit 7")
            .onCustomizerError("abort")
            .vhd("image");

    JsonNode run = build(template).failedWith(1).json();

    assertThat(run.get("message").asText())
        .contains("The customizer \"fail\" failed: The script exited with code 7.")
        .contains("| about to fail");
    Engine.Result inside = engine.run("ssh", "latest", "type", "C:\\made.txt").succeeded();
    assertThat(inside.out().strip()).isEqualTo("made");
    engine.run("runs", "delete", "latest").succeeded();
    Leftovers.assertNone(engine.home());
  }

  private Templates template(String name, JsonNode misbehaviour) throws IOException {
    Path wish = Files.writeString(directory.resolve("misbehave.json"), misbehaviour.toString());
    Templates template = Templates.ofPlatformImage(name, URN.replaceFirst(":[^:]*$", ":latest"));
    return template
        .powerShell("folder", "New-Item -ItemType Directory -Path C:\\standin | Out-Null")
        .file("wish", wish.toUri().toString(), "C:\\standin\\wish.json")
        // An upload that failed half-way is made again, and would count from the start.
        .powerShell("misbehave", "Move-Item C:\\standin\\wish.json C:\\standin\\misbehave.json");
  }

  private Engine.Result build(Templates template) throws Exception {
    return engine.run(
        "run", template.write(directory.resolve("template.json")), "--output", "json");
  }

  private String log(JsonNode run) throws IOException {
    return Files.readString(
        engine
            .home()
            .resolve("runs")
            .resolve(run.get("runId").asText())
            .resolve("customization.log"));
  }
}

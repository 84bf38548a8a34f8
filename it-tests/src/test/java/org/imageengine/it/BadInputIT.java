package org.imageengine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong before any VM starts: its message, its exit code, and that nothing is left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  private static final String EMPTY_SHA256 =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @TempDir static Path directory;
  private Engine engine;

  @BeforeAll
  void prepare() throws Exception {
    engine = TestCatalog.prepare(directory.resolve("state"), TestCatalog.GEN2);
    TestCatalog.createGallery(engine, "bad-input");
  }

  @AfterEach
  void nothingIsLeftAndNoRunIsRecorded() throws Exception {
    Leftovers.assertNone(engine.home());
    assertThat(engine.run("runs", "list", "--output", "json").succeeded().json()).isEmpty();
  }

  private Engine.Result run(Templates template) throws Exception {
    return engine.run("run", template.write(directory.resolve("bad.json")));
  }

  private static Templates template() {
    return new Templates("bad", TestCatalog.GEN2);
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() throws Exception {
    Path script = Files.writeString(directory.resolve("script.sh"), "echo changed\n");
    Templates template =
        template()
            .script("changed", script, EMPTY_SHA256)
            .script("absent", directory.resolve("absent.sh"), EMPTY_SHA256)
            .sharedImage("gallery", "no-such-definition")
            .vhd("vhd");
    ((ObjectNode) template.properties().get("source")).put("offer", "debian-13");
    ((ObjectNode) template.properties().get("vmProfile")).put("vmSize", "Standard_B1mz");

    Engine.Result result = run(template).failedWith(2);

    assertThat(result.err())
        .as("source")
        .containsPattern("bad.json:\\d+:\\d+: error: properties.source: ")
        .contains("Debian:debian-12:12-gen2")
        .as("size")
        .contains("The VM size \"Standard_B1mz\" is not known.")
        .contains("Did you mean \"Standard_B1m")
        .as("checksum")
        .contains("properties.customize[0].scriptUri: ")
        .contains(EMPTY_SHA256)
        .as("fetch")
        .contains("properties.customize[1].scriptUri: ")
        .contains("absent.sh")
        .contains("4 problems.");
  }

  @Test
  void aTargetThatIsNotThereIsToldWithTheCommandThatMakesIt() throws Exception {
    Engine.Result result = run(template().sharedImage("gallery", "no-such")).failedWith(2);
    assertThat(result.err()).contains("properties.distribute[0]").contains("no-such");
  }

  @Test
  void anOsDiskSmallerThanTheSourceIsRefused() throws Exception {
    Templates template = template().vhd("vhd");
    ((ObjectNode) template.properties().get("vmProfile")).put("osDiskSizeGB", 1);
    assertThat(run(template).failedWith(2).err())
        .contains("An OS disk of 1 GB is smaller than the source image");
  }

  @Test
  void anOutputThatExistsIsNeverOverwritten() throws Exception {
    Path vhd = Files.writeString(directory.resolve("mine.vhd"), "precious");
    Engine.Result result = run(template().vhdTo("vhd", vhd.toUri().toString())).failedWith(2);
    assertThat(result.err()).contains("mine.vhd").contains("exists");
    assertThat(vhd).hasContent("precious");
  }

  @Test
  void aUriThatCannotBeFetchedNamesTheServersAnswer() throws Exception {
    Engine.Result result =
        run(template().file("get", "http://127.0.0.1:9/thing?sig=secret", "/tmp/thing").vhd("v"))
            .failedWith(2);
    assertThat(result.err()).contains("http://127.0.0.1:9/thing").doesNotContain("sig=secret");
  }

  @Test
  void anUnreadableTemplateIsToldWithItsPlace() throws Exception {
    Path broken = Files.writeString(directory.resolve("broken.json"), "{\n  \"type\": oops\n}\n");
    assertThat(engine.run("run", broken).failedWith(2).err()).contains("broken.json:2:");
    assertThat(engine.run("run", directory.resolve("none.json")).failedWith(2).err())
        .contains("The file does not exist.");
    assertThat(
            engine
                .run("run", broken, "--output", "json")
                .failedWith(2)
                .json()
                .at("/error/code")
                .asText())
        .isEqualTo("ValidationFailed");
  }

  @Test
  void aLibvirtThatIsNotRunningIsToldWithItsRemedy() throws Exception {
    Path template = template().vhd("vhd").write(directory.resolve("good.json"));
    Engine.Result result =
        engine
            .with("ENGINE_HYPERVISOR_URI", "qemu+unix:///system?socket=/nonexistent/libvirt-sock")
            .run("run", template)
            .failedWith(3);
    assertThat(result.err()).contains("libvirt").contains("engine doctor");
  }

  /** Where KVM works there is nothing to see: the probe's unit tests have programs that hang. */
  @Test
  void kvmThatDoesNotWorkFailsWhereItIsAskedFor() throws Exception {
    Engine.Result doctor = engine.run("doctor");
    assumeTrue(doctor.out().contains("Accelerator        TCG"), "KVM works on this host");
    Path template = template().vhd("vhd").write(directory.resolve("good.json"));
    Engine.Result result = engine.run("--accelerator", "kvm", "run", template).failedWith(3);
    assertThat(result.err()).contains("/dev/kvm").contains("engine doctor");
  }
}

package org.imageengine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Builds from every type of source to every type of target, each from what the one before it made:
 * a platform image, then a managed image, then a version of a gallery. Each leaves its name on the
 * disk.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourcesAndTargetsIT {
  private static final String REPLICA =
      "00000000-0000-0000-0000-000000000000/engine/testGallery/deep/0.0.1/disk.qcow2";

  @TempDir static Path directory;
  private Engine engine;
  private UploadServer uploads;
  private JsonNode first;
  private JsonNode second;
  private JsonNode third;

  @BeforeAll
  void build() throws Exception {
    Path home = Files.createDirectories(directory.resolve("state"));
    Files.writeString(
        home.resolve("engine.yaml"),
        """
        regions:
          eastus:
            zones:
              - directory: %s
              - directory: %s
        """
            .formatted(directory.resolve("zone1"), directory.resolve("zone2")));
    uploads = UploadServer.start(Files.createDirectory(directory.resolve("uploads")));
    engine = TestCatalog.prepare(home, TestCatalog.GEN2).reusing();
    TestCatalog.createGallery(engine, "shallow");
    TestCatalog.createGallery(engine, "deep");
    TestCatalog.createGallery(engine, "last");
    engine
        .run("staging", "create", "given", "--location", "local", "--tag", "owner=me")
        .succeeded();

    Templates fromPlatform = template("first").sharedImage("version", "shallow");
    last(fromPlatform).put("replicationMode", "Shallow").putObject("artifactTags").put("a", "b");
    fromPlatform.managedImage("managed", "chain");
    fromPlatform.vhdTo("vhd", uploads.uri("first.vhd"));
    ((ObjectNode) fromPlatform.properties().get("source"))
        .putObject("planInfo")
        .put("planName", "free")
        .put("planProduct", "product")
        .put("planPublisher", "publisher");
    first = run(fromPlatform);

    Templates fromManaged = template("second");
    fromManaged
        .properties()
        .putObject("source")
        .put("type", "ManagedImage")
        .put("imageId", Templates.GROUP + "/images/chain");
    fromManaged
        .properties()
        .put(
            "stagingResourceGroup",
            "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/given");
    fromManaged.vhd("vhd").managedImage("managed", "chain").sharedImage("version", "deep");
    ObjectNode region = last(fromManaged).putArray("targetRegions").addObject();
    region.put("name", "East US").put("storageAccountType", "Standard_ZRS");
    second = run(fromManaged);

    Templates fromVersion = template("third");
    fromVersion.root().put("location", "eastus");
    fromVersion
        .properties()
        .putObject("source")
        .put("type", "SharedImageVersion")
        .put(
            "imageVersionId",
            Templates.GROUP + "/galleries/testGallery/images/deep/versions/latest");
    fromVersion
        .vhdTo("vhd", directory.resolve("third.vhd").toUri().toString())
        .managedImage("managed", "third")
        .sharedImage("version", "last");
    last(fromVersion).putObject("versioning").put("scheme", "Source");
    third = run(fromVersion);
  }

  @AfterAll
  void stop() {
    if (uploads != null) {
      uploads.close();
    }
  }

  private static Templates template(String name) {
    Templates template =
        new Templates(name, TestCatalog.GEN2)
            .shell("mark", "echo " + name + " | sudo tee -a /chain");
    template.root().put("apiVersion", "2025-10-01");
    return template;
  }

  private static ObjectNode last(Templates template) {
    JsonNode targets = template.properties().get("distribute");
    return (ObjectNode) targets.get(targets.size() - 1);
  }

  private JsonNode run(Templates template) throws Exception {
    Path file = template.write(directory.resolve(template.root().get("name").asText() + ".json"));
    return engine.run("run", file, "--output", "json").succeeded().json();
  }

  private static JsonNode output(JsonNode run, String name) {
    return StreamSupport.stream(run.get("runOutputs").spliterator(), false)
        .filter(output -> output.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Path file(JsonNode run, String name) throws Exception {
    Path outputs = engine.home().resolve("runs/" + run.get("runId").asText() + "/outputs");
    JsonNode record = new ObjectMapper().readTree(outputs.resolve(name + ".json").toFile());
    return record.hasNonNull("file")
        ? Path.of(record.get("file").asText())
        : uploads.file(record.get("artifactUri").asText());
  }

  /** That of the second build's version boots is shown by the third build, which starts from it. */
  @ParameterizedTest
  @CsvSource({
    "first, version, first",
    "first, vhd, first",
    "second, vhd, first second",
    "second, managed, first second",
    "third, vhd, first second third",
    "third, managed, first second third",
    "third, version, first second third"
  })
  void everyOutputBootsWithWhatEachBuildHasLeft(String name, String target, String chain)
      throws Exception {
    JsonNode run = name.equals("first") ? first : name.equals("second") ? second : third;
    String format = target.equals("vhd") ? "vpc" : "qcow2";
    try (BootedImage vm =
        BootedImage.boot(
            file(run, target), format, true, directory.resolve("boot-" + name + target))) {
      assertThat(vm.sh("cat /chain").replace('\n', ' ')).isEqualTo(chain);
      assertThat(vm.sh("getent passwd imagebuilder || echo gone")).isEqualTo("gone");
    }
  }

  @Test
  void aShallowVersionIsSmallAndItsBaseCannotBeDeleted() throws Exception {
    JsonNode version = show("shallow", "0.0.1");
    assertThat(version.get("base").asText()).isEqualTo("Debian:debian-12:12-gen2:12.0.1");
    assertThat(version.get("sizeBytes").asLong())
        .isLessThan(Files.size(Path.of(show("deep", "0.0.1").get("disk").asText())));
    assertThat(version.get("tags").get("a").asText()).isEqualTo("b");
    assertThat(version.get("exactVersion").asText()).isEqualTo("12.0.1");
    assertThat(version.get("planInfo").get("planProduct").asText()).isEqualTo("product");
    assertThat(engine.run("image", "delete", "Debian:debian-12:12-gen2:12.0.1").failedWith(2).err())
        .contains("is the base of the shallow version");
  }

  private JsonNode show(String definition, String version) throws Exception {
    return engine
        .run("gallery", "version", "show", "testGallery", definition, version, "--output", "json")
        .succeeded()
        .json();
  }

  @Test
  void theReplicasAreInBothZones() throws Exception {
    for (String zone : new String[] {"zone1", "zone2"}) {
      Path replica = directory.resolve(zone).resolve(REPLICA);
      assertThat(replica).hasSameBinaryContentAs(file(second, "version"));
    }
    assertThat(show("deep", "0.0.1").get("regions").toString()).isEqualTo("[\"eastus\",\"local\"]");
  }

  @Test
  void theVersionOfTheSourceIsTakenOver() {
    assertThat(output(third, "version").get("artifactId").asText())
        .endsWith("/images/last/versions/0.0.1");
  }

  @Test
  void theStagingGroupThatWasGivenIsUsedAndMarked() throws Exception {
    assertThat(file(second, "vhd").getParent()).isEqualTo(engine.home().resolve("staging/given"));
    JsonNode groups = engine.run("staging", "list", "--output", "json").succeeded().json();
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).get("tags").get("usedBy").asText()).isEqualTo("engine");
    assertThat(groups.get(0).get("tags").get("imageTemplateName").asText()).isEqualTo("second");
    assertThat(groups.get(0).get("tags").get("owner").asText()).isEqualTo("me");
  }

  @Test
  void theDigestOfAVhdCanBeComparedLater() throws Exception {
    Path copy = directory.resolve("copy.vhd");
    Process cp =
        new ProcessBuilder("cp", "--sparse=never", file(third, "vhd").toString(), copy.toString())
            .start();
    assertThat(cp.waitFor()).isZero();
    assertThat(engine.run("image", "digest", copy).succeeded().out())
        .startsWith(output(third, "vhd").get("dataSha256").asText() + "  ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vhd", "vhdx", "qcow2", "raw", "vmdk"})
  void anExportHoldsTheSameDisk(String format) throws Exception {
    Path target = directory.resolve("export." + format);
    engine
        .run("gallery", "export", "testGallery/deep/latest", "--format", format, "--to", target)
        .succeeded();
    Process compare =
        new ProcessBuilder(
                "qemu-img",
                "compare",
                "-f",
                format.equals("vhd") ? "vpc" : format,
                "-F",
                "qcow2",
                target.toString(),
                file(second, "version").toString())
            .inheritIO()
            .start();
    assertThat(compare.waitFor()).isZero();
    assertThat(
            engine
                .run(
                    "gallery",
                    "export",
                    "testGallery/deep/latest",
                    "--format",
                    format,
                    "--to",
                    target)
                .failedWith(2)
                .err())
        .contains("never overwritten");
  }

  /** What is exported packed can be brought in again: as a golden image goes to another site. */
  @ParameterizedTest
  @CsvSource({"ova, none, 1.0.0", "qcow2, zst, 2.0.0", "vhd, gz, 3.0.0"})
  void aPackedExportCanBeImported(String format, String compression, String version)
      throws Exception {
    Path target = directory.resolve("packed." + format + "." + compression);
    engine
        .run(
            "gallery",
            "export",
            "testGallery/deep/0.0.1",
            "--format",
            format,
            "--compress",
            compression,
            "--to",
            target)
        .succeeded();
    engine
        .run(
            "image",
            "import",
            target,
            "--as",
            "Again:packed:sku:" + version,
            "--os-type",
            "Linux",
            "--generation",
            "V2")
        .succeeded();
    JsonNode image =
        engine
            .run("image", "show", "Again:packed:sku:" + version, "--output", "json")
            .succeeded()
            .json();
    Process compare =
        new ProcessBuilder(
                "qemu-img",
                "compare",
                image.get("disk").asText(),
                file(second, "version").toString())
            .inheritIO()
            .start();
    assertThat(compare.waitFor()).isZero();
    engine.run("image", "delete", "Again:packed:sku:" + version).succeeded();
  }

  @Test
  void theCatalogIsWholeAndNothingIsLeft() throws Exception {
    assertThat(engine.run("catalog", "verify").succeeded().out()).contains("all is well.");
    assertThat(engine.run("catalog", "gc").succeeded().out()).contains("Removed 0");
    Leftovers.assertNone(engine.home());
  }
}

package org.imageengine.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.imageengine.distributors.Catalog;
import org.imageengine.distributors.DiskFacts;
import org.imageengine.distributors.DiskLook;
import org.imageengine.distributors.Generation;
import org.imageengine.distributors.HardwareWish;
import org.imageengine.distributors.ImportOptions;
import org.imageengine.distributors.OsState;
import org.imageengine.distributors.OsType;
import org.imageengine.distributors.PlatformUrn;
import org.imageengine.distributors.ProgressListener;
import org.imageengine.distributors.Replicator;
import org.imageengine.engine.config.ConfigReader;
import org.imageengine.engine.config.VmSizes;
import org.imageengine.engine.run.RunDirectory;
import org.imageengine.engine.template.TemplateReader;
import org.imageengine.engine.template.TemplateRequest;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.hypervisor.QemuImg;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
  private static final long SOURCE_BYTES = (2L << 30) + 512;
  private static final String TEMPLATE =
      """
      {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2022-02-14",
        "location": "local",
        "properties": {
          "source": {"type": "PlatformImage", "publisher": "P", "offer": "o", "sku": "s", "version": "latest"},
          "vmProfile": {"vmSize": "standard_b2s", "osDiskSizeGB": 4},
          "customize": [
            {"type": "Shell", "name": "inline", "inline": ["echo 1"]},
            {"type": "Shell", "name": "script", "scriptUri": "script.sh"},
            {"type": "File", "name": "file", "sourceUri": "script.sh", "destination": "/tmp/x"}
          ],
          "distribute": [
            {"type": "VHD", "runOutputName": "vhd"},
            {"type": "ManagedImage", "runOutputName": "managed", "location": "local",
             "imageId": "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/images/i"}
          ]
        }
      }
      """;

  @TempDir Path directory;
  private Catalog catalog;
  private RunDirectory run;

  @BeforeEach
  void importSource() throws Exception {
    catalog = Catalog.open(directory.resolve("home"));
    run = new RunDirectory(directory.resolve("home/runs/20260101-000000-test"));
    Files.createDirectories(run.work());
    Files.writeString(directory.resolve("script.sh"), "#!/bin/sh\n");
    source(Generation.V2, "1.0.0");
  }

  private void source(Generation generation, String version) throws Exception {
    source(OsType.Linux, generation, version);
  }

  private void source(OsType osType, Generation generation, String version) throws Exception {
    source(osType, generation, version, OptionalInt.empty());
  }

  private void source(OsType osType, Generation generation, String version, OptionalInt sysprepRuns)
      throws Exception {
    Path disk = Files.writeString(directory.resolve("disk"), "disk");
    catalog
        .platformImages()
        .importDisk(
            PlatformUrn.parse("P:o:s:" + version),
            disk,
            new ImportOptions(
                Optional.of(osType),
                Optional.of(generation),
                OsState.Generalized,
                Optional.empty(),
                "local",
                Map.of(),
                HardwareWish.NONE,
                sysprepRuns,
                OptionalInt.empty()),
            new QemuDiskWriter(new QemuImg()) {
              @Override
              public DiskFacts facts(Path file, Optional<String> format) {
                return new DiskFacts("qcow2", SOURCE_BYTES, true);
              }

              @Override
              public boolean isPacked(Path file, String format) {
                return false;
              }
            },
            DiskLook.BLIND,
            ProgressListener.NONE);
  }

  private Planner planner() throws Exception {
    return new Planner(
        ConfigReader.read(List.of(), Map.of(), Map.of()),
        VmSizes.read(List.of(Path.of("../conf/vm-sizes.yaml"))),
        catalog,
        new QemuImg(),
        Replicator.NONE,
        (credential, source) -> "secret");
  }

  private BuildPlan plan(String text) throws Exception {
    Path file = Files.writeString(directory.resolve("web.json"), text);
    return planner()
        .plan(
            TemplateReader.read(TemplateRequest.of(file)).template(),
            file,
            run.runId(),
            run.work(),
            () -> Duration.ofMinutes(1));
  }

  private List<Problem> problems(String text) {
    return catchThrowableOfType(ProblemsException.class, () -> plan(text)).problems();
  }

  @Test
  void thePlanSaysAllThatWillBeDone() throws Exception {
    String json = PlanWriter.json(plan(TEMPLATE));
    assertThat(json.replace(directory.toString(), "DIR").replaceAll("[0-9a-f]{64}", "SHA"))
        .isEqualTo(
            """
            {
              "template" : "web",
              "source" : {
                "id" : "P:o:s:1.0.0",
                "version" : "1.0.0",
                "sha256" : "SHA"
              },
              "vm" : {
                "size" : "Standard_B2s",
                "cpus" : 2,
                "memoryMiB" : 4096,
                "firmware" : "UEFI",
                "osDiskBytes" : 4294967296,
                "network" : "of its own"
              },
              "timeLimitMinutes" : 240,
              "errorHandling" : {
                "onCustomizerError" : "cleanup",
                "onValidationError" : "cleanup"
              },
              "customize" : [ {
                "type" : "Shell",
                "name" : "inline",
                "sha256" : "SHA",
                "inputsDigest" : "SHA"
              }, {
                "type" : "Shell",
                "name" : "script",
                "sha256" : "SHA",
                "inputsDigest" : "SHA"
              }, {
                "type" : "File",
                "name" : "file",
                "sha256" : "SHA",
                "inputsDigest" : "SHA"
              } ],
              "validate" : [ ],
              "distribute" : [ {
                "type" : "VHD",
                "runOutputName" : "vhd",
                "target" : "file://DIR/home/staging/IT_engine_web_20260101-000000-test/vhd.vhd"
              }, {
                "type" : "ManagedImage",
                "runOutputName" : "managed",
                "target" : "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/images/i"
              } ]
            }
            """);
  }

  @Test
  void thePlanForPeopleHasALineForEachThing() throws Exception {
    String text = PlanWriter.text(plan(TEMPLATE));
    assertThat(
            text.replace(directory.toString(), "DIR")
                .replaceAll("[0-9a-f]{12}(?![0-9a-f])", "DIGEST"))
        .isEqualTo(
            """
            template      web
            source        P:o:s:1.0.0  sha256:DIGEST
            vm            Standard_B2s: 2 CPUs, 4096 MiB memory, UEFI, OS disk 4096 MiB, network of its own
            time limit    240 minutes
            on error      cleanup after a customizer, cleanup after a validator
            customize 1   Shell "inline"  sha256:DIGEST
            customize 2   Shell "script"  sha256:DIGEST
            customize 3   File "file"  sha256:DIGEST
            generalize    deprovision, or the image's own override script
            distribute    VHD vhd -> file://DIR/home/staging/IT_engine_web_20260101-000000-test/vhd.vhd
            distribute    ManagedImage managed -> /subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/images/i
            """);
  }

  @Test
  void windowsStepsAreNotForALinuxSource() {
    assertThat(
            problems(
                TEMPLATE
                    .replace(
                        "{\"type\": \"Shell\", \"name\": \"inline\"",
                        "{\"type\": \"PowerShell\", \"name\": \"inline\"")
                    .replace(
                        "{\"type\": \"Shell\", \"name\": \"script\", \"scriptUri\": \"script.sh\"},",
                        "")
                    .replace("/tmp/x", "C:\\\\x")))
        .extracting(Problem::message)
        .containsExactly(
            "PowerShell is for Windows, and the source image P:o:s:1.0.0 is Linux.",
            "\"C:\\x\" is no path of Linux, which the source image P:o:s:1.0.0 has.");
  }

  @Test
  void linuxStepsAreNotForAWindowsSource() throws Exception {
    source(OsType.Windows, Generation.V2, "3.0.0");
    assertThat(problems(TEMPLATE))
        .extracting(Problem::message)
        .containsExactly(
            "Shell is for Linux, and the source image P:o:s:3.0.0 is Windows.",
            "Shell is for Linux, and the source image P:o:s:3.0.0 is Windows.",
            "\"/tmp/x\" is no path of Windows, which the source image P:o:s:3.0.0 has.");
  }

  @ParameterizedTest
  @CsvSource({
    "1001, Sysprep has run 1001 times on the image P:o:s:3.0.0",
    "1000, this build is the last that can be generalized"
  })
  void theEndOfSysprepIsTold(int runs, String words) throws Exception {
    source(OsType.Windows, Generation.V2, "3.0.0", OptionalInt.of(runs));
    String text = TEMPLATE.replaceAll("(?s)\"customize\": \\[.*?\\],", "\"customize\": [],");
    if (runs > 1000) {
      assertThat(problems(text))
          .singleElement()
          .satisfies(problem -> assertThat(problem.message()).contains(words));
    } else {
      assertThat(plan(text).warnings())
          .singleElement()
          .satisfies(problem -> assertThat(problem.message()).contains(words));
    }
  }

  @Test
  void whatABuildCannotDoYetIsRefusedOrLeftOutByName() throws Exception {
    String more =
        TEMPLATE.replace(
            "\"osDiskSizeGB\": 4",
            "\"osDiskSizeGB\": 4, \"additionalDataDisks\": [{\"sizeGB\": 1}], \"vnetConfig\":"
                + " {\"subnetId\": \"/subscriptions/s/resourceGroups"
                + "/g/providers/Microsoft.Network/virtualNetworks/v/subnets/x\"}");
    BuildPlan plan = plan(more);
    NotYet notYet = NotYet.in(plan.template());
    assertThat(notYet.refused().exception().problems())
        .extracting(Problem::message)
        .containsExactly("A build VM has no additional data disks with this version.");
    assertThat(notYet.ignored())
        .singleElement()
        .asString()
        .contains("Subnets are not mapped to networks of this host yet");
    assertThat(notYet.warnings()).hasSize(2);
  }

  @Test
  void anIdentityThatIsNotMappedIsToldWithWhatToDo() {
    String id =
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity"
            + "/userAssignedIdentities/one";
    String text =
        TEMPLATE.replace(
            "\"properties\": {",
            "\"identity\": {\"type\": \"UserAssigned\", \"userAssignedIdentities\": {\""
                + id
                + "\": {}}}, \"properties\": {");
    assertThat(problems(text))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).contains(id + " is not mapped to a credential");
              assertThat(problem.advice().orElseThrow()).contains("identities", "[]");
            });
  }

  @Test
  void aSourceCanBeAnythingThatTheCatalogHas() {
    String source =
        "\"source\": {\"type\": \"PlatformImage\", \"publisher\": \"P\", \"offer\": \"o\","
            + " \"sku\": \"s\", \"version\": \"latest\"}";
    assertThat(TEMPLATE).contains(source);
    String id = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/";
    assertThat(
            problems(
                TEMPLATE.replace(
                    source,
                    "\"source\": {\"type\": \"ManagedImage\", \"imageId\": \""
                        + id
                        + "images/none\"}")))
        .singleElement()
        .asString()
        .contains("web.json:6:15", "There is no managed image " + id + "images/none.");
    assertThat(
            problems(
                TEMPLATE.replace(
                    source,
                    "\"source\": {\"type\": \"SharedImageVersion\", \"imageVersionId\": \""
                        + id
                        + "galleries/g/images/d/versions/1.0.0\"}")))
        .singleElement()
        .asString()
        .contains("There is no image version " + id + "galleries/g/images/d/versions/1.0.0.");
  }

  /** The digest of a step changes with what it does, and with nothing else. */
  @Test
  void theDigestOfAStepIsThatOfItsInputs() throws Exception {
    List<String> first = digests(plan(TEMPLATE));
    assertThat(first).doesNotHaveDuplicates();
    assertThat(digests(plan(TEMPLATE.replace("\"inline\", \"inline\"", "\"other\", \"inline\""))))
        .isEqualTo(first);
    assertThat(digests(plan(TEMPLATE.replace("echo 1", "echo 2"))).get(0))
        .isNotEqualTo(first.get(0));
    Files.writeString(directory.resolve("script.sh"), "#!/bin/sh\necho\n");
    assertThat(digests(plan(TEMPLATE))).first().isEqualTo(first.get(0));
    assertThat(digests(plan(TEMPLATE)).get(1)).isNotEqualTo(first.get(1));
    assertThat(digests(plan(TEMPLATE)).get(2)).isNotEqualTo(first.get(2));
  }

  private static List<String> digests(BuildPlan plan) {
    return plan.customizers().stream().map(PlannedStep::inputsDigest).toList();
  }

  @Test
  void theDefaultSizeFollowsTheGeneration() throws Exception {
    String none = TEMPLATE.replace("\"vmSize\": \"standard_b2s\", \"osDiskSizeGB\": 4", "");
    assertThat(plan(none).vm().size()).isEqualTo("Standard_D2ds_v4");
    assertThat(plan(none).vm().osDiskBytes()).as("whole MiB").isEqualTo((2L << 30) + (1 << 20));
    source(Generation.V1, "2.0.0");
    assertThat(plan(none).vm().size()).isEqualTo("Standard_D1_v2");
    assertThat(plan(none).vm().memoryMiB()).isEqualTo(3584);
  }

  @Test
  void allThatTheTemplateNamesWronglyIsToldAtOnce() {
    List<Problem> problems =
        problems(
            TEMPLATE
                .replace("standard_b2s", "Standard_B2x")
                .replace("\"scriptUri\": \"script.sh\"", "\"scriptUri\": \"ftp://x/y\"")
                .replace("\"sourceUri\": \"script.sh\"", "\"sourceUri\": \"none.txt\"")
                .replace(
                    "\"runOutputName\": \"vhd\"",
                    "\"runOutputName\": \"vhd\", \"uri\": \"file:///none/x.vhd\""));
    assertThat(problems)
        .extracting(Problem::code)
        .containsExactly("UnknownVmSize", "BadUri", "FetchFailed", "BadTarget");
    assertThat(problems.get(0).toString())
        .contains("web.json:7:29: properties.vmProfile.vmSize: The VM size")
        .contains("Did you mean \"Standard_B2");
  }

  @Test
  void theOsDiskOnlyGrows() {
    assertThat(problems(TEMPLATE.replace("\"osDiskSizeGB\": 4", "\"osDiskSizeGB\": 2")))
        .singleElement()
        .asString()
        .contains("An OS disk of 2 GB is smaller than the source image, which has 2.0 GB.");
  }
}

package org.imageengine.distributors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributorsTest {
  private static final DefinitionId DEFINITION =
      new DefinitionId(new GalleryId("s", "rg", "g"), "d");
  private static final DistributionRequest REQUEST =
      new DistributionRequest(OsType.Linux, Generation.V2, 1 << 20, 1 << 20);

  @TempDir Path directory;
  private Catalog catalog;
  private FinishedDisk disk;

  @BeforeEach
  void open() throws Exception {
    catalog = Catalog.open(directory.resolve("home"));
    disk = finished("the disk");
  }

  private FinishedDisk finished(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("os-disk.qcow2"), content);
    return new FinishedDisk(
        file,
        "qcow2",
        1 << 20,
        OsType.Linux,
        Generation.V2,
        new SourceInfo("a:b:c:1.0.0", "1.0.0", "00", "run", "template"));
  }

  private void createDefinition() throws CatalogException {
    catalog.galleries().createGallery(DEFINITION.gallery(), "local", Map.of());
    catalog
        .galleries()
        .createDefinition(
            DEFINITION, new DefinitionSpec(OsType.Linux, Generation.V2, "p", "o", "s", "local"));
  }

  private SharedImageDistributor shared(VersionScheme scheme, boolean createMissing) {
    return shared(scheme, createMissing, new CopyingWriter());
  }

  private SharedImageDistributor shared(
      VersionScheme scheme, boolean createMissing, DiskWriter writer) {
    return new SharedImageDistributor(
        catalog,
        "out",
        DEFINITION,
        scheme,
        new SharedImageDistributor.Options(Map.of("k", "v"), false, createMissing, "local"),
        writer);
  }

  private static VersionScheme latest() {
    return new VersionScheme.Latest(OptionalInt.empty());
  }

  @Test
  void aVersionIsWrittenWithAllThatIsKnownOfIt() throws Exception {
    createDefinition();
    SharedImageDistributor distributor = shared(latest(), false);
    distributor.check(REQUEST);
    assertThat(distributor.plannedTarget()).isEqualTo(DEFINITION + "/versions/0.0.1");

    Artifact artifact = distributor.distribute(disk, "run");

    assertThat(artifact.artifactId()).contains(DEFINITION + "/versions/0.0.1");
    assertThat(artifact.file()).hasContent("the disk");
    assertThat(artifact.sha256()).isEqualTo(Digests.sha256(disk.disk()));
    CatalogImage image = catalog.galleries().resolve(new ImageVersionId(DEFINITION, "latest"));
    assertThat(image.tags()).containsEntry("k", "v");
    assertThat(image.builtFrom()).contains(disk.source());
    assertNothingHalfWritten();
  }

  @Test
  void twentyPublishersGetTwentyConsecutiveVersions() throws Exception {
    createDefinition();
    List<Callable<String>> publishers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String run = "run-" + i;
      publishers.add(
          () -> shared(latest(), false).distribute(disk, run).artifactId().orElseThrow());
    }
    ExecutorService threads = Executors.newFixedThreadPool(20);
    List<String> ids = new ArrayList<>();
    try {
      for (Future<String> future : threads.invokeAll(publishers)) {
        ids.add(future.get());
      }
    } finally {
      threads.shutdown();
    }
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      expected.add(DEFINITION + "/versions/0.0." + i);
    }
    assertThat(ids).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void severalProcessesGetConsecutiveVersionsToo() throws Exception {
    createDefinition();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  "-cp",
                  System.getProperty("java.class.path"),
                  PublishingProcess.class.getName(),
                  directory.resolve("home").toString(),
                  disk.disk().toString(),
                  "process-" + i)
              .inheritIO()
              .start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(catalog.galleries().versionNumbers(DEFINITION))
        .hasSize(4 * PublishingProcess.VERSIONS)
        .last()
        .hasToString("0.0." + 4 * PublishingProcess.VERSIONS);
  }

  @Test
  void aDefinitionThatIsMissingIsToldWithTheCommandOrMade() throws Exception {
    assertThatThrownBy(() -> shared(latest(), false).check(REQUEST))
        .hasMessageContaining("engine gallery create g --resource-group rg");
    SharedImageDistributor making = shared(latest(), true);
    making.check(REQUEST);
    assertThat(catalog.galleries().findGallery(DEFINITION.gallery())).isEmpty();
    making.distribute(disk, "run");
    assertThat(catalog.galleries().definition(DEFINITION).generation()).isEqualTo(Generation.V2);
  }

  @Test
  void anImageOfAnotherKindDoesNotFit() throws Exception {
    createDefinition();
    assertThatThrownBy(
            () ->
                shared(latest(), false)
                    .check(new DistributionRequest(OsType.Linux, Generation.V1, 1, 1)))
        .hasMessageContaining("is for Linux V2; this image is Linux V1");
  }

  @Test
  void anExplicitVersionIsRefusedInTheCheckIfItIsTaken() throws Exception {
    createDefinition();
    VersionScheme explicit = new VersionScheme.Explicit(Version.parse("3.2.1"));
    shared(explicit, false).distribute(disk, "run");
    assertThatThrownBy(() -> shared(explicit, false).check(REQUEST))
        .hasMessageContaining("3.2.1 exists already");
    assertThatThrownBy(() -> shared(explicit, false).distribute(disk, "run2"))
        .hasMessageContaining("3.2.1 exists already");
    assertNothingHalfWritten();
  }

  @Test
  void aFailedWriteLeavesNothing() throws Exception {
    createDefinition();
    DiskWriter failing =
        new DiskWriter() {
          @Override
          public DiskFacts facts(Path file, java.util.Optional<String> format) {
            throw new AssertionError("not asked");
          }

          @Override
          public void write(Path source, String format, Path target, DiskKind kind)
              throws CatalogException {
            try {
              Files.writeString(target, "half");
            } catch (IOException e) {
              throw new AssertionError(e);
            }
            throw new CatalogException(CatalogException.Code.NO_ROOM, "full");
          }
        };
    Path vhd = directory.resolve("out.vhd");
    for (Distributor distributor :
        List.of(
            shared(latest(), false, failing),
            VhdDistributor.toFile("v", vhd, Map.of(), failing),
            new ManagedImageDistributor(
                catalog, "m", new ManagedImageId("s", "rg", "i"), "l", Map.of(), failing))) {
      assertThatThrownBy(() -> distributor.distribute(disk, "run")).hasMessage("full");
    }
    assertThat(vhd).doesNotExist();
    assertThat(catalog.galleries().versionNumbers(DEFINITION)).isEmpty();
    assertThat(catalog.managedImages().list()).isEqualTo(new Listing(List.of(), List.of()));
    assertNothingHalfWritten();
  }

  @Test
  void aManagedImageIsReplacedAndTheOldDiskGoes() throws Exception {
    ManagedImageId id = new ManagedImageId("s", "rg", "i");
    ManagedImageDistributor distributor =
        new ManagedImageDistributor(catalog, "m", id, "local", Map.of(), new CopyingWriter());
    final Path first = distributor.distribute(disk, "run1").file();
    Artifact second = distributor.distribute(finished("second"), "run2");

    assertThat(catalog.managedImages().find(id).orElseThrow().disk()).isEqualTo(second.file());
    assertThat(second.file()).hasContent("second");
    assertThat(first).doesNotExist();
  }

  @Test
  void theDiskOfAManagedImageInUseStays() throws Exception {
    ManagedImageId id = new ManagedImageId("s", "rg", "i");
    ManagedImageDistributor distributor =
        new ManagedImageDistributor(catalog, "m", id, "local", Map.of(), new CopyingWriter());
    final Path first = distributor.distribute(disk, "run1").file();
    catalog.lease(catalog.managedImages().find(id).orElseThrow(), "other");
    distributor.distribute(finished("second"), "run2");
    assertThat(first).hasContent("the disk");
  }

  @Test
  void aVhdIsNeverOverwrittenNotEvenInARace() throws Exception {
    Path target = directory.resolve("mine.vhd");
    VhdDistributor distributor = VhdDistributor.toFile("v", target, Map.of(), new CopyingWriter());
    distributor.check(REQUEST);
    Files.writeString(target, "precious");
    assertThatThrownBy(() -> distributor.check(REQUEST)).hasMessageContaining("never overwritten");
    assertThatThrownBy(() -> distributor.distribute(disk, "run"))
        .hasMessageContaining("never overwritten");
    assertThat(target).hasContent("precious");
    assertNothingHalfWritten();
  }

  @Test
  void theDirectoryOfAVhdMustBeThereAndStagingIsMade() throws Exception {
    assertThatThrownBy(
            () ->
                VhdDistributor.toFile(
                        "v", directory.resolve("no/v.vhd"), Map.of(), new CopyingWriter())
                    .check(REQUEST))
        .hasMessageContaining("The directory " + directory.resolve("no"));
    Path group = catalog.stagingGroup("IT_x");
    Artifact artifact =
        VhdDistributor.toStaging("v", group, Map.of(), new CopyingWriter()).distribute(disk, "r");
    assertThat(artifact.artifactUri()).contains(group.resolve("v.vhd").toUri().toString());
  }

  @Test
  void noRoomIsToldBeforeAnythingIsWritten() {
    assertThatThrownBy(
            () ->
                VhdDistributor.toFile(
                        "v", directory.resolve("v.vhd"), Map.of(), new CopyingWriter())
                    .check(new DistributionRequest(OsType.Linux, Generation.V2, 1, 1L << 60)))
        .hasMessageContaining("There is no room at " + directory)
        .hasMessageContaining("MiB are free");
  }

  private void assertNothingHalfWritten() throws IOException {
    try (var all = Files.walk(directory)) {
      assertThat(
              all.map(path -> path.getFileName().toString())
                  .filter(name -> name.startsWith(".incoming") || name.endsWith(".partial")))
          .isEmpty();
    }
  }
}

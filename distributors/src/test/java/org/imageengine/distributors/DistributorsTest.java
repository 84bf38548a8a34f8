package org.imageengine.distributors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributorsTest {
  private static final DefinitionId DEFINITION = TestCatalog.DEFINITION;
  private static final DistributionRequest REQUEST = TestCatalog.REQUEST;

  @TempDir Path directory;
  private TestCatalog test;
  private Catalog catalog;
  private FinishedDisk disk;

  @BeforeEach
  void open() throws Exception {
    test = TestCatalog.open(directory);
    catalog = test.catalog();
    disk = test.finished("the disk");
  }

  private SharedImageDistributor shared(VersionScheme scheme, boolean createMissing) {
    return shared(scheme, createMissing, new CopyingWriter());
  }

  private SharedImageDistributor shared(
      VersionScheme scheme, boolean createMissing, DiskWriter writer) {
    return test.shared(scheme, writer, createMissing, false, List.of(), Replicator.NONE);
  }

  @Test
  void aVersionIsWrittenWithAllThatIsKnownOfIt() throws Exception {
    test.createDefinition();
    SharedImageDistributor distributor = shared(TestCatalog.latest(), false);
    distributor.check(REQUEST);
    assertThat(distributor.plannedTarget()).isEqualTo(DEFINITION + "/versions/0.0.1");

    Artifact artifact = TestCatalog.write(distributor, disk, "run");

    assertThat(artifact.artifactId()).contains(DEFINITION + "/versions/0.0.1");
    assertThat(artifact.file().orElseThrow()).hasContent("the disk");
    assertThat(artifact.sha256()).contains(Digests.sha256(disk.disk()));
    CatalogImage image =
        catalog.versions().resolve(TestCatalog.version("latest"), Optional.empty());
    assertThat(image.tags()).containsEntry("k", "v");
    assertThat(image.builtFrom()).contains(disk.source());
    assertNothingHalfWritten();
  }

  @Test
  void twentyPublishersGetTwentyConsecutiveVersions() throws Exception {
    test.createDefinition();
    List<Callable<String>> publishers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String run = "run-" + i;
      publishers.add(
          () ->
              TestCatalog.write(shared(TestCatalog.latest(), false), disk, run)
                  .artifactId()
                  .orElseThrow());
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
    test.createDefinition();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  "-cp",
                  System.getProperty("java.class.path"),
                  PublishingProcess.class.getName(),
                  directory.toString(),
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
    assertThatThrownBy(() -> shared(TestCatalog.latest(), false).check(REQUEST))
        .hasMessageContaining("engine gallery create g --resource-group rg");
    SharedImageDistributor making = shared(TestCatalog.latest(), true);
    making.check(REQUEST);
    assertThat(catalog.galleries().findGallery(DEFINITION.gallery())).isEmpty();
    TestCatalog.write(making, disk, "run");
    assertThat(catalog.galleries().definition(DEFINITION).generation()).isEqualTo(Generation.V2);
  }

  @Test
  void anImageOfAnotherKindDoesNotFit() throws Exception {
    test.createDefinition();
    assertThatThrownBy(
            () ->
                shared(TestCatalog.latest(), false)
                    .check(new DistributionRequest(OsType.Linux, Generation.V1, 1, 1)))
        .hasMessageContaining("is for Linux V2; this image is Linux V1");
  }

  @Test
  void anExplicitVersionIsRefusedInTheCheckIfItIsTaken() throws Exception {
    test.createDefinition();
    VersionScheme explicit = new VersionScheme.Explicit(Version.parse("3.2.1"));
    TestCatalog.write(shared(explicit, false), disk, "run");
    assertThatThrownBy(() -> shared(explicit, false).check(REQUEST))
        .hasMessageContaining("3.2.1 exists already");
    assertThatThrownBy(() -> TestCatalog.write(shared(explicit, false), disk, "run2"))
        .hasMessageContaining("3.2.1 exists already");
    assertNothingHalfWritten();
  }

  @Test
  void aFailedWriteLeavesNothing() throws Exception {
    test.createDefinition();
    DiskWriter failing =
        new CopyingWriter() {
          @Override
          public String write(Path source, String format, Path target, DiskKind kind)
              throws CatalogException, InterruptedException {
            var unused = super.write(source, format, target, kind);
            throw new CatalogException(CatalogException.Code.NO_ROOM, "full");
          }
        };
    Path vhd = directory.resolve("out.vhd");
    for (Distributor distributor :
        List.of(
            shared(TestCatalog.latest(), false, failing),
            VhdDistributor.toFile("v", vhd, Map.of(), failing),
            test.managed(failing))) {
      assertThatThrownBy(() -> TestCatalog.write(distributor, disk, "run")).hasMessage("full");
    }
    assertThat(vhd).doesNotExist();
    assertThat(catalog.galleries().versionNumbers(DEFINITION)).isEmpty();
    assertThat(catalog.managedImages().list()).isEqualTo(new Listing(List.of(), List.of()));
    assertNothingHalfWritten();
  }

  @Test
  void aManagedImageIsReplacedAndTheOldDiskGoes() throws Exception {
    ManagedImageId id = TestCatalog.managedId();
    ManagedImageDistributor distributor = test.managed(new CopyingWriter());
    final Path first = TestCatalog.write(distributor, disk, "run1").file().orElseThrow();
    Artifact second = TestCatalog.write(distributor, test.finished("second"), "run2");

    assertThat(catalog.managedImages().find(id).orElseThrow().disk())
        .isEqualTo(second.file().orElseThrow());
    assertThat(second.file().orElseThrow()).hasContent("second");
    assertThat(first).doesNotExist();
  }

  @Test
  void theDiskOfAManagedImageInUseStays() throws Exception {
    ManagedImageId id = TestCatalog.managedId();
    ManagedImageDistributor distributor = test.managed(new CopyingWriter());
    final Path first = TestCatalog.write(distributor, disk, "run1").file().orElseThrow();
    catalog.lease(catalog.managedImages().find(id).orElseThrow(), "other");
    TestCatalog.write(distributor, test.finished("second"), "run2");
    assertThat(first).hasContent("the disk");
    catalog.release(id.toString(), "other");
    assertThat(first).as("nothing needs it any more").doesNotExist();
  }

  @Test
  void aVhdIsNeverOverwrittenNotEvenInARace() throws Exception {
    Path target = directory.resolve("mine.vhd");
    VhdDistributor distributor = VhdDistributor.toFile("v", target, Map.of(), new CopyingWriter());
    distributor.check(REQUEST);
    Files.writeString(target, "precious");
    assertThatThrownBy(() -> distributor.check(REQUEST)).hasMessageContaining("never overwritten");
    assertThatThrownBy(() -> TestCatalog.write(distributor, disk, "run"))
        .hasMessageContaining("never overwritten");
    assertThat(target).hasContent("precious");
    assertNothingHalfWritten();
  }

  @Test
  void theDirectoryOfAVhdMustBeThere() throws Exception {
    assertThatThrownBy(
            () ->
                VhdDistributor.toFile(
                        "v", directory.resolve("no/v.vhd"), Map.of(), new CopyingWriter())
                    .check(REQUEST))
        .hasMessageContaining("The directory " + directory.resolve("no"));
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

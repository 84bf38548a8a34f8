package org.imageengine.distributors.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.imageengine.distributors.CatalogAudit;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.CatalogRepair;
import org.imageengine.distributors.ProgressListener;
import org.imageengine.distributors.ProvisioningState;
import org.imageengine.distributors.StorageAccountType;
import org.imageengine.distributors.TargetRegion;
import org.imageengine.distributors.TestCatalog;
import org.imageengine.distributors.store.DirectoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions and their replicas, over real directories. */
class ReplicationTest {
  @TempDir Path directory;
  private TestCatalog test;
  private RegionReplicator replicator;

  @BeforeEach
  void open() throws Exception {
    test = TestCatalog.withDefinition(directory);
    Region three = new Region("threezones", List.of(zone("zone1"), zone("zone2"), zone("zone3")));
    replicator =
        new RegionReplicator(new Regions(List.of(three), directory.resolve("regions"), "local"));
  }

  private Zone zone(String name) {
    Path folder = directory.resolve(name);
    return new Zone(folder.toString(), () -> new DirectoryStore(folder));
  }

  private static TargetRegion region(String name, int count, StorageAccountType storage) {
    return new TargetRegion(name, count, storage);
  }

  private static TargetRegion local(String name) {
    return region(name, 1, StorageAccountType.Standard_LRS);
  }

  private CatalogImage publish(TargetRegion... regions) throws Exception {
    var unused =
        TestCatalog.write(
            test.replicated(List.of(regions), replicator), test.finished("the disk"), "run");
    return test.catalog().versions().get(TestCatalog.version("0.0.1"));
  }

  private List<String> disks(String below) throws IOException {
    Path root = directory.resolve(below);
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(path -> path.toString().endsWith(".qcow2"))
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void aRegionThatIsNotMappedIsAFolder() throws Exception {
    CatalogImage image = publish(region("West US 2", 2, StorageAccountType.Standard_LRS));
    assertThat(disks("regions"))
        .containsExactly(
            "westus2/s/rg/g/d/0.0.1/disk-2.qcow2", "westus2/s/rg/g/d/0.0.1/disk.qcow2");
    assertThat(image.provisioningState()).isEqualTo(ProvisioningState.Succeeded);
    assertThat(image.replicas()).hasSize(2).allMatch(replica -> replica.isWhole());
    assertThat(image.regions()).containsExactly("local", "westus2");
  }

  @Test
  void theCatalogsOwnCopyIsTheFirstOfItsRegion() throws Exception {
    CatalogImage image = publish(local("local"));
    assertThat(image.replicas()).isEmpty();
    assertThat(image.regions()).containsExactly("local");
    assertThat(disks("regions")).isEmpty();
  }

  @Test
  void zoneRedundantReplicasAreInEachZoneAndOthersInOne() throws Exception {
    publish(region("threezones", 1, StorageAccountType.Standard_ZRS));
    for (String zone : List.of("zone1", "zone2", "zone3")) {
      assertThat(disks(zone)).containsExactly("s/rg/g/d/0.0.1/disk.qcow2");
    }
    var unused =
        TestCatalog.write(
            test.replicated(List.of(local("threezones")), replicator), test.finished("2"), "r2");
    assertThat(disks("zone1")).hasSize(2);
    assertThat(disks("zone2")).hasSize(1);
  }

  @Test
  void oneZoneForZrsIsToldAndNoError() throws Exception {
    assertThat(replicator.check(List.of(region("westus", 1, StorageAccountType.Standard_ZRS))))
        .singleElement()
        .asString()
        .contains("westus has one zone here", "regions.westus.zones");
  }

  @Test
  void progressIsToldByRegion() throws Exception {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    var unused =
        test.replicated(List.of(local("eastus"), local("westus")), replicator)
            .distribute(
                test.finished("the disk"), "run", (what, done, total) -> told.add(what + done));
    assertThat(told).contains("Replicating to eastus8", "Replicating to westus8");
  }

  /**
   * One place fails: the others are written, the version is not finished, and can be gone on with.
   */
  @Test
  void aPlaceThatFailsIsNamedAndTheVersionIsGoneOnWith() throws Exception {
    Path bad = Files.writeString(directory.resolve("zone2"), "a file where a directory should be");
    CatalogException failure =
        catchThrowableOfType(
            CatalogException.class,
            () ->
                publish(region("threezones", 1, StorageAccountType.Standard_ZRS), local("eastus")));
    assertThat(failure)
        .hasMessageContaining("not all of its replicas")
        .hasMessageContaining("threezones, " + bad)
        .hasMessageContaining("engine gallery version replicate");
    assertThat(disks("zone3")).hasSize(1);
    assertThat(disks("regions/eastus")).hasSize(1);
    CatalogImage image = test.catalog().versions().get(TestCatalog.version("0.0.1"));
    assertThat(image.provisioningState()).isEqualTo(ProvisioningState.Failed);
    assertThatThrownBy(() -> resolve("0.0.1", "eastus")).hasMessageContaining("is not finished");
    assertThatThrownBy(() -> resolve("latest", "eastus")).hasMessageContaining("There is no");

    Files.delete(bad);
    CatalogImage whole =
        test.catalog()
            .versions()
            .replicate(TestCatalog.version("0.0.1"), replicator, ProgressListener.NONE);
    assertThat(whole.provisioningState()).isEqualTo(ProvisioningState.Succeeded);
    assertThat(disks("zone2")).hasSize(1);
  }

  @Test
  void preflightNamesEveryPlaceThatCannotBeWritten() throws Exception {
    Files.writeString(directory.resolve("zone2"), "no directory");
    Files.writeString(directory.resolve("zone3"), "no directory");
    assertThatThrownBy(
            () ->
                replicator.check(List.of(region("threezones", 1, StorageAccountType.Standard_ZRS))))
        .hasMessageContaining("zone2")
        .hasMessageContaining("zone3");
  }

  private CatalogImage resolve(String version, String region) throws Exception {
    return test.catalog().versions().resolve(TestCatalog.version(version), Optional.of(region));
  }

  @Test
  void latestIsTheHighestInTheRegionOfTheTemplate() throws Exception {
    publish(local("eastus"));
    var unused =
        TestCatalog.write(
            test.replicated(List.of(local("westus")), replicator), test.finished("2"), "r2");
    assertThat(resolve("latest", "East US").version()).contains("0.0.1");
    assertThat(resolve("latest", "westus").version()).contains("0.0.2");
    assertThat(resolve("latest", "local").version()).contains("0.0.2");
    assertThatThrownBy(() -> resolve("0.0.2", "eastus"))
        .hasMessageContaining("has no replica in eastus")
        .hasMessageContaining("it is in local, westus")
        .hasMessageContaining("engine gallery version replicate --region eastus");
    assertThatThrownBy(() -> resolve("latest", "nowhere"))
        .hasMessageContaining("in the region nowhere");
  }

  @Test
  void aRegionCanBeAddedLater() throws Exception {
    publish(local("eastus"));
    var versions = test.catalog().versions();
    versions.addRegions(TestCatalog.version("0.0.1"), List.of(local("westus")), replicator);
    var unused =
        versions.replicate(TestCatalog.version("0.0.1"), replicator, ProgressListener.NONE);
    assertThat(disks("regions/westus")).hasSize(1);
    assertThat(resolve("0.0.1", "westus").replicas()).hasSize(2);
  }

  @Test
  void deletingTakesTheReplicasAway() throws Exception {
    publish(region("threezones", 2, StorageAccountType.Standard_ZRS), local("eastus"));
    test.catalog().versions().delete(TestCatalog.version("0.0.1"), replicator);
    for (String place : List.of("zone1", "zone2", "zone3", "regions")) {
      assertThat(disks(place)).isEmpty();
    }
    assertThat(test.catalog().versions().list(TestCatalog.DEFINITION).images()).isEmpty();
  }

  /** The disk is lost, and one zone with it: the next one has it. */
  @Test
  void theLossOfAPlaceLosesNothing() throws Exception {
    CatalogImage image = publish(region("threezones", 1, StorageAccountType.Standard_ZRS));
    Files.delete(image.disk());
    Files.delete(directory.resolve("zone1/s/rg/g/d/0.0.1/disk.qcow2"));
    Files.writeString(directory.resolve("zone2/s/rg/g/d/0.0.1/disk.qcow2"), "changed");

    assertThat(audit().findings()).hasSize(3);
    CatalogRepair.Report report =
        new CatalogRepair(test.catalog(), replicator, ProgressListener.NONE).run();

    assertThat(report.failed()).isEmpty();
    assertThat(report.done()).hasSize(3).first().asString().contains("Restored", "zone3");
    assertThat(image.disk()).hasContent("the disk");
    assertThat(audit().findings()).isEmpty();
  }

  @Test
  void whatNoPlaceHasCannotBeRestored() throws Exception {
    CatalogImage image = publish(local("eastus"));
    Files.writeString(image.disk(), "changed!");
    Files.delete(directory.resolve("regions/eastus/s/rg/g/d/0.0.1/disk.qcow2"));
    CatalogRepair.Report report =
        new CatalogRepair(test.catalog(), replicator, ProgressListener.NONE).run();
    assertThat(report.done()).isEmpty();
    assertThat(report.failed())
        .singleElement()
        .asString()
        .contains("cannot be restored from any replica", "eastus");
  }

  private CatalogAudit.Report audit() throws Exception {
    return new CatalogAudit(test.catalog(), replicator, true, ProgressListener.NONE).run();
  }
}

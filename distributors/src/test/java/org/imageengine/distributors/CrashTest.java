package org.imageengine.distributors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.imageengine.distributors.region.RegionReplicator;
import org.imageengine.distributors.region.Regions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends the process before each change that an operation makes on disk, one after the other, and
 * looks at what a new process finds: the catalog as it was before, or as it is after.
 */
class CrashTest {
  // More than any operation has; that it ends before is asserted.
  private static final int MOST_CHANGES = 200;

  @TempDir Path directory;
  private int round;

  /** After this every change fails, those of cleaning up too: nobody is there to make them. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Dies before change number {@code last}, counted from 1. */
  private static void crashAt(int last) {
    int[] count = {0};
    Durable.faultPoint(
        change -> {
          count[0]++;
          if (count[0] >= last) {
            throw new Crash();
          }
        });
  }

  @AfterEach
  void live() {
    Durable.faultPoint(null);
  }

  private interface Action {
    void run() throws Exception;
  }

  private interface Prepared {
    /** What is done, in a fresh catalog. */
    Action in(TestCatalog test) throws Exception;
  }

  private interface Look {
    void at(TestCatalog test) throws Exception;
  }

  /** Does the operation again and again, cut off one change later each time. */
  private void cutOffEverywhere(Prepared prepared, Look look) throws Exception {
    for (int change = 1; change < MOST_CHANGES; change++) {
      round++;
      Path here = Files.createDirectories(directory.resolve("round-" + round));
      Action action = prepared.in(TestCatalog.withDefinition(here));
      boolean died = dies(action, change);
      Durable.faultPoint(null);
      TestCatalog reopened = TestCatalog.open(here);
      try {
        look.at(reopened);
      } catch (Throwable e) {
        throw new AssertionError("cut off before change " + change, e);
      }
      if (!died) {
        assertThat(change).as("the operation makes changes").isGreaterThan(2);
        return;
      }
    }
    fail("The operation has no end.");
  }

  private static boolean dies(Action action, int change) throws Exception {
    crashAt(change);
    try {
      action.run();
      return false;
    } catch (Crash e) {
      return true;
    }
  }

  private Replicator replicator(TestCatalog test) {
    return new RegionReplicator(
        new Regions(List.of(), test.catalog().root().resolveSibling("regions"), "local"));
  }

  private static List<Finding> audit(TestCatalog test, Replicator replicator) throws Exception {
    return new CatalogAudit(test.catalog(), replicator, true, ProgressListener.NONE)
        .run()
        .findings();
  }

  /** What a new process has to say is only of what was left; when that is gone, all is well. */
  private void assertWholeAfterCollecting(TestCatalog test) throws Exception {
    var unused = new CatalogCollector(test.catalog(), run -> false, true).run();
    assertThat(audit(test, replicator(test))).isEmpty();
  }

  @Test
  void publishing() throws Exception {
    cutOffEverywhere(
        test -> {
          FinishedDisk disk = test.finished("the disk");
          return () -> TestCatalog.write(test.shared(TestCatalog.latest()), disk, "run");
        },
        test -> {
          List<CatalogImage> versions =
              test.catalog().versions().list(TestCatalog.DEFINITION).images();
          assertThat(versions).hasSizeLessThanOrEqualTo(1);
          versions.forEach(version -> assertThat(version.disk()).hasContent("the disk"));
          // The number of a version that is not there was not used up.
          Artifact next =
              TestCatalog.write(
                  test.shared(TestCatalog.latest()), test.finished("the disk"), "run2");
          assertThat(next.artifactId().orElseThrow()).endsWith("0.0." + (versions.size() + 1));
          assertWholeAfterCollecting(test);
        });
  }

  @Test
  void publishingWithReplicas() throws Exception {
    List<TargetRegion> regions =
        List.of(new TargetRegion("eastus", 2, StorageAccountType.Standard_LRS));
    cutOffEverywhere(
        test -> {
          FinishedDisk disk = test.finished("the disk");
          return () -> {
            try {
              var unused =
                  TestCatalog.write(test.replicated(regions, replicator(test)), disk, "run");
            } catch (CatalogException e) {
              // A thread that writes a replica has died, and then so has this process.
              throw new Crash();
            }
          };
        },
        test -> {
          Replicator replicator = replicator(test);
          for (CatalogImage image :
              test.catalog().versions().list(TestCatalog.DEFINITION).images()) {
            if (image.provisioningState() == ProvisioningState.Succeeded) {
              assertThat(image.replicas()).allMatch(StoredReplica::isWhole);
            }
            ImageVersionId id = ImageVersionId.parse(image.id());
            CatalogImage whole =
                test.catalog().versions().replicate(id, replicator, ProgressListener.NONE);
            assertThat(whole.replicas()).hasSize(2).allMatch(StoredReplica::isWhole);
          }
          assertWholeAfterCollecting(test);
        });
  }

  @Test
  void publishingAShallowVersion() throws Exception {
    cutOffEverywhere(
        test -> {
          FinishedDisk disk = test.finished("the difference");
          SharedImageDistributor shallow =
              test.shared(
                  TestCatalog.latest(),
                  new CopyingWriter(),
                  false,
                  true,
                  List.of(),
                  Replicator.NONE);
          return () -> TestCatalog.write(shallow, disk, "run");
        },
        test -> {
          assertWholeAfterCollecting(test);
          boolean isThere =
              !test.catalog().versions().list(TestCatalog.DEFINITION).images().isEmpty();
          assertThat(Dependents.of(test.source().directory())).hasSize(isThere ? 1 : 0);
        });
  }

  @Test
  void replacingAManagedImage() throws Exception {
    cutOffEverywhere(
        test -> {
          FinishedDisk old = test.finished("old");
          FinishedDisk fresh = test.finished("fresh");
          var unused = TestCatalog.write(test.managed(new CopyingWriter()), old, "run1");
          return () -> TestCatalog.write(test.managed(new CopyingWriter()), fresh, "run2");
        },
        test -> {
          CatalogImage image = test.catalog().managedImages().managedImage(TestCatalog.managedId());
          assertThat(Files.readString(image.disk())).isIn("old", "fresh");
          assertThat(Digests.sha256(image.disk())).isEqualTo(image.sha256());
          assertWholeAfterCollecting(test);
          var unused =
              TestCatalog.write(test.managed(new CopyingWriter()), test.finished("third"), "run3");
          assertThat(test.catalog().managedImages().managedImage(TestCatalog.managedId()).disk())
              .hasContent("third");
          assertWholeAfterCollecting(test);
        });
  }

  @Test
  void deleting() throws Exception {
    List<TargetRegion> regions =
        List.of(new TargetRegion("eastus", 2, StorageAccountType.Standard_LRS));
    cutOffEverywhere(
        test -> {
          var unused =
              TestCatalog.write(
                  test.replicated(regions, replicator(test)), test.finished("the disk"), "run");
          return () ->
              test.catalog().versions().delete(TestCatalog.version("0.0.1"), replicator(test));
        },
        test -> {
          Replicator replicator = replicator(test);
          ImageVersions versions = test.catalog().versions();
          List<CatalogImage> left = versions.list(TestCatalog.DEFINITION).images();
          for (CatalogImage image : left) {
            if (image.provisioningState() == ProvisioningState.Succeeded) {
              assertWholeAfterCollecting(test);
            }
            versions.delete(TestCatalog.version("0.0.1"), replicator);
          }
          assertThat(versions.list(TestCatalog.DEFINITION).images()).isEmpty();
          Path regionsHere = test.catalog().root().resolveSibling("regions");
          if (Files.exists(regionsHere)) {
            try (var files = Files.walk(regionsHere)) {
              assertThat(files.filter(Files::isRegularFile)).isEmpty();
            }
          }
          assertWholeAfterCollecting(test);
        });
  }

  @Test
  void importing() throws Exception {
    cutOffEverywhere(
        test -> () -> test.take("x:y:z:1.0.0", "imported"),
        test -> {
          Optional<CatalogImage> there =
              test.catalog().platformImages().list().images().stream()
                  .filter(image -> image.id().equals("x:y:z:1.0.0"))
                  .findFirst();
          if (there.isEmpty()) {
            var unused = test.take("x:y:z:1.0.0", "imported");
          }
          assertThat(
                  test.catalog().platformImages().resolve(PlatformUrn.parse("x:y:z:1.0.0")).disk())
              .hasContent("imported");
          assertWholeAfterCollecting(test);
        });
  }

  /** The same with a process of its own that ends without any cleaning up. */
  @Test
  void aProcessThatIsKilledWhileItReplaces() throws Exception {
    TestCatalog test = TestCatalog.withDefinition(directory);
    var unused = TestCatalog.write(test.managed(new CopyingWriter()), test.finished("old"), "run0");
    int exit;
    int change = 0;
    do {
      change++;
      exit =
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledProcess.class.getName(),
                  directory.toString(),
                  Integer.toString(change))
              .inheritIO()
              .start()
              .waitFor();
      CatalogImage image = test.catalog().managedImages().managedImage(TestCatalog.managedId());
      assertThat(Digests.sha256(image.disk())).isEqualTo(image.sha256());
    } while (exit == KilledProcess.KILLED);
    assertThat(exit).isZero();
    assertThat(change).isGreaterThan(3);
    assertWholeAfterCollecting(test);
  }
}

package org.imageengine.distributors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogAuditTest {
  @TempDir Path directory;
  private TestCatalog test;
  private CatalogImage version;
  private CatalogImage managed;

  @BeforeEach
  void fill() throws Exception {
    test = TestCatalog.withDefinition(directory);
    var unused =
        TestCatalog.write(test.shared(TestCatalog.latest()), test.finished("the disk"), "run");
    var other = TestCatalog.write(test.managed(new CopyingWriter()), test.finished("two"), "run");
    assertThat(other.file()).isPresent();
    version = test.catalog().versions().get(TestCatalog.version("0.0.1"));
    managed = test.catalog().managedImages().managedImage(TestCatalog.managedId());
  }

  private List<Finding> audit() throws Exception {
    return audit(true).findings();
  }

  private CatalogAudit.Report audit(boolean reads) throws Exception {
    return new CatalogAudit(test.catalog(), Replicator.NONE, reads, ProgressListener.NONE).run();
  }

  private List<CatalogCollector.Removed> collect() throws Exception {
    return new CatalogCollector(test.catalog(), run -> false, true).run();
  }

  @Test
  void aGoodCatalogHasNoFindings() throws Exception {
    CatalogAudit.Report report = audit(true);
    assertThat(report.findings()).isEmpty();
    assertThat(report.images()).isEqualTo(3);
    assertThat(collect()).isEmpty();
  }

  @Test
  void everyBitCounts() throws Exception {
    for (CatalogImage image : List.of(test.source(), version, managed)) {
      try (RandomAccessFile disk = new RandomAccessFile(image.disk().toFile(), "rw")) {
        disk.seek(image.sizeBytes() - 1);
        int last = disk.read();
        disk.seek(image.sizeBytes() - 1);
        disk.write(last ^ 0x10);
      }
      assertThat(audit())
          .filteredOn(finding -> finding.path().equals(image.disk().toString()))
          .singleElement()
          .satisfies(finding -> assertThat(finding.what()).contains("has changed"));
    }
    assertThat(audit(false).findings()).as("only sizes are looked at").isEmpty();
  }

  @Test
  void aDiskThatIsCutOrMissingIsFoundWithoutReadingIt() throws Exception {
    Files.writeString(version.disk(), "the");
    Files.delete(managed.disk());
    assertThat(audit(false).findings())
        .extracting(Finding::what)
        .containsExactlyInAnyOrder("has 3 bytes instead of 8", "is missing");
  }

  @Test
  void whatDoesNotBelongThereIsFound() throws Exception {
    Path catalog = directory.resolve("home/catalog");
    Path stray = Files.createDirectories(catalog.resolve("galleries/s/rg/g/d/9.9.9"));
    Path file = Files.writeString(catalog.resolve("galleries/s/rg/notes.txt"), "x");
    Path beside = Files.writeString(version.directory().resolve("copy.qcow2"), "x");
    Path staging = Files.createDirectories(directory.resolve("home/staging/unknown"));
    assertThat(audit())
        .extracting(Finding::path)
        .containsExactlyInAnyOrder(
            stray.toString(), file.toString(), beside.toString(), staging.toString());
    assertThat(collect()).as("what nobody here has made is not removed").isEmpty();
  }

  @Test
  void aMovedOrUnreadableImageIsFound() throws Exception {
    Files.move(version.directory(), version.directory().resolveSibling("5.0.0"));
    Files.writeString(managed.directory().resolve("image.json"), "{oops");
    assertThat(audit())
        .extracting(Finding::what)
        .anyMatch(what -> what.contains("holds the image " + version.id()))
        .anyMatch(what -> what.contains("cannot be read"));
  }

  @Test
  void whatWasLeftBehindIsFoundAndCollected() throws Exception {
    Path definition = version.directory().getParent();
    Path incoming = Files.createDirectories(definition.resolve(".incoming-dead-out"));
    Files.writeString(incoming.resolve(".incoming.lock"), "");
    Path deleted = Files.createDirectories(definition.resolve(".deleted-1"));
    Path old = Files.writeString(managed.directory().resolve("disk-old.qcow2"), "old");
    Path aside = Files.writeString(managed.directory().resolve(".image.json.new"), "{");
    List<String> left =
        List.of(incoming.toString(), deleted.toString(), old.toString(), aside.toString());
    assertThat(audit()).extracting(Finding::path).containsExactlyInAnyOrderElementsOf(left);

    List<CatalogCollector.Removed> told =
        new CatalogCollector(test.catalog(), run -> false, false).run();
    assertThat(told).hasSize(4);
    assertThat(old).exists();
    assertThat(collect()).hasSize(4);
    assertThat(audit()).isEmpty();
  }

  /** As while a build writes: its directory is locked, and its mark keeps the old disk. */
  @Test
  void whatIsInUseIsNotCollected() throws Exception {
    Path definition = version.directory().getParent();
    test.catalog().lease(managed, "running");
    Files.writeString(managed.directory().resolve("disk-old.qcow2"), "old");
    try (Incoming working = Incoming.create(definition, "running-out")) {
      assertThat(working.directory()).exists();
      assertThat(new CatalogCollector(test.catalog(), "running"::equals, true).run()).isEmpty();
    }
    assertThat(collect())
        .extracting(CatalogCollector.Removed::why)
        .containsExactly(
            "the mark of a run that is gone", "the disk of an image that was replaced");
  }
}

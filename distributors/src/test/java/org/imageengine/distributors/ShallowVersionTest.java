package org.imageengine.distributors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that keep only the difference to their source image. */
class ShallowVersionTest {
  @TempDir Path directory;
  private TestCatalog test;

  @BeforeEach
  void open() throws Exception {
    test = TestCatalog.withDefinition(directory);
  }

  private CatalogImage publish(FinishedDisk disk) throws Exception {
    var unused =
        TestCatalog.write(
            test.shared(
                TestCatalog.latest(), new CopyingWriter(), false, true, List.of(), Replicator.NONE),
            disk,
            "run");
    return test.catalog().versions().get(TestCatalog.version("0.0.1"));
  }

  @Test
  void theBaseIsNamedAndStaysWhileItIsNeeded() throws Exception {
    CatalogImage version = publish(test.finished("the difference"));

    BaseImage base = version.base().orElseThrow();
    assertThat(base.id()).isEqualTo(TestCatalog.SOURCE);
    assertThat(version.directory().resolve(base.diskFile()).normalize())
        .isEqualTo(test.source().disk());
    PlatformImages images = test.catalog().platformImages();
    assertThatThrownBy(() -> images.delete(PlatformUrn.parse(TestCatalog.SOURCE)))
        .hasMessageContaining("is the base of the shallow version " + version.id());

    test.catalog().versions().delete(TestCatalog.version("0.0.1"), Replicator.NONE);
    images.delete(PlatformUrn.parse(TestCatalog.SOURCE));
    assertThat(images.list().images()).isEmpty();
  }

  /** The base is a managed image, which is replaced: its old disk goes when nothing needs it. */
  @Test
  void theOldDiskOfAReplacedBaseGoesWithItsLastVersion() throws Exception {
    Path old =
        TestCatalog.write(test.managed(new CopyingWriter()), test.finished("one"), "run1")
            .file()
            .orElseThrow();
    CatalogImage base = test.catalog().managedImages().managedImage(TestCatalog.managedId());
    FinishedDisk disk = test.finished("the difference");
    publish(
        new FinishedDisk(
            disk.disk(), "qcow2", 1 << 20, OsType.Linux, Generation.V2, base, disk.source()));
    var unused = TestCatalog.write(test.managed(new CopyingWriter()), test.finished("two"), "run2");

    assertThat(collect()).isEmpty();
    assertThat(old).exists();
    test.catalog().versions().delete(TestCatalog.version("0.0.1"), Replicator.NONE);
    assertThat(old).doesNotExist();
  }

  private List<CatalogCollector.Removed> collect() throws Exception {
    return new CatalogCollector(test.catalog(), run -> false, true).run();
  }

  @Test
  void aLostBaseIsFound() throws Exception {
    publish(test.finished("the difference"));
    Files.delete(test.source().disk());
    assertThat(
            new CatalogAudit(test.catalog(), Replicator.NONE, true, ProgressListener.NONE)
                .run()
                .findings())
        .extracting(Finding::what)
        .anyMatch(what -> what.startsWith("is only the difference to "));
  }
}

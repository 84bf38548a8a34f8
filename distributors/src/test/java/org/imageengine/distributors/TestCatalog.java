package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A catalog with a source image and an image definition, and what writes to it. */
public final class TestCatalog {
  public static final DefinitionId DEFINITION =
      new DefinitionId(new GalleryId("s", "rg", "g"), "d");
  static final String SOURCE = "a:b:c:1.0.0";
  static final DistributionRequest REQUEST =
      new DistributionRequest(OsType.Linux, Generation.V2, 1 << 20, 1 << 20);

  private final Path directory;
  private final Catalog catalog;

  private TestCatalog(Path directory) {
    this.directory = directory;
    this.catalog = Catalog.open(directory.resolve("home"));
  }

  /** One without a definition. */
  static TestCatalog open(Path directory) throws Exception {
    TestCatalog test = new TestCatalog(directory);
    if (Files.notExists(test.catalog.root())) {
      var unused = test.take(SOURCE, "the source");
    }
    return test;
  }

  public static TestCatalog withDefinition(Path directory) throws Exception {
    TestCatalog test = open(directory);
    test.createDefinition();
    return test;
  }

  public Catalog catalog() {
    return catalog;
  }

  CatalogImage take(String urn, String content) throws Exception {
    Path file = Files.writeString(directory.resolve("imported"), content);
    return catalog
        .platformImages()
        .importDisk(
            PlatformUrn.parse(urn),
            file,
            new ImportOptions(
                Optional.of(OsType.Linux),
                Optional.of(Generation.V2),
                OsState.Generalized,
                Optional.empty(),
                "local",
                Map.of()),
            new CopyingWriter(),
            DiskLook.BLIND,
            ProgressListener.NONE);
  }

  void createDefinition() throws CatalogException {
    var gallery = catalog.galleries().createGallery(DEFINITION.gallery(), "local", Map.of());
    var unused =
        catalog
            .galleries()
            .createDefinition(
                DEFINITION,
                DefinitionSpec.of(OsType.Linux, Generation.V2, "p", "o", "s", gallery.location()));
  }

  public CatalogImage source() throws CatalogException {
    return catalog.platformImages().resolve(PlatformUrn.parse(SOURCE));
  }

  public FinishedDisk finished(String content) throws IOException, CatalogException {
    Path file = Files.writeString(directory.resolve("os-disk-" + content.hashCode()), content);
    return new FinishedDisk(
        file,
        "qcow2",
        1 << 20,
        OsType.Linux,
        Generation.V2,
        source(),
        new SourceInfo(SOURCE, "1.0.0", source().sha256(), "run", "template", Map.of()));
  }

  SharedImageDistributor shared(VersionScheme scheme) {
    return shared(scheme, new CopyingWriter(), false, false, List.of(), Replicator.NONE);
  }

  public SharedImageDistributor replicated(List<TargetRegion> regions, Replicator replicator) {
    return shared(latest(), new CopyingWriter(), false, false, regions, replicator);
  }

  SharedImageDistributor shared(
      VersionScheme scheme,
      DiskWriter writer,
      boolean createMissing,
      boolean isShallow,
      List<TargetRegion> regions,
      Replicator replicator) {
    return new SharedImageDistributor(
        catalog,
        "out",
        DEFINITION,
        scheme,
        new SharedImageDistributor.Options(
            Map.of("k", "v"), false, createMissing, "local", regions, isShallow),
        writer,
        replicator);
  }

  static VersionScheme latest() {
    return new VersionScheme.Latest(OptionalInt.empty());
  }

  ManagedImageDistributor managed(DiskWriter writer) {
    return new ManagedImageDistributor(catalog, "m", managedId(), "local", Map.of(), writer);
  }

  static ManagedImageId managedId() {
    return new ManagedImageId("s", "rg", "i");
  }

  public static ImageVersionId version(String version) {
    return new ImageVersionId(DEFINITION, version);
  }

  public static Artifact write(Distributor distributor, FinishedDisk disk, String run)
      throws CatalogException, InterruptedException {
    return distributor.distribute(disk, run, ProgressListener.NONE);
  }
}

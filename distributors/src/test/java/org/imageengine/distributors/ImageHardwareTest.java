package org.imageengine.distributors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the catalog says of hardware and Sysprep, from the import to what is built of it. */
class ImageHardwareTest {
  private static final DefinitionId DEFINITION = TestCatalog.DEFINITION;
  private static final HardwareWish WISH =
      new HardwareWish(Optional.empty(), Optional.of(NicModel.virtio), true, true);
  private static final ImageHardware MIXED =
      new ImageHardware(DiskBus.sata, NicModel.virtio, true, true);

  @TempDir Path directory;
  private Catalog catalog;

  @BeforeEach
  void open() {
    catalog = Catalog.open(directory.resolve("home"));
  }

  private CatalogImage take(
      OsType osType, Generation generation, HardwareWish wish, OptionalInt runs, OptionalInt limit)
      throws Exception {
    return catalog
        .platformImages()
        .importDisk(
            PlatformUrn.parse("a:b:c:1.0.0"),
            Files.writeString(directory.resolve("disk"), "disk"),
            new ImportOptions(
                Optional.of(osType),
                Optional.of(generation),
                OsState.Generalized,
                Optional.empty(),
                "local",
                Map.of(),
                wish,
                runs,
                limit),
            new CopyingWriter(),
            DiskLook.BLIND,
            ProgressListener.NONE);
  }

  private CatalogImage takePlain(OsType osType) throws Exception {
    return take(osType, Generation.V2, HardwareWish.NONE, OptionalInt.empty(), OptionalInt.empty());
  }

  private static String json(CatalogImage image) throws Exception {
    return Files.readString(image.directory().resolve("image.json"));
  }

  @Test
  void whatIsSaidIsKeptAndTheRestIsUsual() throws Exception {
    CatalogImage taken =
        take(OsType.Windows, Generation.V2, WISH, OptionalInt.of(4), OptionalInt.empty());
    CatalogImage read = catalog.platformImages().resolve(PlatformUrn.parse("a:b:c:latest"));

    assertThat(read).isEqualTo(taken);
    assertThat(read.hardware()).contains(MIXED);
    assertThat(read.sysprep()).contains(new SysprepBudget(4, 1001));
    assertThat(json(read).replaceAll("\\s", ""))
        .contains(
            "\"hardware\":{\"diskBus\":\"sata\",\"nicModel\":\"virtio\",\"secureBoot\":true,"
                + "\"tpm\":true}",
            "\"sysprep\":{\"runs\":4,\"limit\":1001}");
  }

  /** As entries were before there was hardware in them. */
  @Test
  void anEntryThatSaysNothingIsAnImageOfTheUsualKind() throws Exception {
    CatalogImage linux = takePlain(OsType.Linux);
    assertThat(json(linux)).doesNotContain("hardware", "sysprep");
    assertThat(linux.hardwareOrUsual())
        .isEqualTo(new ImageHardware(DiskBus.virtio, NicModel.virtio, false, false));
    assertThat(linux.sysprepBudget()).isEmpty();
    catalog.platformImages().delete(PlatformUrn.parse("a:b:c:1.0.0"));

    CatalogImage windows = takePlain(OsType.Windows);
    assertThat(json(windows)).doesNotContain("hardware", "sysprep");
    assertThat(windows.hardwareOrUsual())
        .isEqualTo(new ImageHardware(DiskBus.sata, NicModel.e1000e, false, false));
    assertThat(windows.sysprepBudget()).contains(new SysprepBudget(1, 1001));
  }

  @Test
  void aDamagedEntryIsToldAsSuch() throws Exception {
    CatalogImage image =
        take(OsType.Windows, Generation.V2, WISH, OptionalInt.of(4), OptionalInt.empty());
    Path entry = image.directory().resolve("image.json");
    for (String damage : List.of("\"floppy\"", "null")) {
      Files.writeString(entry, json(image).replaceFirst("\"sata\"", damage));
      assertThatThrownBy(() -> catalog.platformImages().resolve(PlatformUrn.parse("a:b:c:1.0.0")))
          .hasMessageContaining(entry + " cannot be read");
      Files.writeString(entry, json(image).replaceFirst(damage, "\"sata\""));
    }
  }

  @Test
  void whatIsBuiltHasTheHardwareOfItsSourceAndOneRunMore() throws Exception {
    CatalogImage source =
        take(OsType.Windows, Generation.V2, WISH, OptionalInt.of(1), OptionalInt.of(3));
    createDefinition(Map.of());

    CatalogImage version = built(source);
    assertThat(version.hardware()).contains(MIXED);
    assertThat(version.sysprep()).contains(new SysprepBudget(2, 3));

    TestCatalog.write(
        new ManagedImageDistributor(
            catalog, "m", TestCatalog.managedId(), "local", Map.of(), new CopyingWriter()),
        finished(version),
        "run-2");
    CatalogImage managed = catalog.managedImages().managedImage(TestCatalog.managedId());
    assertThat(managed.hardware()).contains(MIXED);
    assertThat(managed.sysprep()).contains(new SysprepBudget(3, 3));
    assertThat(managed.sysprepBudget().orElseThrow().isSpent()).isTrue();
  }

  @Test
  void linuxIsNeitherCountedNorChanged() throws Exception {
    CatalogImage source = takePlain(OsType.Linux);
    var gallery = catalog.galleries().createGallery(DEFINITION.gallery(), "local", Map.of());
    var unused =
        catalog
            .galleries()
            .createDefinition(
                DEFINITION,
                definition(OsType.Linux, Map.of("SecurityType", "TrustedLaunch"), gallery));

    CatalogImage version = built(source);
    assertThat(version.hardware()).isEmpty();
    assertThat(version.sysprep()).isEmpty();
  }

  @Test
  void aDefinitionOfATrustedLaunchSpeaksForVersionsOfWindowsThatSayNothing() throws Exception {
    CatalogImage source = takePlain(OsType.Windows);
    createDefinition(Map.of("securitytype", "trustedlaunch"));
    var written = built(source);

    ImageHardware trusted = new ImageHardware(DiskBus.sata, NicModel.e1000e, true, true);
    assertThat(written.hardware()).contains(trusted);
    assertThat(catalog.versions().list(DEFINITION).images())
        .extracting(CatalogImage::hardwareOrUsual)
        .containsExactly(trusted);
    assertThat(json(written)).doesNotContain("hardware");
  }

  @Test
  void anEntryHasTheLastWordOverItsDefinition() throws Exception {
    HardwareWish plain =
        new HardwareWish(Optional.of(DiskBus.scsi), Optional.empty(), false, false);
    CatalogImage source =
        take(OsType.Windows, Generation.V2, plain, OptionalInt.empty(), OptionalInt.empty());
    createDefinition(Map.of("SecurityType", "TrustedLaunch"));

    assertThat(built(source).hardware())
        .contains(new ImageHardware(DiskBus.scsi, NicModel.e1000e, false, false));
  }

  @Test
  void whatNoMachineHasIsRefused() {
    assertRefused(
        () -> take(OsType.Windows, Generation.V1, WISH, OptionalInt.empty(), OptionalInt.empty()),
        "Secure Boot is for generation V2 only");
    HardwareWish ide = new HardwareWish(Optional.of(DiskBus.ide), Optional.empty(), true, false);
    assertRefused(
        () -> take(OsType.Windows, Generation.V2, ide, OptionalInt.empty(), OptionalInt.empty()),
        "use sata");
    assertRefused(
        () ->
            take(
                OsType.Linux,
                Generation.V2,
                HardwareWish.NONE,
                OptionalInt.of(1),
                OptionalInt.empty()),
        "this image is Linux");
    assertRefused(
        () ->
            take(
                OsType.Windows,
                Generation.V2,
                HardwareWish.NONE,
                OptionalInt.of(-1),
                OptionalInt.empty()),
        "-1 times");
  }

  private void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((CatalogException) e).code())
        .isEqualTo(CatalogException.Code.MISMATCH);
    assertThat(directory.resolve("home/catalog/platform/a/b/c/1.0.0")).doesNotExist();
  }

  private void createDefinition(Map<String, String> features) throws Exception {
    var gallery = catalog.galleries().createGallery(DEFINITION.gallery(), "local", Map.of());
    var unused =
        catalog
            .galleries()
            .createDefinition(DEFINITION, definition(OsType.Windows, features, gallery));
  }

  private static DefinitionSpec definition(
      OsType osType, Map<String, String> features, Gallery gallery) {
    return new DefinitionSpec(
        osType,
        Generation.V2,
        OsState.Generalized,
        "p",
        "o",
        "s",
        gallery.location(),
        features,
        Map.of());
  }

  private FinishedDisk finished(CatalogImage source) throws Exception {
    return new FinishedDisk(
        Files.writeString(directory.resolve("os-disk"), "built"),
        "qcow2",
        1 << 20,
        source.osType(),
        source.generation(),
        source,
        new SourceInfo(source.id(), "1.0.0", source.sha256(), "run", "template", Map.of()));
  }

  private CatalogImage built(CatalogImage source) throws Exception {
    TestCatalog.write(
        new SharedImageDistributor(
            catalog,
            "out",
            DEFINITION,
            TestCatalog.latest(),
            new SharedImageDistributor.Options(Map.of(), false, false, "local", List.of(), false),
            new CopyingWriter(),
            Replicator.NONE),
        finished(source),
        "run-1");
    return catalog.versions().resolve(TestCatalog.version("latest"), Optional.empty());
  }
}

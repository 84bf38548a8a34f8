package org.imageengine.distributors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformImagesTest {
  @TempDir Path directory;
  private Catalog catalog;
  private Path disk;

  @BeforeEach
  void open() throws Exception {
    catalog = Catalog.open(directory.resolve("home"));
    disk = Files.writeString(directory.resolve("d.qcow2"), "disk");
  }

  private CatalogImage take(String urn) throws Exception {
    return take(urn, Optional.empty(), new CopyingWriter());
  }

  private CatalogImage take(String urn, Optional<String> sha256, DiskWriter writer)
      throws Exception {
    return catalog
        .platformImages()
        .importDisk(
            PlatformUrn.parse(urn),
            disk,
            new ImportOptions(
                Optional.of(OsType.Linux),
                Optional.of(Generation.V2),
                OsState.Generalized,
                sha256,
                "local",
                Map.of()),
            writer,
            DiskLook.BLIND,
            ProgressListener.NONE);
  }

  @Test
  void whatIsImportedIsFoundAgainInAnyLetterCase() throws Exception {
    CatalogImage image = take("Debian:debian-12:12-gen2:12.1.0");

    assertThat(image.disk()).hasContent("disk");
    assertThat(image.sha256()).isEqualTo(Digests.sha256(disk));
    assertThat(image.virtualSizeBytes()).isEqualTo(CopyingWriter.VIRTUAL_SIZE);
    assertThat(
            catalog.platformImages().resolve(PlatformUrn.parse("DEBIAN:Debian-12:12-GEN2:latest")))
        .isEqualTo(image);
    assertThat(disk).exists();
  }

  @Test
  void latestIsTheHighestByNumber() throws Exception {
    take("a:b:c:1.9.0");
    take("a:b:c:1.10.0");
    take("a:b:c:1.2.30");
    assertThat(catalog.platformImages().resolve(PlatformUrn.parse("a:b:c:latest")).version())
        .contains("1.10.0");
  }

  @Test
  void anImageThatIsNotThereIsToldWithTheNearest() throws Exception {
    assertThatThrownBy(() -> catalog.platformImages().resolve(PlatformUrn.parse("a:b:c:latest")))
        .hasMessageContaining("It holds none yet");
    take("Debian:debian-12:12-gen2:12.1.0");
    assertThatThrownBy(
            () ->
                catalog
                    .platformImages()
                    .resolve(PlatformUrn.parse("Debian:debian-13:12-gen2:latest")))
        .hasMessage(
            "There is no platform image Debian:debian-13:12-gen2:latest in the catalog. The"
                + " nearest: Debian:debian-12:12-gen2:12.1.0.");
  }

  @Test
  void aVersionIsNeverOverwritten() throws Exception {
    take("a:b:c:1.0.0");
    assertThatThrownBy(() -> take("a:b:c:1.0.0")).hasMessageContaining("exists already");
  }

  @Test
  void aWrongDigestLeavesNothing() throws Exception {
    assertThatThrownBy(() -> take("a:b:c:1.0.0", Optional.of("0".repeat(64)), new CopyingWriter()))
        .hasMessageContaining("has the SHA-256 " + Digests.sha256(disk));
    assertThat(catalog.platformImages().list().images()).isEmpty();
    assertNoStrays();
  }

  /** A backing file could be any file of this host. */
  @Test
  void aDiskThatNeedsAnotherFileIsRefused() {
    assertThatThrownBy(() -> take("a:b:c:1.0.0", Optional.empty(), new CopyingWriter(false)))
        .hasMessageContaining("is not complete in itself");
  }

  @Test
  void anImageInUseIsNotDeleted() throws Exception {
    CatalogImage image = take("a:b:c:1.0.0");
    catalog.lease(image, "run-1");
    catalog.lease(image, "run-1");
    assertThatThrownBy(() -> catalog.platformImages().delete(PlatformUrn.parse("a:b:c:1.0.0")))
        .hasMessageContaining("is in use by run run-1");
    catalog.release(image.id(), "run-1");
    catalog.release(image.id(), "run-1");
    catalog.platformImages().delete(PlatformUrn.parse("a:b:c:latest"));
    assertThat(catalog.platformImages().list().images()).isEmpty();
    assertNoStrays();
  }

  @Test
  void aDamagedEntryIsToldAndHidesNoOther() throws Exception {
    Path damaged = take("a:b:c:1.0.0").directory();
    take("a:b:c:2.0.0");
    Files.writeString(damaged.resolve("image.json"), "{oops");
    Listing listing = catalog.platformImages().list();
    assertThat(listing.images()).hasSize(1);
    assertThat(listing.problems()).hasSize(1).first().asString().contains(damaged.toString());
  }

  private void assertNoStrays() throws Exception {
    Path home = directory.resolve("home");
    if (Files.exists(home)) {
      try (var all = Files.walk(home)) {
        assertThat(all.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }

  /** Builds read their source again and again. */
  @Test
  void aDiskThatIsCompressedIsWrittenAnew() throws Exception {
    DiskWriter unpacking =
        new CopyingWriter() {
          @Override
          public boolean isPacked(Path file, String format) {
            return true;
          }

          @Override
          public String write(Path source, String format, Path target, DiskKind kind)
              throws CatalogException, InterruptedException {
            assertThat(kind).isEqualTo(DiskKind.QCOW2);
            try {
              Files.writeString(target, Files.readString(source) + ", unpacked");
              return Digests.sha256AndSync(target);
            } catch (IOException e) {
              throw Durable.failure("Writing", e);
            }
          }
        };
    CatalogImage image = take("a:b:c:1.0.0", Optional.of(Digests.sha256(disk)), unpacking);

    assertThat(image.disk()).hasContent("disk, unpacked");
    assertThat(image.sha256()).isEqualTo(Digests.sha256(image.disk()));
  }
}

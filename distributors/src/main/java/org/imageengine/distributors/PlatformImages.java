package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Platform images: the local stand-ins of the marketplace, by publisher, offer, SKU, version. */
public final class PlatformImages {
  private static final String DISK = "disk.qcow2";
  private static final String UNPACKED = "unpacked";
  // Azure's largest OS disk.
  private static final long MOST_BYTES = 4L << 40;
  private static final int NEAREST = 3;

  private final Path root;

  PlatformImages(Path root) {
    this.root = root;
  }

  Path directory(PlatformUrn urn) {
    Path publisher = Names.directory(root, urn.publisher());
    Path offer = Names.directory(publisher, urn.offer());
    return Names.directory(offer, urn.sku()).resolve(urn.version());
  }

  /**
   * Takes a disk into the catalog as a platform image; one that is compressed, or the only one in
   * an archive, is unpacked. The file stays as it is.
   *
   * @throws CatalogException ALREADY_EXISTS, MISMATCH of the digest, or UNSUPPORTED_DISK for one
   *     that needs another file (that could be any file of this host) or cannot be unpacked
   */
  public CatalogImage importDisk(
      PlatformUrn urn, Path file, ImportOptions options, DiskWriter writer)
      throws CatalogException, InterruptedException {
    if (urn.isLatest()) {
      throw new CatalogException(
          CatalogException.Code.INVALID_VERSION,
          "An image is imported under an exact version, such as 1.0.0, not as latest.");
    }
    Path place = directory(urn);
    refuseIfThere(urn, place);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new CatalogException(
          CatalogException.Code.NOT_FOUND, "There is no readable disk file " + file + ".");
    }
    try {
      checkDigest(file, options.sha256());
      try (Incoming incoming = Incoming.create(place.getParent(), UUID.randomUUID().toString())) {
        Path unpacked = incoming.directory().resolve(UNPACKED);
        boolean isPacked = PackedDisk.unpack(file, unpacked, MOST_BYTES);
        Path disk = incoming.directory().resolve(DISK);
        DiskFacts facts = take(isPacked ? unpacked : file, file, disk, writer);
        Files.deleteIfExists(unpacked);
        StoredImage stored = stored(urn, options, facts, disk);
        Json.write(incoming.directory().resolve(StoredImage.FILE), stored);
        incoming.publish(place);
        return stored.in(place);
      }
    } catch (FileAlreadyExistsException e) {
      throw alreadyThere(urn, e);
    } catch (IOException e) {
      throw Durable.failure("Importing " + file, e);
    }
  }

  /** Puts the content of {@code source}, which {@code file} is or held, into {@code disk}. */
  private static DiskFacts take(Path source, Path file, Path disk, DiskWriter writer)
      throws CatalogException, IOException, InterruptedException {
    DiskFacts facts = writer.facts(source, Optional.empty());
    if (!facts.standalone()) {
      throw new CatalogException(
          CatalogException.Code.UNSUPPORTED_DISK,
          file
              + " is not complete in itself: it refers to a backing file or a data file. Flatten it"
              + " first with qemu-img convert.");
    }
    if (!facts.format().equals("qcow2")) {
      writer.write(source, facts.format(), disk, DiskKind.QCOW2);
    } else if (source.equals(file)) {
      Files.copy(file, disk);
    } else {
      Files.move(source, disk);
    }
    return facts;
  }

  private static StoredImage stored(
      PlatformUrn urn, ImportOptions options, DiskFacts facts, Path disk)
      throws IOException, InterruptedException {
    return new StoredImage(
        StoredImage.FORMAT_VERSION,
        urn.toString(),
        urn.sku(),
        urn.version(),
        options.osType(),
        options.generation(),
        OsState.Generalized,
        options.location(),
        DISK,
        "qcow2",
        facts.virtualSizeBytes(),
        Files.size(disk),
        Digests.sha256(disk),
        Map.of(),
        false,
        Instant.now().toString(),
        null);
  }

  private static void checkDigest(Path file, Optional<String> expected)
      throws CatalogException, IOException, InterruptedException {
    if (expected.isEmpty()) {
      return;
    }
    String actual = Digests.sha256(file);
    if (!actual.equalsIgnoreCase(expected.get())) {
      throw new CatalogException(
          CatalogException.Code.MISMATCH,
          file
              + " has the SHA-256 "
              + actual
              + ", not "
              + expected.get().toLowerCase(Locale.ROOT)
              + ".");
    }
  }

  private static void refuseIfThere(PlatformUrn urn, Path place) throws CatalogException {
    if (Files.exists(place)) {
      throw alreadyThere(urn, null);
    }
  }

  private static CatalogException alreadyThere(PlatformUrn urn, IOException cause) {
    return new CatalogException(
        CatalogException.Code.ALREADY_EXISTS,
        "The image "
            + urn
            + " exists already. Give it another version, or delete it first: engine image delete "
            + urn,
        cause);
  }

  /** The image of that name; {@code latest} is the highest version. */
  public CatalogImage resolve(PlatformUrn urn) throws CatalogException {
    if (!urn.isLatest()) {
      Optional<CatalogImage> image = ImageShelf.load(directory(urn));
      if (image.isPresent()) {
        return image.get();
      }
    } else {
      Version highest = null;
      for (Path path : ImageShelf.children(directory(urn).getParent())) {
        Optional<Version> version = Version.find(path.getFileName().toString());
        if (version.isPresent() && (highest == null || version.get().compareTo(highest) > 0)) {
          highest = version.get();
        }
      }
      if (highest != null) {
        return resolve(urn.withVersion(highest.toString()));
      }
    }
    throw notFound(urn);
  }

  private CatalogException notFound(PlatformUrn urn) throws CatalogException {
    List<String> names = list().images().stream().map(CatalogImage::id).toList();
    String wanted = urn.toString().toLowerCase(Locale.ROOT);
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    List<String> nearest =
        names.stream()
            .sorted(
                Comparator.comparing(name -> distance.apply(wanted, name.toLowerCase(Locale.ROOT))))
            .limit(NEAREST)
            .toList();
    return new CatalogException(
        CatalogException.Code.NOT_FOUND,
        "There is no platform image "
            + urn
            + " in the catalog. "
            + (nearest.isEmpty()
                ? "It holds none yet: engine image import brings one in."
                : "The nearest: " + String.join(", ", nearest) + "."));
  }

  /** All platform images. */
  public Listing list() throws CatalogException {
    List<CatalogImage> images = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path publisher : ImageShelf.children(root)) {
      for (Path offer : ImageShelf.children(publisher)) {
        for (Path sku : ImageShelf.children(offer)) {
          for (Path version : ImageShelf.children(sku)) {
            try {
              ImageShelf.load(version)
                  .ifPresentOrElse(
                      images::add, () -> problems.add(version + " holds no image.json"));
            } catch (CatalogException e) {
              problems.add(e.getMessage());
            }
          }
        }
      }
    }
    return new Listing(images, problems);
  }

  /** Removes an image that no run uses. */
  public void delete(PlatformUrn urn) throws CatalogException {
    ImageShelf.delete(resolve(urn));
  }
}

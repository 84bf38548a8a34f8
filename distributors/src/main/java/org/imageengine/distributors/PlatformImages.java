package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
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
   *     that needs another file (that could be any file of this host), cannot be unpacked, or does
   *     not show what is on it
   */
  public CatalogImage importDisk(
      PlatformUrn urn,
      Path file,
      ImportOptions options,
      DiskWriter writer,
      DiskLook look,
      ProgressListener progress)
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
    try (Incoming incoming = Incoming.create(place.getParent(), UUID.randomUUID().toString())) {
      DiskImport taken =
          DiskImport.take(
              file, incoming.directory().resolve(DISK), options, writer, look, progress);
      StoredImage stored =
          StoredImage.whole(
              urn.toString(),
              urn.sku(),
              urn.version(),
              taken.traits(),
              DISK,
              taken.content(),
              options.tags(),
              null);
      Json.write(incoming.directory().resolve(StoredImage.FILE), stored);
      incoming.publish(place);
      return stored.in(place);
    } catch (FileAlreadyExistsException e) {
      throw alreadyThere(urn, e);
    } catch (IOException e) {
      throw Durable.failure("Importing " + file, e);
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

  /** Replaces the tags of an image. */
  public void tag(PlatformUrn urn, Map<String, String> tags)
      throws CatalogException, InterruptedException {
    ImageShelf.update(resolve(urn).directory(), object -> object.set("tags", Json.node(tags)));
  }

  /** Removes an image that no run uses. */
  public void delete(PlatformUrn urn) throws CatalogException, InterruptedException {
    ImageShelf.delete(resolve(urn));
  }
}

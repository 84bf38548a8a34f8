package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Galleries and their image definitions. */
public final class Galleries {
  private final Path root;

  Galleries(Path root) {
    this.root = root;
  }

  Path directory(GalleryId id) {
    Path subscription = Names.directory(root, id.subscription());
    Path group = Names.directory(subscription, id.resourceGroup());
    return Names.directory(group, id.gallery());
  }

  Path directory(DefinitionId id) {
    return Names.directory(directory(id.gallery()), id.definition());
  }

  Path directory(ImageVersionId id) {
    return directory(id.definition()).resolve(id.version());
  }

  /** Makes a gallery. */
  public Gallery createGallery(GalleryId id, String location, Map<String, String> tags)
      throws CatalogException {
    if (findGallery(id).isPresent()) {
      throw new CatalogException(
          CatalogException.Code.ALREADY_EXISTS, "The gallery " + id + " exists already.");
    }
    Gallery gallery = new Gallery(StoredImage.FORMAT_VERSION, id.toString(), location, tags, now());
    Path directory = directory(id);
    try {
      Durable.createDirectories(directory);
      Json.write(directory.resolve(Gallery.FILE), gallery);
    } catch (IOException e) {
      throw Durable.failure("Making the gallery " + id, e);
    }
    return gallery;
  }

  public Optional<Gallery> findGallery(GalleryId id) throws CatalogException {
    Path file = directory(id).resolve(Gallery.FILE);
    return Files.exists(file) ? Optional.of(Json.read(file, Gallery.class)) : Optional.empty();
  }

  /** The gallery; not there is an error that says how to make it. */
  public Gallery gallery(GalleryId id) throws CatalogException {
    return findGallery(id)
        .orElseThrow(
            () ->
                new CatalogException(
                    CatalogException.Code.NOT_FOUND,
                    "There is no gallery "
                        + id
                        + ". Make it with: engine gallery create "
                        + id.gallery()
                        + " --resource-group "
                        + id.resourceGroup()));
  }

  /** All galleries. */
  public List<Gallery> list() throws CatalogException {
    List<Gallery> galleries = new ArrayList<>();
    for (Path subscription : ImageShelf.children(root)) {
      for (Path group : ImageShelf.children(subscription)) {
        for (Path gallery : ImageShelf.children(group)) {
          Path file = gallery.resolve(Gallery.FILE);
          if (Files.exists(file)) {
            galleries.add(Json.read(file, Gallery.class));
          }
        }
      }
    }
    return galleries;
  }

  /** Makes an image definition in a gallery that is there. */
  public ImageDefinition createDefinition(DefinitionId id, DefinitionSpec spec)
      throws CatalogException {
    var unused = gallery(id.gallery());
    if (findDefinition(id).isPresent()) {
      throw new CatalogException(
          CatalogException.Code.ALREADY_EXISTS, "The image definition " + id + " exists already.");
    }
    ImageDefinition definition =
        new ImageDefinition(
            StoredImage.FORMAT_VERSION,
            id.toString(),
            spec.osType(),
            spec.generation(),
            spec.osState(),
            spec.publisher(),
            spec.offer(),
            spec.sku(),
            spec.location(),
            spec.features(),
            spec.tags(),
            now());
    refuseSameIdentity(id, spec);
    Path directory = directory(id);
    try {
      Durable.createDirectories(directory);
      Json.write(directory.resolve(ImageDefinition.FILE), definition);
    } catch (IOException e) {
      throw Durable.failure("Making the image definition " + id, e);
    }
    return definition;
  }

  /** As in Azure, what a definition says of itself is in a gallery once. */
  private void refuseSameIdentity(DefinitionId id, DefinitionSpec spec) throws CatalogException {
    for (ImageDefinition other : definitions(id.gallery())) {
      if (other.publisher().equalsIgnoreCase(spec.publisher())
          && other.offer().equalsIgnoreCase(spec.offer())
          && other.sku().equalsIgnoreCase(spec.sku())) {
        throw new CatalogException(
            CatalogException.Code.ALREADY_EXISTS,
            String.format(
                "The publisher, offer and SKU %s:%s:%s are those of %s already; in a gallery they"
                    + " must differ.",
                spec.publisher(), spec.offer(), spec.sku(), other.id()));
      }
    }
  }

  /** Replaces the tags of a gallery. */
  public void tag(GalleryId id, Map<String, String> tags)
      throws CatalogException, InterruptedException {
    var unused = gallery(id);
    tag(directory(id).resolve(Gallery.FILE), tags);
  }

  /** Replaces the tags of an image definition. */
  public void tag(DefinitionId id, Map<String, String> tags)
      throws CatalogException, InterruptedException {
    var unused = definition(id);
    tag(directory(id).resolve(ImageDefinition.FILE), tags);
  }

  private static void tag(Path file, Map<String, String> tags)
      throws CatalogException, InterruptedException {
    try {
      Json.update(file, object -> object.set("tags", Json.node(tags)));
    } catch (IOException e) {
      throw Durable.failure("Changing " + file, e);
    }
  }

  public Optional<ImageDefinition> findDefinition(DefinitionId id) throws CatalogException {
    Path file = directory(id).resolve(ImageDefinition.FILE);
    return Files.exists(file)
        ? Optional.of(Json.read(file, ImageDefinition.class))
        : Optional.empty();
  }

  /** The definition; not there is an error that says how to make it. */
  public ImageDefinition definition(DefinitionId id) throws CatalogException {
    var unused = gallery(id.gallery());
    return findDefinition(id)
        .orElseThrow(
            () ->
                new CatalogException(
                    CatalogException.Code.NOT_FOUND,
                    "There is no image definition "
                        + id
                        + ". Make it with: engine gallery definition create "
                        + id.gallery().gallery()
                        + " "
                        + id.definition()
                        + " --resource-group "
                        + id.gallery().resourceGroup()
                        + " --os-type Linux --generation V2 --publisher P --offer O --sku S"));
  }

  /** The definitions of a gallery. */
  public List<ImageDefinition> definitions(GalleryId id) throws CatalogException {
    var unused = gallery(id);
    List<ImageDefinition> definitions = new ArrayList<>();
    for (Path path : ImageShelf.children(directory(id))) {
      Path file = path.resolve(ImageDefinition.FILE);
      if (Files.exists(file)) {
        definitions.add(Json.read(file, ImageDefinition.class));
      }
    }
    return definitions;
  }

  /** The numbers of its versions that are taken, readable or not, the lowest first. */
  List<Version> versionNumbers(DefinitionId id) throws CatalogException {
    return ImageShelf.children(directory(id)).stream()
        .flatMap(path -> Version.find(path.getFileName().toString()).stream())
        .sorted()
        .toList();
  }

  /** Removes a definition that has no versions. */
  public void deleteDefinition(DefinitionId id) throws CatalogException {
    var unused = definition(id);
    int versions = versionNumbers(id).size();
    if (versions > 0) {
      throw new CatalogException(
          CatalogException.Code.IN_USE,
          "The image definition "
              + id
              + " still has "
              + versions
              + " versions. Delete them first.");
    }
    deleteDirectory(id.toString(), directory(id));
  }

  /** Removes a gallery that has no definitions. */
  public void deleteGallery(GalleryId id) throws CatalogException {
    int definitions = definitions(id).size();
    if (definitions > 0) {
      throw new CatalogException(
          CatalogException.Code.IN_USE,
          "The gallery "
              + id
              + " still has "
              + definitions
              + " image definitions. Delete them first.");
    }
    deleteDirectory(id.toString(), directory(id));
  }

  private static void deleteDirectory(String id, Path directory) throws CatalogException {
    try {
      Durable.deleteTree(directory);
    } catch (IOException e) {
      throw Durable.failure("Deleting " + id, e);
    }
  }

  private static String now() {
    return Instant.now().toString();
  }
}

package org.imageengine.distributors;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Managed images, by resource ID. */
public final class ManagedImages {
  private final Path root;

  ManagedImages(Path root) {
    this.root = root;
  }

  Path directory(ManagedImageId id) {
    Path subscription = Names.directory(root, id.subscription());
    Path group = Names.directory(subscription, id.resourceGroup());
    return Names.directory(group, id.name());
  }

  public Optional<CatalogImage> find(ManagedImageId id) throws CatalogException {
    return ImageShelf.load(directory(id));
  }

  /** All managed images. */
  public Listing list() throws CatalogException {
    List<CatalogImage> images = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path subscription : ImageShelf.children(root)) {
      for (Path group : ImageShelf.children(subscription)) {
        for (Path image : ImageShelf.children(group)) {
          try {
            ImageShelf.load(image)
                .ifPresentOrElse(images::add, () -> problems.add(image + " holds no image.json"));
          } catch (CatalogException e) {
            problems.add(e.getMessage());
          }
        }
      }
    }
    return new Listing(images, problems);
  }

  /** Replaces the tags of a managed image. */
  public void tag(ManagedImageId id, Map<String, String> tags)
      throws CatalogException, InterruptedException {
    CatalogImage image = managedImage(id);
    ImageShelf.update(image.directory(), object -> object.set("tags", Json.node(tags)));
  }

  /** The managed image; not there is an error. */
  public CatalogImage managedImage(ManagedImageId id) throws CatalogException {
    return find(id)
        .orElseThrow(
            () ->
                new CatalogException(
                    CatalogException.Code.NOT_FOUND, "There is no managed image " + id + "."));
  }

  /** Removes a managed image that no run uses. */
  public void delete(ManagedImageId id) throws CatalogException, InterruptedException {
    ImageShelf.delete(managedImage(id));
  }
}

package org.imageengine.distributors;

import java.nio.file.Path;

/**
 * The local stand-in for Azure's world of images: plain directories and JSON files below the state
 * directory, safe for several processes at once.
 */
public final class Catalog {
  private final Path root;
  private final PlatformImages platformImages;
  private final ManagedImages managedImages;
  private final Galleries galleries;
  private final ImageVersions versions;
  private final StagingGroups stagingGroups;

  private Catalog(Path engineHome) {
    root = engineHome.resolve("catalog");
    platformImages = new PlatformImages(root.resolve("platform"));
    managedImages = new ManagedImages(root.resolve("managed"));
    galleries = new Galleries(root.resolve("galleries"));
    versions = new ImageVersions(galleries);
    stagingGroups = new StagingGroups(engineHome.resolve("staging"));
  }

  /** Opens the catalog of a state directory; nothing need be there yet, and nothing is made. */
  public static Catalog open(Path engineHome) {
    return new Catalog(engineHome);
  }

  /** The directory that all images are in. */
  public Path root() {
    return root;
  }

  public PlatformImages platformImages() {
    return platformImages;
  }

  public ManagedImages managedImages() {
    return managedImages;
  }

  public Galleries galleries() {
    return galleries;
  }

  public ImageVersions versions() {
    return versions;
  }

  public StagingGroups stagingGroups() {
    return stagingGroups;
  }

  /** Says that a run uses an image, until {@link #release}; it cannot be deleted meanwhile. */
  public void lease(CatalogImage image, String runId) throws CatalogException {
    ImageShelf.lease(image, runId);
  }

  /** Ends a lease, and removes what was only kept for it; does nothing if there is none. */
  public void release(String imageId, String runId) throws CatalogException, InterruptedException {
    Path directory = directory(imageId);
    ImageShelf.release(directory, runId);
    OldDisks.remove(directory);
  }

  /** The directory of the image with that URN or resource ID. */
  Path directory(String imageId) throws CatalogException {
    if (!imageId.startsWith("/")) {
      return platformImages.directory(PlatformUrn.parse(imageId));
    }
    return ImageVersionId.hasVersion(imageId)
        ? galleries.directory(ImageVersionId.parse(imageId))
        : managedImages.directory(ManagedImageId.parse(imageId));
  }
}

package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes a new version of an image definition in a gallery, and its replicas in regions. While
 * these are being written the version is there and not finished: nothing is built from it.
 */
public final class SharedImageDistributor implements Distributor {
  private static final String DISK = "disk.qcow2";

  private final Catalog catalog;
  private final Galleries galleries;
  private final String runOutputName;
  private final DefinitionId definition;
  private final VersionScheme scheme;
  private final Options options;
  private final DiskWriter writer;
  private final Replicator replicator;

  /**
   * What is said of the version.
   *
   * @param createMissing a gallery or definition that is not there is made from the image itself
   * @param location of a gallery or definition that is made
   * @param regions where replicas go; none: it is kept once, and may be used in any region
   * @param isShallow keep only the difference to the source image
   */
  public record Options(
      Map<String, String> tags,
      boolean excludeFromLatest,
      boolean createMissing,
      String location,
      List<TargetRegion> regions,
      boolean isShallow) {
    public Options {
      tags = Map.copyOf(tags);
      regions = List.copyOf(regions);
    }
  }

  public SharedImageDistributor(
      Catalog catalog,
      String runOutputName,
      DefinitionId definition,
      VersionScheme scheme,
      Options options,
      DiskWriter writer,
      Replicator replicator) {
    this.catalog = catalog;
    this.galleries = catalog.galleries();
    this.runOutputName = runOutputName;
    this.definition = definition;
    this.scheme = scheme;
    this.options = options;
    this.writer = writer;
    this.replicator = replicator;
  }

  @Override
  public String runOutputName() {
    return runOutputName;
  }

  @Override
  public String type() {
    return "SharedImage";
  }

  @Override
  public String plannedTarget() {
    try {
      return definition + "/versions/" + scheme.next(galleries.versionNumbers(definition));
    } catch (CatalogException e) {
      return definition.toString();
    }
  }

  private Path directory() {
    return galleries.directory(definition);
  }

  @Override
  public List<Path> scratch(String runId) {
    return List.of(Incoming.path(directory(), key(runId)));
  }

  private String key(String runId) {
    return runId + "-" + runOutputName;
  }

  @Override
  public List<String> check(DistributionRequest request)
      throws CatalogException, InterruptedException {
    Optional<ImageDefinition> there =
        options.createMissing()
            ? galleries.findDefinition(definition)
            : Optional.of(galleries.definition(definition));
    if (there.isPresent()) {
      checkFits(there.get(), request.osType(), request.generation());
    }
    var unused = scheme.next(galleries.versionNumbers(definition));
    Room.check(directory(), request.expectedDataBytes());
    return replicator.check(options.regions());
  }

  private void checkFits(ImageDefinition there, OsType osType, Generation generation)
      throws CatalogException {
    if (there.osType() != osType || there.generation() != generation) {
      throw new CatalogException(
          CatalogException.Code.MISMATCH,
          String.format(
              "The image definition %s is for %s %s; this image is %s %s.",
              definition, there.osType(), there.generation(), osType, generation));
    }
    if (there.osState() != OsState.Generalized) {
      throw new CatalogException(
          CatalogException.Code.MISMATCH,
          "The image definition "
              + definition
              + " is for specialized images; a build makes generalized ones.");
    }
  }

  @Override
  public Artifact distribute(FinishedDisk disk, String runId, ProgressListener progress)
      throws CatalogException, InterruptedException {
    if (options.createMissing()) {
      createMissing(disk);
    }
    ImageDefinition there = galleries.definition(definition);
    checkFits(there, disk.osType(), disk.generation());
    CatalogImage version = publish(disk, there, runId);
    if (!version.replicas().isEmpty()) {
      version =
          catalog.versions().replicate(ImageVersionId.parse(version.id()), replicator, progress);
    }
    return new Artifact(
        runOutputName,
        type(),
        Optional.of(version.id()),
        Optional.empty(),
        Optional.of(version.disk()),
        version.sizeBytes(),
        Optional.of(version.sha256()),
        Optional.empty(),
        options.tags());
  }

  private CatalogImage publish(FinishedDisk disk, ImageDefinition there, String runId)
      throws CatalogException, InterruptedException {
    try (Incoming incoming = Incoming.create(directory(), key(runId))) {
      Path written = incoming.directory().resolve(DISK);
      Optional<BaseImage> base = Optional.empty();
      String sha256;
      if (options.isShallow()) {
        // The directory of the version will be beside this one, so the path is the same from there.
        Path seenFrom = incoming.directory().relativize(disk.base().disk().toAbsolutePath());
        base =
            Optional.of(new BaseImage(disk.base().id(), seenFrom.toString(), disk.base().sha256()));
        writer.writeDelta(
            disk.disk(), disk.format(), written, seenFrom.toString(), disk.base().diskFormat());
        sha256 = Digests.sha256AndSync(written);
      } else {
        sha256 = writer.write(disk.disk(), disk.format(), written, DiskKind.QCOW2);
      }
      StoredImage.DiskContent content =
          new StoredImage.DiskContent(disk.virtualSizeBytes(), Files.size(written), sha256);
      return publish(incoming, stored(disk, there, content), base);
    } catch (FileAlreadyExistsException e) {
      throw new CatalogException(
          CatalogException.Code.ALREADY_EXISTS,
          "The version " + e.getFile() + " exists already; versions are never overwritten.",
          e);
    } catch (IOException e) {
      throw Durable.failure("Writing a version of " + definition, e);
    }
  }

  /** Chooses the version, with everybody else kept out, and puts the image there. */
  private CatalogImage publish(Incoming incoming, StoredImage image, Optional<BaseImage> base)
      throws CatalogException, IOException, InterruptedException {
    try (DirectoryLock lock = DirectoryLock.acquire(directory())) {
      Version version = scheme.next(galleries.versionNumbers(definition));
      ImageVersionId id = new ImageVersionId(definition, version.toString());
      Path place = galleries.directory(id);
      if (base.isPresent()) {
        Dependents.add(catalog.directory(base.get().id()), id.toString());
      }
      StoredImage stored =
          image.asVersion(
              id,
              options.excludeFromLatest(),
              base.orElse(null),
              regions(image.location()),
              replicator.places(id, options.regions()));
      Json.write(incoming.directory().resolve(StoredImage.FILE), stored);
      incoming.publish(place);
      return stored.in(place);
    }
  }

  /** As in Azure, a version is always in the region of its definition too. */
  private List<String> regions(String location) {
    if (options.regions().isEmpty()) {
      return List.of();
    }
    Set<String> regions = new TreeSet<>();
    regions.add(TargetRegion.normalized(location));
    options.regions().forEach(region -> regions.add(TargetRegion.normalized(region.name())));
    return new ArrayList<>(regions);
  }

  private void createMissing(FinishedDisk disk) throws CatalogException {
    if (galleries.findGallery(definition.gallery()).isEmpty()) {
      var unused = galleries.createGallery(definition.gallery(), options.location(), Map.of());
    }
    if (galleries.findDefinition(definition).isEmpty()) {
      var unused =
          galleries.createDefinition(
              definition,
              DefinitionSpec.of(
                  disk.osType(),
                  disk.generation(),
                  definition.gallery().gallery(),
                  definition.definition(),
                  disk.generation().toString(),
                  options.location()));
    }
  }

  private StoredImage stored(
      FinishedDisk disk, ImageDefinition there, StoredImage.DiskContent content) {
    return StoredImage.whole(
        definition.toString(),
        definition.definition(),
        null,
        StoredImage.ImageTraits.built(disk, there.location()),
        DISK,
        content,
        options.tags(),
        disk.source());
  }
}

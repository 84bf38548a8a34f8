package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a new version of an image definition in a gallery. */
public final class SharedImageDistributor implements Distributor {
  private static final String DISK = "disk.qcow2";

  private final Galleries galleries;
  private final String runOutputName;
  private final DefinitionId definition;
  private final VersionScheme scheme;
  private final Options options;
  private final DiskWriter writer;

  /**
   * What is said of the version.
   *
   * @param createMissing a gallery or definition that is not there is made from the image itself
   * @param location of a gallery or definition that is made
   */
  public record Options(
      Map<String, String> tags, boolean excludeFromLatest, boolean createMissing, String location) {
    public Options {
      tags = Map.copyOf(tags);
    }
  }

  public SharedImageDistributor(
      Catalog catalog,
      String runOutputName,
      DefinitionId definition,
      VersionScheme scheme,
      Options options,
      DiskWriter writer) {
    this.galleries = catalog.galleries();
    this.runOutputName = runOutputName;
    this.definition = definition;
    this.scheme = scheme;
    this.options = options;
    this.writer = writer;
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
    return List.of(Incoming.path(directory(), runId + "-" + runOutputName));
  }

  @Override
  public void check(DistributionRequest request) throws CatalogException {
    Optional<ImageDefinition> there =
        options.createMissing()
            ? galleries.findDefinition(definition)
            : Optional.of(galleries.definition(definition));
    if (there.isPresent()) {
      checkFits(there.get(), request.osType(), request.generation());
    }
    var unused = scheme.next(galleries.versionNumbers(definition));
    Room.check(directory(), request.expectedDataBytes());
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
  }

  @Override
  public Artifact distribute(FinishedDisk disk, String runId)
      throws CatalogException, InterruptedException {
    if (options.createMissing()) {
      createMissing(disk);
    }
    checkFits(galleries.definition(definition), disk.osType(), disk.generation());
    try (Incoming incoming = Incoming.create(directory(), runId + "-" + runOutputName)) {
      Path written = incoming.directory().resolve(DISK);
      writer.write(disk.disk(), disk.format(), written, DiskKind.QCOW2);
      String sha256 = Digests.sha256(written);
      long size = Files.size(written);
      try (DefinitionLock lock = DefinitionLock.acquire(directory())) {
        Version version = scheme.next(galleries.versionNumbers(definition));
        ImageVersionId id = new ImageVersionId(definition, version.toString());
        Json.write(incoming.directory().resolve(StoredImage.FILE), stored(disk, id, size, sha256));
        Path place = galleries.directory(id);
        incoming.publish(place);
        return new Artifact(
            runOutputName,
            type(),
            Optional.of(id.toString()),
            Optional.empty(),
            place.resolve(DISK),
            size,
            sha256,
            options.tags());
      }
    } catch (FileAlreadyExistsException e) {
      throw new CatalogException(
          CatalogException.Code.ALREADY_EXISTS,
          "The version " + e.getFile() + " exists already; versions are never overwritten.",
          e);
    } catch (IOException e) {
      throw Durable.failure("Writing a version of " + definition, e);
    }
  }

  private void createMissing(FinishedDisk disk) throws CatalogException {
    if (galleries.findGallery(definition.gallery()).isEmpty()) {
      var unused = galleries.createGallery(definition.gallery(), options.location(), Map.of());
    }
    if (galleries.findDefinition(definition).isEmpty()) {
      var unused =
          galleries.createDefinition(
              definition,
              new DefinitionSpec(
                  disk.osType(),
                  disk.generation(),
                  definition.gallery().gallery(),
                  definition.definition(),
                  disk.generation().toString(),
                  options.location()));
    }
  }

  private StoredImage stored(FinishedDisk disk, ImageVersionId id, long size, String sha256) {
    return new StoredImage(
        StoredImage.FORMAT_VERSION,
        id.toString(),
        definition.definition(),
        id.version(),
        disk.osType(),
        disk.generation(),
        OsState.Generalized,
        options.location(),
        DISK,
        "qcow2",
        disk.virtualSizeBytes(),
        size,
        sha256,
        options.tags(),
        options.excludeFromLatest(),
        Instant.now().toString(),
        disk.source());
  }
}

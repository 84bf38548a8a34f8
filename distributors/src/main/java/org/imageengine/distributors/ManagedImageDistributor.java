package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a managed image. One that is there already is replaced at one moment: {@code image.json}
 * names the disk, and is the last thing to change.
 */
public final class ManagedImageDistributor implements Distributor {
  private final String runOutputName;
  private final ManagedImageId id;
  private final String location;
  private final Map<String, String> tags;
  private final Path directory;
  private final DiskWriter writer;

  public ManagedImageDistributor(
      Catalog catalog,
      String runOutputName,
      ManagedImageId id,
      String location,
      Map<String, String> tags,
      DiskWriter writer) {
    this.runOutputName = runOutputName;
    this.id = id;
    this.location = location;
    this.tags = Map.copyOf(tags);
    this.directory = catalog.managedImages().directory(id);
    this.writer = writer;
  }

  @Override
  public String runOutputName() {
    return runOutputName;
  }

  @Override
  public String type() {
    return "ManagedImage";
  }

  @Override
  public String plannedTarget() {
    return id.toString();
  }

  @Override
  public List<Path> scratch(String runId) {
    return List.of(aside(runId));
  }

  private Path aside(String runId) {
    return directory.resolveSibling("." + id.name() + "-" + runId + ".partial");
  }

  @Override
  public void check(DistributionRequest request) throws CatalogException {
    Room.check(directory, request.expectedDataBytes());
  }

  @Override
  public Artifact distribute(FinishedDisk disk, String runId)
      throws CatalogException, InterruptedException {
    Path aside = aside(runId);
    Path place = directory.resolve("disk-" + runId + ".qcow2");
    try {
      Files.createDirectories(directory.getParent());
      final Optional<CatalogImage> before = ImageShelf.load(directory);
      try {
        writer.write(disk.disk(), disk.format(), aside, DiskKind.QCOW2);
        StoredImage stored = stored(disk, aside, place.getFileName().toString());
        Durable.sync(aside);
        Files.createDirectories(directory);
        Durable.rename(aside, place);
        Json.write(directory.resolve(StoredImage.FILE), stored);
        if (before.isPresent() && ImageShelf.leases(directory).isEmpty()) {
          Files.deleteIfExists(before.get().disk());
        }
        return new Artifact(
            runOutputName,
            type(),
            Optional.of(id.toString()),
            Optional.empty(),
            place,
            stored.sizeBytes(),
            stored.sha256(),
            tags);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw Durable.failure("Writing the managed image " + id, e);
    }
  }

  private StoredImage stored(FinishedDisk disk, Path written, String diskFile)
      throws IOException, InterruptedException {
    return new StoredImage(
        StoredImage.FORMAT_VERSION,
        id.toString(),
        id.name(),
        null,
        disk.osType(),
        disk.generation(),
        OsState.Generalized,
        location,
        diskFile,
        "qcow2",
        disk.virtualSizeBytes(),
        Files.size(written),
        Digests.sha256(written),
        tags,
        false,
        Instant.now().toString(),
        disk.source());
  }
}

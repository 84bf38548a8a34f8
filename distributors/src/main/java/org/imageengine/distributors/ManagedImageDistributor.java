package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a managed image. One that is there already is replaced at one moment: {@code image.json}
 * names the disk, and changes after the new disk is there and before the old one goes.
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
    return List.of(Incoming.path(directory.getParent(), key(runId)));
  }

  private String key(String runId) {
    return runId + "-" + runOutputName;
  }

  @Override
  public List<String> check(DistributionRequest request) throws CatalogException {
    Room.check(directory, request.expectedDataBytes());
    return List.of();
  }

  @Override
  public Artifact distribute(FinishedDisk disk, String runId, ProgressListener progress)
      throws CatalogException, InterruptedException {
    String diskFile = "disk-" + runId + ".qcow2";
    try (Incoming incoming = Incoming.create(directory.getParent(), key(runId))) {
      Path written = incoming.directory().resolve(diskFile);
      String sha256 = writer.write(disk.disk(), disk.format(), written, DiskKind.QCOW2);
      StoredImage stored = stored(disk, written, sha256);
      if (!isThere()) {
        Json.write(incoming.directory().resolve(StoredImage.FILE), stored);
        publish(incoming, written, stored);
      } else {
        replace(written, stored);
      }
      return new Artifact(
          runOutputName,
          type(),
          Optional.of(id.toString()),
          Optional.empty(),
          Optional.of(directory.resolve(diskFile)),
          stored.sizeBytes(),
          Optional.of(stored.sha256()),
          Optional.empty(),
          tags);
    } catch (IOException e) {
      throw Durable.failure("Writing the managed image " + id, e);
    }
  }

  private boolean isThere() {
    return Files.exists(directory.resolve(StoredImage.FILE));
  }

  private void publish(Incoming incoming, Path written, StoredImage stored)
      throws CatalogException, IOException, InterruptedException {
    try {
      incoming.publish(directory);
    } catch (FileAlreadyExistsException e) {
      // Another build has just made it.
      replace(written, stored);
    }
  }

  private void replace(Path written, StoredImage stored)
      throws CatalogException, IOException, InterruptedException {
    try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
      Durable.sync(written);
      Durable.rename(written, directory.resolve(stored.diskFile()));
      Json.write(directory.resolve(StoredImage.FILE), stored);
    }
    // A build that runs from it, or a shallow version, still needs the old disk.
    OldDisks.remove(directory);
  }

  private StoredImage stored(FinishedDisk disk, Path written, String sha256) throws IOException {
    return StoredImage.whole(
        id.toString(),
        id.name(),
        null,
        StoredImage.ImageTraits.built(disk, location),
        written.getFileName().toString(),
        new StoredImage.DiskContent(disk.virtualSizeBytes(), Files.size(written), sha256),
        tags,
        disk.source());
  }
}

package org.imageengine.distributors.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imageengine.distributors.Artifact;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.DiskKind;
import org.imageengine.distributors.DiskWriter;
import org.imageengine.distributors.DistributionRequest;
import org.imageengine.distributors.Distributor;
import org.imageengine.distributors.Durable;
import org.imageengine.distributors.Extent;
import org.imageengine.distributors.FinishedDisk;
import org.imageengine.distributors.ProgressListener;
import org.imageengine.distributors.Room;

/** Writes a fixed VHD to a server; it is put together in a file of this host first. */
public final class UploadedVhd implements Distributor {
  private final String runOutputName;
  private final VhdDestination destination;
  private final Path work;
  private final Map<String, String> tags;
  private final DiskWriter writer;

  /**
   * A VHD that is not written yet.
   *
   * @param work a directory of the run, for the file
   */
  public UploadedVhd(
      String runOutputName,
      VhdDestination destination,
      Path work,
      Map<String, String> tags,
      DiskWriter writer) {
    this.runOutputName = runOutputName;
    this.destination = destination;
    this.work = work;
    this.tags = Map.copyOf(tags);
    this.writer = writer;
  }

  @Override
  public String runOutputName() {
    return runOutputName;
  }

  @Override
  public String type() {
    return "VHD";
  }

  @Override
  public String plannedTarget() {
    return destination.describe();
  }

  @Override
  public List<Path> scratch(String runId) {
    return List.of(file());
  }

  private Path file() {
    return work.resolve(runOutputName + ".vhd");
  }

  @Override
  public List<String> check(DistributionRequest request)
      throws CatalogException, InterruptedException {
    Room.check(work, request.expectedDataBytes());
    destination.check();
    return List.of();
  }

  @Override
  public Artifact distribute(FinishedDisk disk, String runId, ProgressListener progress)
      throws CatalogException, InterruptedException {
    Path file = file();
    try {
      Durable.createDirectories(work);
      String digest = writer.write(disk.disk(), disk.format(), file, DiskKind.FIXED_VHD);
      upload(file, writer.data(file), digest, progress);
      return new Artifact(
          runOutputName,
          type(),
          Optional.empty(),
          Optional.of(destination.describe()),
          Optional.empty(),
          Files.size(file),
          Optional.empty(),
          Optional.of(digest),
          tags);
    } catch (IOException e) {
      throw Durable.failure("Writing " + file, e);
    } finally {
      Durable.deleteQuietly(file);
    }
  }

  private void upload(Path file, List<Extent> data, String digest, ProgressListener progress)
      throws CatalogException, InterruptedException {
    boolean isThere = false;
    try {
      destination.upload(
          file,
          data,
          digest,
          (done, total) -> progress.at("Uploading " + runOutputName, done, total));
      isThere = true;
    } finally {
      if (!isThere) {
        discard();
      }
    }
  }

  /** The build may have been cancelled: then the interrupt is put off until this is done. */
  private void discard() {
    boolean isInterrupted = Thread.interrupted();
    try {
      destination.discard();
    } catch (CatalogException e) {
      // The failure itself is told; an upload to the same place starts over.
      return;
    } catch (InterruptedException e) {
      isInterrupted = true;
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

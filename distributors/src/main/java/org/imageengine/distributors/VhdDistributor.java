package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a fixed VHD file; one that is there already is never overwritten. */
public final class VhdDistributor implements Distributor {
  private final String runOutputName;
  private final Path target;
  private final Map<String, String> tags;
  private final DiskWriter writer;
  private final Staging staging;

  /**
   * The staging resource group that the VHD goes to.
   *
   * @param ofRun whether it is this run's own, and goes again if nothing is put into it
   */
  public record Staging(StagingGroups groups, String name, StagingUse use, boolean ofRun) {}

  private VhdDistributor(
      String runOutputName,
      Path target,
      Map<String, String> tags,
      DiskWriter writer,
      Staging staging) {
    this.runOutputName = runOutputName;
    this.target = target;
    this.tags = Map.copyOf(tags);
    this.writer = writer;
    this.staging = staging;
  }

  /** Writes to a file whose directory is there. */
  public static VhdDistributor toFile(
      String runOutputName, Path target, Map<String, String> tags, DiskWriter writer) {
    return new VhdDistributor(runOutputName, target, tags, writer, null);
  }

  /** Writes to the directory of a staging resource group, which is made if it is not there. */
  public static VhdDistributor toStaging(
      String runOutputName,
      String fileName,
      Staging staging,
      Map<String, String> tags,
      DiskWriter writer) {
    return new VhdDistributor(
        runOutputName,
        staging.groups().directory(staging.name()).resolve(fileName),
        tags,
        writer,
        staging);
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
    return target.toUri().toString();
  }

  @Override
  public List<Path> scratch(String runId) {
    return List.of(aside(runId));
  }

  @Override
  public Optional<String> stagingGroup() {
    return Optional.ofNullable(staging).filter(Staging::ofRun).map(Staging::name);
  }

  private Path aside(String runId) {
    return target.resolveSibling("." + target.getFileName() + "." + runId + ".partial");
  }

  @Override
  public List<String> check(DistributionRequest request) throws CatalogException {
    if (Files.exists(target)) {
      throw exists(null);
    }
    Path directory = target.getParent();
    if (staging != null) {
      staging.groups().check(staging.name(), staging.use());
    } else if (!Files.isDirectory(directory)) {
      throw new CatalogException(
          CatalogException.Code.NOT_FOUND,
          "The directory " + directory + " of the VHD does not exist.");
    }
    Room.check(directory, request.expectedDataBytes());
    return List.of();
  }

  private CatalogException exists(IOException cause) {
    return new CatalogException(
        CatalogException.Code.ALREADY_EXISTS,
        "The file " + target + " exists already; it is never overwritten.",
        cause);
  }

  @Override
  public Artifact distribute(FinishedDisk disk, String runId, ProgressListener progress)
      throws CatalogException, InterruptedException {
    if (staging != null) {
      var unused = staging.groups().use(staging.name(), staging.use());
    }
    try {
      return write(disk, aside(runId));
    } catch (FileAlreadyExistsException e) {
      throw exists(e);
    } catch (IOException e) {
      throw Durable.failure("Writing " + target, e);
    } finally {
      if (stagingGroup().isPresent()) {
        staging.groups().deleteIfEmpty(staging.name());
      }
    }
  }

  private Artifact write(FinishedDisk disk, Path aside)
      throws CatalogException, IOException, InterruptedException {
    try {
      String digest = writer.write(disk.disk(), disk.format(), aside, DiskKind.FIXED_VHD);
      Durable.renameToFree(aside, target);
      return new Artifact(
          runOutputName,
          type(),
          Optional.empty(),
          Optional.of(target.toUri().toString()),
          Optional.of(target),
          Files.size(target),
          Optional.empty(),
          Optional.of(digest),
          tags);
    } finally {
      Durable.delete(aside);
    }
  }
}

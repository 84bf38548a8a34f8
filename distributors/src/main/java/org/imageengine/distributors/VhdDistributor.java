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
  private final boolean inStaging;
  private final Map<String, String> tags;
  private final DiskWriter writer;

  private VhdDistributor(
      String runOutputName,
      Path target,
      boolean inStaging,
      Map<String, String> tags,
      DiskWriter writer) {
    this.runOutputName = runOutputName;
    this.target = target;
    this.inStaging = inStaging;
    this.tags = Map.copyOf(tags);
    this.writer = writer;
  }

  /** Writes to a file whose directory is there. */
  public static VhdDistributor toFile(
      String runOutputName, Path target, Map<String, String> tags, DiskWriter writer) {
    return new VhdDistributor(runOutputName, target, false, tags, writer);
  }

  /** Writes to the directory of a staging resource group, which is made if it is not there. */
  public static VhdDistributor toStaging(
      String runOutputName, Path group, Map<String, String> tags, DiskWriter writer) {
    return new VhdDistributor(
        runOutputName, group.resolve(runOutputName + ".vhd"), true, tags, writer);
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

  private Path aside(String runId) {
    return target.resolveSibling("." + target.getFileName() + "." + runId + ".partial");
  }

  @Override
  public void check(DistributionRequest request) throws CatalogException {
    if (Files.exists(target)) {
      throw exists(null);
    }
    Path directory = target.getParent();
    if (!inStaging && !Files.isDirectory(directory)) {
      throw new CatalogException(
          CatalogException.Code.NOT_FOUND,
          "The directory " + directory + " of the VHD does not exist.");
    }
    Room.check(directory, request.expectedDataBytes());
  }

  private CatalogException exists(IOException cause) {
    return new CatalogException(
        CatalogException.Code.ALREADY_EXISTS,
        "The file " + target + " exists already; it is never overwritten.",
        cause);
  }

  @Override
  public Artifact distribute(FinishedDisk disk, String runId)
      throws CatalogException, InterruptedException {
    Path aside = aside(runId);
    try {
      if (inStaging) {
        Files.createDirectories(target.getParent());
      }
      try {
        writer.write(disk.disk(), disk.format(), aside, DiskKind.FIXED_VHD);
        String sha256 = Digests.sha256(aside);
        Durable.sync(aside);
        Durable.renameToFree(aside, target);
        return new Artifact(
            runOutputName,
            type(),
            Optional.empty(),
            Optional.of(target.toUri().toString()),
            target,
            Files.size(target),
            sha256,
            tags);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (FileAlreadyExistsException e) {
      throw exists(e);
    } catch (IOException e) {
      throw Durable.failure("Writing " + target, e);
    }
  }
}

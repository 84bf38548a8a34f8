package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mends from replicas what can be mended: disks of versions, and replicas from these. */
public final class CatalogRepair {
  private final Catalog catalog;
  private final Replicator replicator;
  private final ProgressListener progress;
  private final List<String> done = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();

  public CatalogRepair(Catalog catalog, Replicator replicator, ProgressListener progress) {
    this.catalog = catalog;
    this.replicator = replicator;
    this.progress = progress;
  }

  /** What was mended and what could not be, a sentence each. */
  public record Report(List<String> done, List<String> failed) {
    public Report {
      done = List.copyOf(done);
      failed = List.copyOf(failed);
    }
  }

  /** Looks at every version that has replicas, and mends it. */
  public Report run() throws CatalogException, InterruptedException {
    try {
      for (ImageLocation location : CatalogTree.read(catalog.root()).images()) {
        if (ImageVersionId.hasVersion(location.id())) {
          repair(location);
        }
      }
    } catch (IOException e) {
      throw Durable.failure("Repairing", e);
    }
    return new Report(done, failed);
  }

  private void repair(ImageLocation location) throws IOException, InterruptedException {
    try {
      Optional<CatalogImage> image = ImageShelf.entry(location.directory());
      if (image.isEmpty() || image.get().replicas().isEmpty()) {
        return;
      }
      ImageVersionId id = ImageVersionId.parse(image.get().id());
      if (!isGood(image.get())) {
        StoredReplica from = catalog.versions().restore(id, replicator, progress);
        done.add("Restored " + image.get().disk() + " from " + from.place() + ".");
      }
      for (String place : catalog.versions().renewReplicas(id, replicator, progress)) {
        done.add("Wrote the replica of " + id + " in " + place + " anew.");
      }
    } catch (CatalogException e) {
      failed.add(e.getMessage());
    }
  }

  private static boolean isGood(CatalogImage image) throws IOException, InterruptedException {
    return Files.exists(image.disk()) && Digests.sha256(image.disk()).equals(image.sha256());
  }
}

package org.imageengine.distributors.region;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.DefinitionId;
import org.imageengine.distributors.ImageVersionId;
import org.imageengine.distributors.ProgressListener;
import org.imageengine.distributors.Replicator;
import org.imageengine.distributors.StorageAccountType;
import org.imageengine.distributors.StoredReplica;
import org.imageengine.distributors.TargetRegion;
import org.imageengine.distributors.store.ReplicaStore;

/** Keeps replicas in the places of regions, several written at a time. */
public final class RegionReplicator implements Replicator {
  private static final int AT_A_TIME = 4;
  private static final long END_SECONDS = 60;

  private final Regions regions;

  public RegionReplicator(Regions regions) {
    this.regions = regions;
  }

  @Override
  public List<String> check(List<TargetRegion> targets)
      throws CatalogException, InterruptedException {
    List<String> notes = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (TargetRegion target : targets) {
      Region region = regions.region(target.name());
      if (target.storage() == StorageAccountType.Standard_ZRS && region.zones().size() < 2) {
        notes.add(
            "The region "
                + target.name()
                + " has one zone here, so Standard_ZRS keeps its replicas in one place. Configure"
                + " more with regions."
                + region.name()
                + ".zones.");
      }
      for (Zone zone : zones(region, target.storage())) {
        try (ReplicaStore store = zone.opener().open()) {
          store.check();
        } catch (CatalogException e) {
          failures.add("The region " + target.name() + " cannot be written: " + e.getMessage());
        }
      }
    }
    if (!failures.isEmpty()) {
      throw new CatalogException(CatalogException.Code.NO_PERMISSION, String.join("\n", failures));
    }
    return notes;
  }

  private static List<Zone> zones(Region region, StorageAccountType storage) {
    return storage == StorageAccountType.Standard_ZRS
        ? region.zones()
        : region.zones().subList(0, 1);
  }

  @Override
  public List<StoredReplica> places(ImageVersionId version, List<TargetRegion> targets) {
    List<StoredReplica> replicas = new ArrayList<>();
    for (TargetRegion target : targets) {
      Region region = regions.region(target.name());
      // The catalog's own copy is the first one of the region that it is in.
      int first = regions.isHome(target.name()) ? 2 : 1;
      for (Zone zone : zones(region, target.storage())) {
        for (int number = first; number <= target.replicaCount(); number++) {
          replicas.add(
              new StoredReplica(region.name(), zone.place(), name(version, number), false));
        }
      }
    }
    return replicas;
  }

  /** What a replica is called in its place: the parts of the resource ID that tell it apart. */
  private static String name(ImageVersionId version, int number) {
    DefinitionId definition = version.definition();
    return String.join(
        "/",
        definition.gallery().subscription(),
        definition.gallery().resourceGroup(),
        definition.gallery().gallery(),
        definition.definition(),
        version.version(),
        number == 1 ? "disk.qcow2" : "disk-" + number + ".qcow2");
  }

  @Override
  public void replicate(
      CatalogImage version, Consumer<StoredReplica> whole, ProgressListener progress)
      throws CatalogException, InterruptedException {
    Map<Future<StoredReplica>, StoredReplica> running = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    CompletionService<StoredReplica> ended = new ExecutorCompletionService<>(threads);
    try {
      for (StoredReplica replica : version.replicas()) {
        if (!replica.isWhole()) {
          running.put(ended.submit(() -> put(version, replica, progress)), replica);
        }
      }
      while (!running.isEmpty()) {
        Future<StoredReplica> one = ended.take();
        StoredReplica replica = running.remove(one);
        try {
          whole.accept(one.get());
        } catch (ExecutionException e) {
          failures.add(replica.region() + ", " + replica.place() + ": " + reason(e.getCause()));
        }
      }
    } finally {
      threads.shutdownNow();
      // They look at their interrupt between blocks, and every call to a server has an end.
      if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        failures.add("a transfer did not end when it was told to");
      }
    }
    if (!failures.isEmpty()) {
      throw new CatalogException(
          CatalogException.Code.IO,
          "The version "
              + version.id()
              + " is written, but not all of its replicas are:\n  "
              + String.join("\n  ", failures)
              + "\nWhen that is mended, go on with: engine gallery version replicate");
    }
  }

  private static String reason(Throwable cause) {
    return cause instanceof CatalogException ? cause.getMessage() : String.valueOf(cause);
  }

  private StoredReplica put(CatalogImage version, StoredReplica replica, ProgressListener progress)
      throws CatalogException, InterruptedException {
    String what = "Replicating to " + replica.region();
    try (ReplicaStore store = zone(replica).opener().open()) {
      store.put(
          version.disk(),
          version.sha256(),
          replica.name(),
          (done, total) -> progress.at(what, done, total));
      return replica;
    }
  }

  private Zone zone(StoredReplica replica) throws CatalogException {
    return regions
        .zone(replica.region(), replica.place())
        .orElseThrow(
            () ->
                new CatalogException(
                    CatalogException.Code.NOT_FOUND,
                    "The region "
                        + replica.region()
                        + " no longer has the place "
                        + replica.place()
                        + " in the configuration."));
  }

  @Override
  public void verify(StoredReplica replica) throws CatalogException, InterruptedException {
    try (ReplicaStore store = zone(replica).opener().open()) {
      store.verify(replica.name());
    }
  }

  @Override
  public void fetch(StoredReplica replica, Path target, ProgressListener progress)
      throws CatalogException, InterruptedException {
    String what = "Fetching from " + replica.region();
    try (ReplicaStore store = zone(replica).opener().open()) {
      store.get(replica.name(), target, (done, total) -> progress.at(what, done, total));
    }
  }

  @Override
  public void delete(StoredReplica replica) throws CatalogException, InterruptedException {
    try (ReplicaStore store = zone(replica).opener().open()) {
      store.delete(replica.name());
    }
  }
}

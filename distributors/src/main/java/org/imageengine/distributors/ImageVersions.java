package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The versions of image definitions, and their replicas. */
public final class ImageVersions {
  private final Galleries galleries;

  ImageVersions(Galleries galleries) {
    this.galleries = galleries;
  }

  /** The versions of a definition, the lowest first. */
  public Listing list(DefinitionId id) throws CatalogException {
    ImageDefinition definition = galleries.definition(id);
    List<CatalogImage> images = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Version version : galleries.versionNumbers(id)) {
      try {
        ImageShelf.load(galleries.directory(new ImageVersionId(id, version.toString())))
            .map(image -> image.in(definition))
            .ifPresentOrElse(
                images::add,
                () -> problems.add(id + "/versions/" + version + " holds no image.json"));
      } catch (CatalogException e) {
        problems.add(e.getMessage());
      }
    }
    return new Listing(images, problems);
  }

  /**
   * A version that is whole; {@code latest} is the highest that is not marked excludeFromLatest.
   *
   * @param region the version must have been published to it; absent where that does not matter
   */
  public CatalogImage resolve(ImageVersionId id, Optional<String> region) throws CatalogException {
    if (!id.version().equalsIgnoreCase(PlatformUrn.LATEST)) {
      CatalogImage image = get(id);
      refuseUnfinished(image);
      refuseElsewhere(image, region);
      return image;
    }
    List<CatalogImage> whole =
        list(id.definition()).images().stream()
            .filter(candidate -> candidate.provisioningState() == ProvisioningState.Succeeded)
            .filter(candidate -> !candidate.excludeFromLatest())
            .sorted(
                Comparator.comparing((CatalogImage c) -> Version.find(c.version().orElse("")).get())
                    .reversed())
            .toList();
    if (whole.isEmpty()) {
      throw noVersion(id, "");
    }
    return whole.stream()
        .filter(candidate -> region.isEmpty() || candidate.isIn(region.get()))
        .findFirst()
        .orElseThrow(() -> noVersion(id, " in the region " + region.orElse("")));
  }

  private static CatalogException noVersion(ImageVersionId id, String where) {
    return new CatalogException(
        CatalogException.Code.NOT_FOUND, "There is no image version " + id + where + ".");
  }

  /** A version as it is; {@code latest} is the highest that is finished. */
  public CatalogImage find(ImageVersionId id) throws CatalogException {
    return id.version().equalsIgnoreCase(PlatformUrn.LATEST)
        ? resolve(id, Optional.empty())
        : get(id);
  }

  /** A version as it is, whether or not its replicas are all there. */
  public CatalogImage get(ImageVersionId id) throws CatalogException {
    CatalogImage image =
        ImageShelf.load(galleries.directory(id)).orElseThrow(() -> noVersion(id, ""));
    return galleries.findDefinition(id.definition()).map(image::in).orElse(image);
  }

  private static void refuseUnfinished(CatalogImage image) throws CatalogException {
    if (image.provisioningState() != ProvisioningState.Succeeded) {
      throw new CatalogException(
          CatalogException.Code.NOT_FOUND,
          "The version "
              + image.id()
              + " is not finished ("
              + image.provisioningState()
              + "): not all of its replicas are there. Go on with: engine gallery version replicate");
    }
  }

  private static void refuseElsewhere(CatalogImage image, Optional<String> region)
      throws CatalogException {
    if (region.isPresent() && !image.isIn(region.get())) {
      throw new CatalogException(
          CatalogException.Code.NOT_FOUND,
          "The version "
              + image.id()
              + " has no replica in "
              + region.get()
              + ", where the template is; it is in "
              + String.join(", ", image.regions())
              + ". Add one with: engine gallery version replicate --region "
              + region.get());
    }
  }

  /** Replaces the tags of a version. */
  public void tag(ImageVersionId id, Map<String, String> tags)
      throws CatalogException, InterruptedException {
    ImageShelf.update(get(id).directory(), object -> object.set("tags", Json.node(tags)));
  }

  /** Says whether {@code latest} passes a version over. */
  public void excludeFromLatest(ImageVersionId id, boolean exclude)
      throws CatalogException, InterruptedException {
    ImageShelf.update(get(id).directory(), object -> object.put("excludeFromLatest", exclude));
  }

  /** Says from when on a version should not be used any more. */
  public void endOfLife(ImageVersionId id, LocalDate day)
      throws CatalogException, InterruptedException {
    ImageShelf.update(get(id).directory(), object -> object.put("endOfLifeDate", day.toString()));
  }

  /** Adds regions to a version; {@link #replicate} then writes the replicas. */
  public void addRegions(ImageVersionId id, List<TargetRegion> regions, Replicator replicator)
      throws CatalogException, InterruptedException {
    CatalogImage image = get(id);
    Set<String> all = new TreeSet<>(image.regions());
    if (all.isEmpty()) {
      all.add(TargetRegion.normalized(image.location()));
    }
    regions.forEach(region -> all.add(TargetRegion.normalized(region.name())));
    List<StoredReplica> replicas = new ArrayList<>(image.replicas());
    for (StoredReplica wanted : replicator.places(id, regions)) {
      if (replicas.stream().noneMatch(there -> isSamePlace(there, wanted))) {
        replicas.add(wanted);
      }
    }
    ImageShelf.update(
        image.directory(),
        object -> {
          object.set("regions", Json.node(all));
          object.set("replicas", Json.node(replicas));
        });
  }

  private static boolean isSamePlace(StoredReplica one, StoredReplica other) {
    return one.place().equals(other.place()) && one.name().equals(other.name());
  }

  /**
   * Writes the replicas of a version that are missing, and says in its entry how far it is.
   *
   * @return the version as it is then
   * @throws CatalogException with all places that could not be written
   */
  public CatalogImage replicate(ImageVersionId id, Replicator replicator, ProgressListener progress)
      throws CatalogException, InterruptedException {
    CatalogImage image = get(id);
    Path directory = image.directory();
    List<StoredReplica> done = new ArrayList<>();
    ProvisioningState state = ProvisioningState.Failed;
    try {
      replicator.replicate(image, done::add, progress);
      state = ProvisioningState.Succeeded;
    } finally {
      List<StoredReplica> now =
          image.replicas().stream()
              .map(one -> done.stream().anyMatch(d -> isSamePlace(d, one)) ? one.whole() : one)
              .toList();
      ProvisioningState last = state;
      ImageShelf.update(
          directory,
          object -> {
            object.put("provisioningState", last.name());
            object.set("replicas", Json.node(now));
          });
    }
    return get(id);
  }

  /**
   * Puts the disk of a version back that is missing or has changed, from the first of its replicas
   * that is good: the loss of one place loses nothing.
   *
   * @return the replica it was taken from
   * @throws CatalogException with what is wrong with each, if none is good
   */
  public StoredReplica restore(ImageVersionId id, Replicator replicator, ProgressListener progress)
      throws CatalogException, InterruptedException {
    CatalogImage image =
        ImageShelf.entry(galleries.directory(id)).orElseThrow(() -> noVersion(id, ""));
    List<String> failures = new ArrayList<>();
    Path aside = image.disk().resolveSibling("." + image.disk().getFileName() + ".new");
    for (StoredReplica replica : image.replicas()) {
      try {
        Durable.deleteTree(aside);
        replicator.fetch(replica, aside, progress);
        if (Digests.sha256(aside).equals(image.sha256())) {
          Durable.sync(aside);
          Durable.rename(aside, image.disk());
          return replica;
        }
        failures.add(replica.place() + ": it is the replica of another disk");
      } catch (CatalogException e) {
        failures.add(replica.place() + ": " + e.getMessage());
      } catch (IOException e) {
        throw Durable.failure("Writing " + image.disk(), e);
      } finally {
        Durable.deleteQuietly(aside);
      }
    }
    throw new CatalogException(
        CatalogException.Code.CORRUPT,
        "The disk of "
            + id
            + " cannot be restored"
            + (failures.isEmpty()
                ? ": it has no replicas."
                : " from any replica:\n  " + String.join("\n  ", failures)));
  }

  /**
   * Writes those replicas of a version anew that are missing or have changed.
   *
   * @return the places that were written
   */
  public List<String> renewReplicas(
      ImageVersionId id, Replicator replicator, ProgressListener progress)
      throws CatalogException, InterruptedException {
    CatalogImage image = get(id);
    List<String> bad = new ArrayList<>();
    for (StoredReplica replica : image.replicas()) {
      try {
        replicator.verify(replica);
      } catch (CatalogException e) {
        bad.add(replica.place());
        if (e.code() == CatalogException.Code.MISMATCH) {
          replicator.delete(replica);
        }
      }
    }
    if (!bad.isEmpty()) {
      List<StoredReplica> now =
          image.replicas().stream()
              .map(
                  one ->
                      new StoredReplica(
                          one.region(), one.place(), one.name(), !bad.contains(one.place())))
              .toList();
      ImageShelf.update(
          image.directory(),
          object -> {
            object.put("provisioningState", ProvisioningState.Creating.name());
            object.set("replicas", Json.node(now));
          });
      var unused = replicate(id, replicator, progress);
    }
    return bad;
  }

  /** Removes a version that no run and no other version uses, and its replicas first. */
  public void delete(ImageVersionId id, Replicator replicator)
      throws CatalogException, InterruptedException {
    CatalogImage image =
        ImageShelf.entry(galleries.directory(id)).orElseThrow(() -> noVersion(id, ""));
    ImageShelf.refuseIfUsed(image.id(), image.directory());
    if (!image.replicas().isEmpty()) {
      // If this is cut off, nobody builds from what is left, and it can be deleted again.
      ImageShelf.update(
          image.directory(),
          object -> object.put("provisioningState", ProvisioningState.Deleting.name()));
      for (StoredReplica replica : image.replicas()) {
        replicator.delete(replica);
      }
    }
    ImageShelf.delete(image);
  }
}

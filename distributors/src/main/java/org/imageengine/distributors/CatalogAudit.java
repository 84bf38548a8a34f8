package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks through the whole catalog for what is not as it should be. */
public final class CatalogAudit {
  private static final Set<String> OWN =
      Set.of(StoredImage.FILE, ".lock", ".in-use", ".needed-by", Incoming.LOCK);
  private static final String COLLECT = "Remove it with: engine catalog gc";

  private final Catalog catalog;
  private final Replicator replicator;
  private final boolean reads;
  private final ProgressListener progress;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * A look that has not begun.
   *
   * @param reads whether the data of all images and replicas is read, and its digests compared;
   *     otherwise only sizes are
   */
  public CatalogAudit(
      Catalog catalog, Replicator replicator, boolean reads, ProgressListener progress) {
    this.catalog = catalog;
    this.replicator = replicator;
    this.reads = reads;
    this.progress = progress;
  }

  /** What was looked at, and what was found. */
  public record Report(int images, int replicas, List<Finding> findings) {
    public Report {
      findings = List.copyOf(findings);
    }
  }

  /** Looks; changes nothing. */
  public Report run() throws CatalogException, InterruptedException {
    int replicas = 0;
    List<ImageLocation> images;
    try {
      CatalogTree tree = CatalogTree.read(catalog.root());
      images = tree.images();
      for (int i = 0; i < images.size(); i++) {
        progress.at("Verifying", i, images.size());
        replicas += check(images.get(i));
      }
      tree.left()
          .forEach(path -> add(path, "was left behind by something that did not finish", COLLECT));
      tree.strays().forEach(path -> add(path, "does not belong here", "Move it away."));
      checkStaging();
    } catch (IOException e) {
      throw Durable.failure("Reading " + catalog.root(), e);
    }
    return new Report(images.size(), replicas, findings);
  }

  private void add(Object path, String what, String advice) {
    findings.add(new Finding(path.toString(), what, advice));
  }

  /** Answers with the number of its replicas. */
  private int check(ImageLocation location)
      throws CatalogException, IOException, InterruptedException {
    Path directory = location.directory();
    Optional<CatalogImage> entry;
    try {
      entry = ImageShelf.entry(directory);
    } catch (CatalogException e) {
      add(
          directory.resolve(StoredImage.FILE),
          e.getMessage(),
          "Restore it from a backup, or remove the directory and build or import the image anew.");
      return 0;
    }
    if (entry.isEmpty()) {
      add(directory, "holds no image.json, so it is no image", "Move it away, or remove it.");
      return 0;
    }
    CatalogImage image = entry.get();
    if (!image.id().equalsIgnoreCase(location.id())) {
      add(
          directory,
          "holds the image " + image.id() + ", which does not belong here",
          "Move it back to its place, or remove it.");
    }
    checkDisk(image);
    checkBase(image);
    checkState(image);
    checkFiles(image);
    for (StoredReplica replica : image.replicas()) {
      checkReplica(image, replica);
    }
    return image.replicas().size();
  }

  private void checkDisk(CatalogImage image) throws IOException, InterruptedException {
    String advice =
        image.replicas().stream().anyMatch(StoredReplica::isWhole)
            ? "Fetch it from a replica with: engine catalog repair"
            : "Build or import the image anew; nothing should be built from this one.";
    if (!Files.exists(image.disk())) {
      add(image.disk(), "is missing", advice);
      return;
    }
    long size = Files.size(image.disk());
    if (size != image.sizeBytes()) {
      add(
          image.disk(),
          String.format("has %d bytes instead of %d", size, image.sizeBytes()),
          advice);
    } else if (reads && !Digests.sha256(image.disk()).equals(image.sha256())) {
      add(image.disk(), "has changed: its SHA-256 is not " + image.sha256(), advice);
    }
  }

  private void checkBase(CatalogImage image) {
    image
        .base()
        .map(base -> image.directory().resolve(base.diskFile()).normalize())
        .filter(disk -> !Files.exists(disk))
        .ifPresent(
            disk ->
                add(
                    image.disk(),
                    "is only the difference to " + disk + ", which is missing",
                    "Restore that file; without it the version cannot be used."));
  }

  private void checkState(CatalogImage image) {
    switch (image.provisioningState()) {
      case Creating, Failed ->
          add(
              image.directory(),
              "is not finished (" + image.provisioningState() + "): replicas are missing",
              "Go on with engine gallery version replicate, or delete the version.");
      case Deleting -> add(image.directory(), "is half deleted", "Delete the version again.");
      default -> {
        // Whole.
      }
    }
  }

  private void checkFiles(CatalogImage image) throws CatalogException, IOException {
    List<Path> unneeded = OldDisks.unneeded(image.directory());
    try (Stream<Path> files = Files.list(image.directory())) {
      for (Path file : files.sorted().toList()) {
        if (!OWN.contains(file.getFileName().toString()) && !file.equals(image.disk())) {
          checkFile(file, unneeded.contains(file));
        }
      }
    }
  }

  private void checkFile(Path file, boolean isUnneeded) {
    if (file.getFileName().toString().startsWith(".")) {
      add(file, "was left behind by something that did not finish", COLLECT);
    } else if (isUnneeded) {
      add(file, "is the disk of an image that was replaced; nothing needs it any more", COLLECT);
    } else if (!OldDisks.isDisk(file)) {
      add(file, "does not belong here", "Move it away.");
    }
  }

  private void checkReplica(CatalogImage image, StoredReplica replica) throws InterruptedException {
    if (!replica.isWhole() || !reads) {
      return;
    }
    try {
      replicator.verify(replica);
    } catch (CatalogException e) {
      add(
          replica.place() + "/" + replica.name(),
          "a replica of " + image.id() + ": " + e.getMessage(),
          "Write it anew with: engine catalog repair");
    }
  }

  private void checkStaging() throws CatalogException {
    for (Path directory : catalog.stagingGroups().directories()) {
      if (!Files.exists(directory.resolve(StagingGroup.FILE))) {
        add(directory, "holds no group.json", "Move it away, or remove it.");
      }
    }
  }
}

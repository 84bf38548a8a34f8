package org.imageengine.engine.checkpoint;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.imageengine.distributors.DirectoryLock;

/**
 * Keeps checkpoints below a directory. {@code <key>/} holds a record and the guest's memory, {@code
 * layers/} the disks that several of them lie on, {@code leases/<run>} what a run works on. Safe
 * for several processes.
 */
public final class CheckpointStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectWriter WRITER = JSON.writerWithDefaultPrettyPrinter();
  private static final String INCOMING = ".incoming-";
  private static final String KEY = "key ";
  private static final String LAYER = "layer ";
  private static final String NEW_RECORD = "record.new";

  private final Path root;
  private final CheckpointLeases leases;
  private final CheckpointRoom room;

  /** Makes the saved memory of a guest smaller, at the cost of some time at each start. */
  public interface Shrinker {
    /** Does so; false if nothing came of it. */
    boolean shrink(Path memory) throws InterruptedException;
  }

  /**
   * The store of a directory, which need not be there yet.
   *
   * @param isRun whether a run is there that may still work on what it has leased
   */
  public CheckpointStore(Path root, Predicate<String> isRun, Shrinker shrinker) {
    this.root = root;
    this.leases = new CheckpointLeases(root.resolve("leases"), isRun);
    this.room = new CheckpointRoom(this, shrinker);
  }

  /** A checkpoint and its files. */
  public record Found(Checkpoint checkpoint, CheckpointFiles files) {}

  /** A checkpoint that is kept, and when it was last used. */
  public record Kept(Checkpoint checkpoint, Instant used, long sizeBytes, boolean isInUse) {}

  CheckpointFiles files(String key) {
    return new CheckpointFiles(root.resolve(key));
  }

  private Path layers() {
    return root.resolve("layers");
  }

  /** The file of a layer. */
  public Path layer(String name) {
    return layers().resolve(name);
  }

  private void prepare() throws IOException {
    // QEMU may run as another user, who must reach the layers and nothing else.
    for (Path directory : List.of(root, layers(), root.resolve("leases"))) {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      }
    }
  }

  DirectoryLock lock() throws IOException, InterruptedException {
    prepare();
    return DirectoryLock.acquire(root);
  }

  /**
   * Finds a checkpoint and keeps it for a run until {@link #release}. One that lacks files is
   * removed.
   *
   * @param notBefore older ones are not taken
   */
  public Optional<Found> take(String key, String runId, Instant notBefore)
      throws IOException, InterruptedException {
    if (!Files.isDirectory(root)) {
      return Optional.empty();
    }
    try (DirectoryLock lock = lock()) {
      Optional<Checkpoint> there = read(key);
      if (there.isEmpty() || Instant.parse(there.get().created()).isBefore(notBefore)) {
        return Optional.empty();
      }
      if (!isWhole(there.get())) {
        remove(key);
        return Optional.empty();
      }
      List<String> leased = new ArrayList<>(List.of(KEY + key));
      there.get().layers().forEach(layer -> leased.add(LAYER + layer));
      leases.add(runId, leased);
      touch(files(key).used());
      return Optional.of(new Found(there.get(), files(key)));
    }
  }

  private boolean isWhole(Checkpoint checkpoint) {
    return Files.exists(Path.of(checkpoint.sourceDisk()))
        && checkpoint.layers().stream().allMatch(layer -> Files.exists(layer(layer)))
        && (checkpoint.kind() == Checkpoint.Kind.FINISHED
            || Files.exists(files(checkpoint.key()).memory()));
  }

  private static void touch(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }
  }

  /** Lets go of all that a run has taken or made; does nothing if there is nothing. */
  public void release(String runId) throws IOException, InterruptedException {
    if (leases.has(runId)) {
      try (DirectoryLock lock = lock()) {
        leases.remove(runId);
        removeUnusedLayers();
      }
    }
  }

  /** Whether there is a checkpoint with that key. */
  public boolean has(String key) {
    return Files.exists(files(key).record());
  }

  /** Keeps one start at a time from reading the memory of a checkpoint, which it rewrites. */
  public DirectoryLock lockMemory(CheckpointFiles files) throws IOException, InterruptedException {
    return DirectoryLock.acquire(files.directory());
  }

  /**
   * A directory in which a checkpoint is put together, for {@link #publish}.
   *
   * @param runId whose it is; what it has left is removed with its lease
   */
  public CheckpointFiles begin(String runId, int number) throws IOException, InterruptedException {
    try (DirectoryLock lock = lock()) {
      leases.add(runId, List.of());
      Path directory = root.resolve(INCOMING + runId + "-" + number);
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return new CheckpointFiles(directory);
    }
  }

  /** Gives a disk a second name, as a layer that the run keeps until {@link #release}. */
  public Path addLayer(String runId, String name, Path disk)
      throws IOException, InterruptedException {
    try (DirectoryLock lock = lock()) {
      Path layer = layer(name);
      Files.deleteIfExists(layer);
      Files.createLink(layer, disk);
      leases.add(runId, List.of(LAYER + name));
      return layer;
    }
  }

  /** Makes it a checkpoint. If another run was quicker, that one's stays. */
  public void publish(CheckpointFiles incoming, Checkpoint checkpoint)
      throws IOException, InterruptedException {
    writeRecord(incoming, checkpoint);
    touch(incoming.used());
    try (DirectoryLock lock = lock()) {
      Path place = files(checkpoint.key()).directory();
      if (Files.exists(place)) {
        PathUtils.delete(incoming.directory());
      } else {
        Files.move(incoming.directory(), place, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  /** With the size that it has now. */
  void writeRecord(CheckpointFiles files, Checkpoint checkpoint) throws IOException {
    Files.deleteIfExists(files.record().resolveSibling(NEW_RECORD));
    long size = DiskSpace.of(files.directory()) + DiskSpace.of(layer(checkpoint.layers().get(0)));
    Path aside = files.record().resolveSibling(NEW_RECORD);
    Files.write(aside, WRITER.writeValueAsBytes(checkpoint.withSize(size)));
    Files.move(aside, files.record(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Throws away what was begun. */
  public void abandon(CheckpointFiles incoming) {
    try {
      PathUtils.delete(incoming.directory());
    } catch (IOException e) {
      // It is not there any more, or goes with the next tidying.
      return;
    }
  }

  /** Removes a checkpoint that is of no use, also while a run holds it. */
  public void drop(String key) throws IOException, InterruptedException {
    try (DirectoryLock lock = lock()) {
      remove(key);
      removeUnusedLayers();
    }
  }

  private void remove(String key) throws IOException, InterruptedException {
    Path directory = files(key).directory();
    if (Files.exists(directory)) {
      // Whoever compresses it or starts from it ends that first.
      try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
        PathUtils.delete(directory);
      }
    }
  }

  /** All checkpoints, those last used first. */
  public List<Kept> list() throws IOException {
    Set<String> leased = leases.names(KEY);
    List<Kept> all = new ArrayList<>();
    for (Path directory : entries(root)) {
      String key = directory.getFileName().toString();
      Optional<Checkpoint> checkpoint = read(key);
      if (checkpoint.isPresent()) {
        try {
          all.add(
              new Kept(
                  checkpoint.get(),
                  Files.getLastModifiedTime(files(key).used()).toInstant(),
                  DiskSpace.of(directory),
                  leased.contains(key)));
        } catch (NoSuchFileException e) {
          // Somebody has removed it meanwhile.
          continue;
        }
      }
    }
    all.sort(Comparator.comparing(Kept::used).reversed());
    return all;
  }

  private Optional<Checkpoint> read(String key) throws IOException {
    try {
      return Optional.of(JSON.readValue(files(key).record().toFile(), Checkpoint.class));
    } catch (NoSuchFileException | FileNotFoundException e) {
      return Optional.empty();
    } catch (JacksonException e) {
      // Written by another version, or damaged: it is as if it were not there.
      return Optional.empty();
    }
  }

  boolean isThere() {
    return Files.isDirectory(root);
  }

  /** What all of it takes on the disk. */
  public long sizeBytes() throws IOException {
    return DiskSpace.of(root);
  }

  /**
   * Shrinks and then removes checkpoints, those not used for longest first, until all of it takes
   * no more than a budget; those in use stay as they are.
   *
   * @param notUsedSince those used before then go in any case
   * @return what was removed
   */
  public List<Checkpoint> prune(long budgetBytes, Instant notUsedSince)
      throws IOException, InterruptedException {
    return room.prune(budgetBytes, notUsedSince);
  }

  /** As {@link #prune}, but at once: nothing is shrunk. */
  public List<Checkpoint> evict(long budgetBytes, Instant notUsedSince)
      throws IOException, InterruptedException {
    return room.evict(budgetBytes, notUsedSince);
  }

  /** What runs that are gone have left. */
  void removeLeft() throws IOException {
    leases.removeLeft();
    for (Path left : entries(root)) {
      String name = left.getFileName().toString();
      if (name.startsWith(INCOMING)) {
        String runId = name.substring(INCOMING.length(), name.lastIndexOf('-'));
        if (!leases.has(runId)) {
          PathUtils.delete(left);
        }
      }
    }
  }

  void removeUnusedLayers() throws IOException {
    Set<String> needed = leases.names(LAYER);
    for (Path directory : entries(root)) {
      read(directory.getFileName().toString())
          .ifPresent(checkpoint -> needed.addAll(checkpoint.layers()));
    }
    for (Path layer : entries(layers())) {
      if (!needed.contains(layer.getFileName().toString())) {
        Files.deleteIfExists(layer);
      }
    }
  }

  static List<Path> entries(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  /** The moment before which checkpoints are too old. */
  public static Instant notBefore(Duration maxAge) {
    return maxAge.isZero() ? Instant.EPOCH : Instant.now().minus(maxAge);
  }
}

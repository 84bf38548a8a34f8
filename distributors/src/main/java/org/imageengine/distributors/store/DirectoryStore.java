package org.imageengine.distributors.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.Durable;
import org.imageengine.distributors.transfer.TransferProgress;

/**
 * A directory of this host, which may be a mounted disk or share. Beside each object lies its
 * digest in a file that {@code sha256sum -c} understands; it is written last, so what has none is
 * not whole.
 */
public final class DirectoryStore implements ReplicaStore {
  private static final String PARTIAL = ".partial";
  private static final String DIGEST = ".sha256";
  private static final int BUFFER = 4 << 20;

  private final Path root;

  public DirectoryStore(Path root) {
    this.root = root;
  }

  @Override
  public String describe() {
    return root.toString();
  }

  @Override
  public void check() throws CatalogException {
    Path there = root.toAbsolutePath();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      throw new CatalogException(
          CatalogException.Code.NO_PERMISSION, "There is no permission to write to " + there + ".");
    }
  }

  @Override
  public void put(Path file, String sha256, String name, TransferProgress progress)
      throws CatalogException, InterruptedException {
    Path place = place(name);
    try {
      Optional<StoredObject> there = find(name);
      if (there.isPresent() && there.get().sha256().equals(sha256)) {
        progress.at(there.get().sizeBytes(), there.get().sizeBytes());
        return;
      }
      Files.createDirectories(place.getParent());
      Path partial = partial(place, sha256);
      boolean goesOn = Files.exists(partial);
      append(file, partial, progress);
      if (goesOn && !Digests.sha256(partial).equals(sha256)) {
        // A power cut may have left a part that was never written.
        Files.delete(partial);
        append(file, partial, progress);
      }
      compare(partial, sha256);
      Durable.sync(partial);
      // Without its digest an old object is not whole: never an old digest beside a new content.
      Files.deleteIfExists(digest(place));
      Durable.rename(partial, place);
      writeDigest(place, sha256);
    } catch (IOException e) {
      throw Durable.failure("Writing " + place, e);
    }
  }

  /** Copies what is not there yet. */
  private static void append(Path file, Path partial, TransferProgress progress)
      throws IOException, InterruptedException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long size = in.size();
      long at = out.size() > size ? 0 : out.size();
      out.truncate(at);
      while (at < size) {
        at += in.transferTo(at, BUFFER, out.position(at));
        progress.at(at, size);
      }
    } catch (ClosedByInterruptException e) {
      // The flag stays set with this exception; the caller is told once.
      Thread.interrupted();
      throw new InterruptedException();
    }
  }

  private static void writeDigest(Path place, String sha256) throws IOException {
    Path aside = place.resolveSibling("." + place.getFileName() + DIGEST + ".new");
    Files.writeString(aside, sha256 + "  " + place.getFileName() + "\n");
    Durable.sync(aside);
    Durable.rename(aside, digest(place));
  }

  @Override
  public Optional<StoredObject> find(String name) throws CatalogException {
    Path place = place(name);
    try {
      String sha256 = Files.readString(digest(place), StandardCharsets.UTF_8).split("\\s", 2)[0];
      return Optional.of(new StoredObject(name, Files.size(place), sha256));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Durable.failure("Reading " + place, e);
    }
  }

  @Override
  public void get(String name, Path target, TransferProgress progress)
      throws CatalogException, InterruptedException {
    StoredObject there = whole(name);
    boolean isWhole = false;
    try {
      Files.createFile(target);
      append(place(name), target, progress);
      compare(target, there.sha256());
      isWhole = true;
    } catch (IOException e) {
      throw Durable.failure("Fetching " + place(name), e);
    } finally {
      if (!isWhole) {
        Durable.deleteQuietly(target);
      }
    }
  }

  @Override
  public void verify(String name) throws CatalogException, InterruptedException {
    try {
      compare(place(name), whole(name).sha256());
    } catch (IOException e) {
      throw Durable.failure("Reading " + place(name), e);
    }
  }

  private StoredObject whole(String name) throws CatalogException {
    Path place = place(name);
    return find(name)
        .orElseThrow(
            () ->
                new CatalogException(
                    CatalogException.Code.NOT_FOUND, "There is no " + place + "."));
  }

  private static void compare(Path file, String sha256)
      throws CatalogException, IOException, InterruptedException {
    String found = Digests.sha256(file);
    if (!found.equals(sha256)) {
      throw new CatalogException(
          CatalogException.Code.MISMATCH,
          String.format("%s has the SHA-256 %s, not %s.", file, found, sha256));
    }
  }

  @Override
  public void delete(String name) throws CatalogException {
    Path place = place(name);
    try {
      Files.deleteIfExists(digest(place));
      Files.deleteIfExists(place);
      for (Path partial : partials(place)) {
        Files.deleteIfExists(partial);
      }
      removeEmpty(place.getParent());
    } catch (IOException e) {
      throw Durable.failure("Deleting " + place, e);
    }
  }

  @Override
  public List<String> list(String prefix) throws CatalogException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(path -> path.toString().endsWith(DIGEST))
          .map(path -> root.relativize(path).toString())
          .map(name -> name.substring(0, name.length() - DIGEST.length()))
          .filter(name -> name.startsWith(prefix) && Files.exists(root.resolve(name)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Durable.failure("Reading " + root, e);
    }
  }

  private Path place(String name) throws CatalogException {
    return root.resolve(ObjectNames.check(name));
  }

  private static Path digest(Path place) {
    return place.resolveSibling(place.getFileName() + DIGEST);
  }

  /** Named by its content, so that nothing is ever appended to a part of another file. */
  private static Path partial(Path place, String sha256) {
    return place.resolveSibling("." + place.getFileName() + "." + sha256 + PARTIAL);
  }

  private static List<Path> partials(Path place) throws IOException {
    if (!Files.isDirectory(place.getParent())) {
      return List.of();
    }
    String prefix = "." + place.getFileName() + ".";
    try (Stream<Path> files = Files.list(place.getParent())) {
      return files
          .filter(path -> path.getFileName().toString().startsWith(prefix))
          .filter(path -> path.toString().endsWith(PARTIAL))
          .toList();
    }
  }

  /** Removes a folder that holds nothing any more, and those around it, up to the root. */
  private void removeEmpty(Path folder) throws IOException {
    Path empty = folder;
    try {
      while (empty.startsWith(root) && !empty.equals(root) && Files.isDirectory(empty)) {
        Files.delete(empty);
        empty = empty.getParent();
      }
    } catch (DirectoryNotEmptyException e) {
      // Other replicas are in it.
      return;
    }
  }

  @Override
  public void close() {}
}

package org.imageengine.distributors.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.Durable;
import org.imageengine.distributors.azure.AzureBlobs;
import org.imageengine.distributors.transfer.Abandonable;
import org.imageengine.distributors.transfer.Retrying;
import org.imageengine.distributors.transfer.TransferProgress;

/**
 * A store on another host, over one of several protocols. Beside each object lies its digest, as in
 * a {@link DirectoryStore}; it is written last, so what has none is not whole.
 */
public final class RemoteStore implements ReplicaStore {
  private static final String DIGEST = ".sha256";
  private static final int LONGEST_DIGEST = 4096;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final Transport transport;
  private final Retrying retrying;

  /** A store that waits longer and longer before each attempt, one second at first. */
  RemoteStore(Transport transport) {
    this(transport, new Retrying(FIRST_PAUSE));
  }

  /** A store for tests. */
  RemoteStore(Transport transport, Retrying retrying) {
    this.transport = transport;
    this.retrying = retrying;
  }

  /** A directory of a host that is reached by SSH. Nothing is connected yet. */
  public static ReplicaStore sftp(SftpAddress address) {
    return new RemoteStore(new SftpTransport(address));
  }

  /** A bucket of S3, or of a server that is compatible with it. */
  public static ReplicaStore s3(S3Bucket bucket) {
    return new RemoteStore(new S3Transport(bucket));
  }

  /** A container of an Azure storage account, or a folder in it. */
  public static ReplicaStore azureBlob(AzureBlobs folder) {
    return new RemoteStore(new AzureBlobTransport(folder));
  }

  @Override
  public String describe() {
    return transport.describe();
  }

  @Override
  public void check() throws CatalogException, InterruptedException {
    tried(
        Retrying.ONCE,
        "Reaching " + describe(),
        TransferProgress.NONE,
        progress -> {
          transport.check();
          return true;
        });
  }

  @Override
  public void put(Path file, String sha256, String name, TransferProgress progress)
      throws CatalogException, InterruptedException {
    String key = ObjectNames.check(name);
    requireDigest(file, sha256);
    Optional<StoredObject> there = find(name);
    if (there.isPresent() && there.get().sha256().equals(sha256)) {
      progress.at(there.get().sizeBytes(), there.get().sizeBytes());
      return;
    }
    tried(
        "Sending " + file.getFileName() + " to " + describe(),
        progress,
        attempt -> {
          // Without its digest an old object is not whole: never an old digest beside new content.
          transport.remove(key + DIGEST);
          transport.send(file, sha256, key, attempt);
          String last = key.substring(key.lastIndexOf('/') + 1);
          transport.write(
              key + DIGEST, (sha256 + "  " + last + "\n").getBytes(StandardCharsets.UTF_8));
          return true;
        });
  }

  private static void requireDigest(Path file, String sha256)
      throws CatalogException, InterruptedException {
    try {
      String found = Digests.sha256(file);
      if (!found.equals(sha256)) {
        throw mismatch(file.toString(), found, sha256);
      }
    } catch (IOException e) {
      throw Durable.failure("Reading " + file, e);
    }
  }

  private static CatalogException mismatch(String what, String found, String sha256) {
    return new CatalogException(
        CatalogException.Code.MISMATCH,
        String.format("%s has the SHA-256 %s, not %s.", what, found, sha256));
  }

  @Override
  public Optional<StoredObject> find(String name) throws CatalogException, InterruptedException {
    String key = ObjectNames.check(name);
    return tried("Looking for " + place(name), TransferProgress.NONE, progress -> look(key));
  }

  private Optional<StoredObject> look(String key)
      throws IOException, CatalogException, InterruptedException {
    OptionalLong digestSize = transport.size(key + DIGEST);
    if (digestSize.isEmpty() || digestSize.getAsLong() == 0) {
      return Optional.empty();
    }
    OptionalLong size = transport.size(key);
    if (size.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = transport.read(key + DIGEST, 0)) {
      String text = new String(in.readNBytes(LONGEST_DIGEST), StandardCharsets.UTF_8);
      return Optional.of(new StoredObject(key, size.getAsLong(), text.split("\\s", 2)[0]));
    }
  }

  @Override
  public void get(String name, Path target, TransferProgress progress)
      throws CatalogException, InterruptedException {
    StoredObject there = whole(name);
    boolean isWhole = false;
    try (OutputStream out = create(target)) {
      String found = read(there, out, "Fetching " + place(name), progress);
      if (!found.equals(there.sha256())) {
        throw mismatch(place(name), found, there.sha256());
      }
      out.close();
      isWhole = true;
    } catch (IOException e) {
      throw Durable.failure("Writing " + target, e);
    } finally {
      if (!isWhole) {
        Durable.deleteQuietly(target);
      }
    }
  }

  private static OutputStream create(Path target) throws IOException {
    return Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public void verify(String name) throws CatalogException, InterruptedException {
    StoredObject there = whole(name);
    String found =
        read(
            there,
            OutputStream.nullOutputStream(),
            "Reading " + place(name),
            TransferProgress.NONE);
    if (!found.equals(there.sha256())) {
      throw mismatch(place(name), found, there.sha256());
    }
  }

  /** Reads all of an object, going on where a connection broke, and tells its digest. */
  private String read(StoredObject object, OutputStream out, String what, TransferProgress progress)
      throws CatalogException, InterruptedException {
    Reception reception = new Reception(out);
    tried(
        what,
        progress,
        attempt -> {
          while (reception.received() < object.sizeBytes()) {
            try (InputStream in = transport.read(object.name(), reception.received())) {
              reception.take(in, object.sizeBytes(), attempt);
            }
          }
          return true;
        });
    return HexFormat.of().formatHex(reception.digest());
  }

  private StoredObject whole(String name) throws CatalogException, InterruptedException {
    return find(name)
        .orElseThrow(
            () ->
                new CatalogException(
                    CatalogException.Code.NOT_FOUND, "There is no " + place(name) + "."));
  }

  private String place(String name) {
    return describe() + "/" + name;
  }

  @Override
  public void delete(String name) throws CatalogException, InterruptedException {
    String key = ObjectNames.check(name);
    tried(
        "Deleting " + place(name),
        TransferProgress.NONE,
        progress -> {
          transport.remove(key + DIGEST);
          transport.removeParts(key);
          transport.remove(key);
          return true;
        });
  }

  @Override
  public List<String> list(String prefix) throws CatalogException, InterruptedException {
    Set<String> keys =
        new HashSet<>(
            tried(
                "Listing " + describe(),
                TransferProgress.NONE,
                progress -> transport.keys(prefix)));
    return keys.stream()
        .filter(key -> key.endsWith(DIGEST))
        .map(key -> key.substring(0, key.length() - DIGEST.length()))
        .filter(key -> key.startsWith(prefix) && keys.contains(key))
        .sorted()
        .toList();
  }

  private <T> T tried(String what, TransferProgress progress, Retrying.Attempt<T> attempt)
      throws CatalogException, InterruptedException {
    return tried(retrying, what, progress, attempt);
  }

  private <T> T tried(
      Retrying policy, String what, TransferProgress progress, Retrying.Attempt<T> attempt)
      throws CatalogException, InterruptedException {
    try {
      return Abandonable.run(what, () -> policy.run(progress, attempt), transport::close);
    } catch (IOException e) {
      throw new CatalogException(
          CatalogException.Code.IO, what + " failed: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}

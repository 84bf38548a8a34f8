package org.imageengine.distributors.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.transfer.TransferProgress;

/**
 * One place that keeps whole files under names: a directory, a directory of another host, a
 * container of an object store. A name is a relative path with {@code /} between its parts, each of
 * letters, digits and {@code . _ - ( )}.
 *
 * <p>All errors are {@link CatalogException}: NOT_FOUND, MISMATCH of a digest, NO_ROOM,
 * NO_PERMISSION (also of credentials), or IO, which is worth another attempt. Messages name the
 * place and never hold a secret. Every wait for a server has a deadline, and an interrupt ends it.
 */
public interface ReplicaStore extends AutoCloseable {

  /** What the place is called in messages: a path, or a URI without any secret. */
  String describe();

  /**
   * Looks whether the place can be reached and written to, and leaves nothing there. The message of
   * a failure says what is wrong with the place.
   */
  void check() throws CatalogException, InterruptedException;

  /**
   * Puts a file, whole or not at all. What an attempt that was cut off has put there is gone on
   * from; an object of the same digest that is there already is left as it is; another one is
   * replaced. When this returns, the far end holds the content: its digest was compared there, or
   * each part of it was as it was taken.
   *
   * @param sha256 digest of the whole file, 64 lower-case hexadecimal digits
   */
  void put(Path file, String sha256, String name, TransferProgress progress)
      throws CatalogException, InterruptedException;

  /** The object of that name, if it is there and whole. */
  Optional<StoredObject> find(String name) throws CatalogException, InterruptedException;

  /**
   * Fetches an object to a new file, and compares its digest. On failure no file is left under that
   * name.
   *
   * @throws CatalogException NOT_FOUND, or MISMATCH where it does not have the digest it was put
   *     with
   */
  void get(String name, Path target, TransferProgress progress)
      throws CatalogException, InterruptedException;

  /**
   * Reads all of an object and compares its digest.
   *
   * @throws CatalogException NOT_FOUND or MISMATCH
   */
  void verify(String name) throws CatalogException, InterruptedException;

  /** Removes an object, and what an unfinished put has left of it; nothing there is no error. */
  void delete(String name) throws CatalogException, InterruptedException;

  /** The names of all whole objects that begin with {@code prefix}, in order. */
  List<String> list(String prefix) throws CatalogException, InterruptedException;

  /** Ends connections. */
  @Override
  void close();
}

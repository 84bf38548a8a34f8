package org.imageengine.distributors.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.transfer.TransferProgress;

/**
 * What {@link RemoteStore} needs of a protocol. An {@link IOException} is worth another attempt,
 * and so says nothing about the place; a {@link CatalogException} is final.
 */
interface Transport extends AutoCloseable {

  /** The place, as {@link ReplicaStore#describe}. */
  String describe();

  /** As {@link ReplicaStore#check}. */
  void check() throws IOException, CatalogException, InterruptedException;

  /** Length of a whole object; nothing if there is none. */
  OptionalLong size(String key) throws IOException, CatalogException, InterruptedException;

  /** Reads an object from an offset that is less than its size. */
  InputStream read(String key, long from)
      throws IOException, CatalogException, InterruptedException;

  /** Writes a small object, whole or not at all, over one that is there. */
  void write(String key, byte[] content) throws IOException, CatalogException, InterruptedException;

  /**
   * Writes a large object, whole or not at all, over one that is there, beginning where an earlier
   * attempt with the same content has ended. The far end has compared what it got.
   */
  void send(Path file, String sha256, String key, TransferProgress progress)
      throws IOException, CatalogException, InterruptedException;

  /** Removes an object; none there is no error. */
  void remove(String key) throws IOException, CatalogException, InterruptedException;

  /** Removes what unfinished writes of an object have left. */
  void removeParts(String key) throws IOException, CatalogException, InterruptedException;

  /** The names of all whole objects, in any order. */
  List<String> keys(String prefix) throws IOException, CatalogException, InterruptedException;

  /** Breaks connections at once; may be called by any thread. */
  @Override
  void close();
}

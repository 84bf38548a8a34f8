package org.imageengine.distributors.upload;

import java.nio.file.Path;
import java.util.List;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.Extent;
import org.imageengine.distributors.transfer.TransferProgress;

/**
 * A URI of a server that a fixed VHD is sent to. Errors are {@link CatalogException}:
 * ALREADY_EXISTS, NO_PERMISSION, MISMATCH, or IO, which is worth another attempt. Messages name the
 * URI without its query, which may be a secret. Every wait has a deadline, and an interrupt ends
 * it.
 */
public interface VhdDestination {

  /** The URI without any secret. */
  String describe();

  /** Looks whether the VHD could be sent now, as far as can be told; leaves nothing there. */
  void check() throws CatalogException, InterruptedException;

  /**
   * Sends a VHD, whole or not at all. A connection that breaks is made anew, and what has arrived
   * is not sent again. When this returns, the far end holds the content: it was compared there.
   *
   * @param vhd the file, a whole number of 512 byte sectors long
   * @param data the stretches of it that are not zeros, in order
   * @param dataSha256 {@link Digests#sha256OfData} of it; an upload that was cut off is gone on
   *     from only if it was of the same
   */
  void upload(Path vhd, List<Extent> data, String dataSha256, TransferProgress progress)
      throws CatalogException, InterruptedException;

  /** Removes what an upload that did not finish has left; nothing there is no error. */
  void discard() throws CatalogException, InterruptedException;
}

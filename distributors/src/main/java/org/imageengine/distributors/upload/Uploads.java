package org.imageengine.distributors.upload;

import java.io.IOException;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.transfer.Abandonable;
import org.imageengine.distributors.transfer.Retrying;
import org.imageengine.distributors.transfer.TransferProgress;

/** How requests to the server of a VHD are made: again when they break, and cancelled at once. */
final class Uploads {
  private Uploads() {}

  static <T> T tried(
      String what, Retrying retrying, TransferProgress progress, Retrying.Attempt<T> attempt)
      throws CatalogException, InterruptedException {
    try {
      return Abandonable.run(what, () -> retrying.run(progress, attempt), () -> {});
    } catch (IOException e) {
      throw new CatalogException(
          CatalogException.Code.IO, what + " failed: " + e.getMessage() + ".", e);
    }
  }

  static CatalogException exists(String uri) {
    return new CatalogException(
        CatalogException.Code.ALREADY_EXISTS, uri + " exists already; it is never overwritten.");
  }
}

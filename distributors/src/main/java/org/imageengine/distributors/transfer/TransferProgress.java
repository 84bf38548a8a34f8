package org.imageengine.distributors.transfer;

/** Is told how far a transfer has come. */
@FunctionalInterface
public interface TransferProgress {
  /** Tells nobody. */
  TransferProgress NONE = (doneBytes, totalBytes) -> {};

  /**
   * Bytes that are at the far end, of all that must be there. What an earlier attempt has left
   * there counts as done.
   */
  void at(long doneBytes, long totalBytes);
}

package org.imageengine.distributors;

/** Is told how far something that takes long has come. May be called from several threads. */
@FunctionalInterface
public interface ProgressListener {
  /** Tells nobody. */
  ProgressListener NONE = (what, done, total) -> {};

  /**
   * So many bytes of so many.
   *
   * @param what is being done, a few words
   * @param total negative where it is not known
   */
  void at(String what, long done, long total);
}

package org.imageengine.distributors;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Keeps copies of image versions in regions. Whoever uses this module brings it. */
public interface Replicator {

  /** For a catalog that nothing is replicated from; asked for a replica it fails. */
  Replicator NONE =
      new Replicator() {
        @Override
        public List<String> check(List<TargetRegion> regions) {
          return List.of();
        }

        @Override
        public List<StoredReplica> places(ImageVersionId version, List<TargetRegion> regions) {
          return List.of();
        }

        @Override
        public void replicate(
            CatalogImage version, Consumer<StoredReplica> whole, ProgressListener progress) {}

        @Override
        public void verify(StoredReplica replica) {}

        @Override
        public void fetch(StoredReplica replica, Path target, ProgressListener progress)
            throws CatalogException {
          throw new CatalogException(
              CatalogException.Code.NOT_FOUND, "The place " + replica.place() + " is not known.");
        }

        @Override
        public void delete(StoredReplica replica) {}
      };

  /**
   * Looks whether the places of these regions can be written to.
   *
   * @return what is not as it was asked for and does no harm, a sentence each
   * @throws CatalogException if one cannot; its message names all that cannot
   */
  List<String> check(List<TargetRegion> regions) throws CatalogException, InterruptedException;

  /** Where the replicas of a version belong, none of them written yet. */
  List<StoredReplica> places(ImageVersionId version, List<TargetRegion> regions);

  /**
   * Writes those replicas of a version that are not whole, several at a time, and goes on from what
   * is there of them.
   *
   * @param whole is told of each that is there now, from one thread at a time
   * @throws CatalogException with all that could not be written, after all others were
   */
  void replicate(CatalogImage version, Consumer<StoredReplica> whole, ProgressListener progress)
      throws CatalogException, InterruptedException;

  /** Reads a replica and compares its digest. */
  void verify(StoredReplica replica) throws CatalogException, InterruptedException;

  /** Fetches a replica to a new file and compares its digest. */
  void fetch(StoredReplica replica, Path target, ProgressListener progress)
      throws CatalogException, InterruptedException;

  /** Removes a replica; one that is not there is no error. */
  void delete(StoredReplica replica) throws CatalogException, InterruptedException;
}

package org.imageengine.distributors;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes a finished disk to one target, in two phases: a check before the build, the write after.
 */
public interface Distributor {

  /** The name of this output in the run's records. */
  String runOutputName();

  /** The type in the template: VHD, ManagedImage or SharedImage. */
  String type();

  /**
   * Whether the target can be written, as far as can be known now. Leaves nothing behind.
   *
   * @return what will not be quite as it was asked for, a sentence each
   */
  List<String> check(DistributionRequest request) throws CatalogException, InterruptedException;

  /** What will be written: a path or a resource ID. */
  String plannedTarget();

  /** Every path that a crash in {@link #distribute} could leave half-written. */
  List<Path> scratch(String runId);

  /** The staging resource group that it makes for itself, if it does. */
  default Optional<String> stagingGroup() {
    return Optional.empty();
  }

  /** Writes the target, whole or not at all. */
  Artifact distribute(FinishedDisk disk, String runId, ProgressListener progress)
      throws CatalogException, InterruptedException;
}

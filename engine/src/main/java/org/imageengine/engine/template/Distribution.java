package org.imageengine.engine.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.imageengine.engine.text.Position;

/** One entry of {@code properties.distribute}: a place the finished image goes to. */
public sealed interface Distribution {

  Position at();

  /** Identifies this output in the run's records; unique in a template. */
  String runOutputName();

  Map<String, String> artifactTags();

  /**
   * A fixed VHD file.
   *
   * @param uri a {@code file:} URI; the staging folder where absent
   */
  record Vhd(
      Position at, String runOutputName, Map<String, String> artifactTags, Optional<Sited> uri)
      implements Distribution {}

  /** A managed image at a resource ID. */
  record ManagedImage(
      Position at,
      String runOutputName,
      Map<String, String> artifactTags,
      Sited imageId,
      String location)
      implements Distribution {}

  /**
   * A version of a gallery's image definition.
   *
   * @param galleryImageId of the definition (the version is chosen) or of the version itself
   * @param targetRegions also those that were given as {@code replicationRegions}; none: only the
   *     region of the gallery
   */
  record SharedImage(
      Position at,
      String runOutputName,
      Map<String, String> artifactTags,
      Sited galleryImageId,
      boolean excludeFromLatest,
      List<TargetRegion> targetRegions,
      Versioning versioning,
      ReplicationMode replicationMode)
      implements Distribution {
    public SharedImage {
      targetRegions = List.copyOf(targetRegions);
    }
  }

  /** A region that gets replicas of the version. */
  record TargetRegion(Sited name, int replicaCount, StorageType storageType) {}

  /** {@code storageAccountType}, by its words in the API. */
  enum StorageType {
    Standard_LRS,
    Standard_ZRS,
    Premium_LRS
  }

  /** {@code replicationMode}, by its words in the API. */
  enum ReplicationMode {
    Full,
    Shallow
  }

  /** How the version is chosen. */
  sealed interface Versioning {
    /** The one that the resource ID names. */
    record Explicit() implements Versioning {}

    /** The next one after the highest, of all or under one major number. */
    record Latest(OptionalInt major) implements Versioning {}

    /** Made from the version of the source image. */
    record Source() implements Versioning {}
  }
}

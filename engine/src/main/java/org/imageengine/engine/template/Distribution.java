package org.imageengine.engine.template;

import java.util.Map;
import java.util.Optional;
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
   */
  record SharedImage(
      Position at,
      String runOutputName,
      Map<String, String> artifactTags,
      Sited galleryImageId,
      boolean excludeFromLatest)
      implements Distribution {}
}

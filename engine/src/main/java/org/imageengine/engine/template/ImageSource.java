package org.imageengine.engine.template;

import java.util.Optional;
import org.imageengine.engine.text.Position;

/** {@code properties.source}: the image a build starts from. */
public sealed interface ImageSource {

  Position at();

  /**
   * A marketplace image, held locally as a platform image of the catalog.
   *
   * @param version three integers, or {@code latest}, which is resolved when the build takes place
   * @param plan of a marketplace offer that has one; nothing is bought here
   */
  record PlatformImage(
      Position at,
      String publisher,
      String offer,
      String sku,
      String version,
      Optional<PurchasePlan> plan)
      implements ImageSource {}

  /** {@code planInfo}. */
  record PurchasePlan(String name, String product, String publisher) {}

  /** A managed image by its resource ID. */
  record ManagedImage(Position at, Sited imageId) implements ImageSource {}

  /** A version of a gallery's image definition by its resource ID; it may be {@code latest}. */
  record SharedImageVersion(Position at, Sited imageVersionId) implements ImageSource {}
}

package org.imageengine.engine.template;

import org.imageengine.engine.text.Position;

/** {@code properties.source}: the image a build starts from. */
public sealed interface ImageSource {

  Position at();

  /**
   * A marketplace image, held locally as a platform image of the catalog.
   *
   * @param version three integers, or {@code latest}, which is resolved when the build takes place
   */
  record PlatformImage(Position at, String publisher, String offer, String sku, String version)
      implements ImageSource {}
}

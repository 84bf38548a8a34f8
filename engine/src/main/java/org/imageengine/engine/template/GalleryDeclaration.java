package org.imageengine.engine.template;

import java.util.Map;
import java.util.Optional;
import org.imageengine.engine.text.Position;

/**
 * A gallery, or an image definition in one, that a template file declares beside its image
 * templates.
 */
public record GalleryDeclaration(
    Position at,
    String subscription,
    String resourceGroup,
    String gallery,
    String location,
    Map<String, String> tags,
    Optional<Definition> definition) {

  /** {@code Microsoft.Compute/galleries/images}; the strings are as the template writes them. */
  public record Definition(
      String name, String osType, String generation, String publisher, String offer, String sku) {}
}

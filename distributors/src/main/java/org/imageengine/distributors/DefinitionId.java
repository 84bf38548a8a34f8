package org.imageengine.distributors;

import java.util.List;

/** The resource ID of an image definition in a gallery. */
public record DefinitionId(GalleryId gallery, String definition) {
  static final String FORM = GalleryId.FORM + "/images/{image definition}";

  public static DefinitionId parse(String id) throws CatalogException {
    List<String> values = ResourceId.values(id, FORM);
    return new DefinitionId(
        new GalleryId(values.get(0), values.get(1), values.get(2)), values.get(3));
  }

  @Override
  public String toString() {
    return gallery + "/images/" + definition;
  }
}

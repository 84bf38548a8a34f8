package org.imageengine.distributors;

import java.util.List;

/** The resource ID of a gallery. */
public record GalleryId(String subscription, String resourceGroup, String gallery) {
  static final String FORM =
      "/subscriptions/{subscription}/resourceGroups/{resource group}/providers/Microsoft.Compute"
          + "/galleries/{gallery}";

  public static GalleryId parse(String id) throws CatalogException {
    List<String> values = ResourceId.values(id, FORM);
    return new GalleryId(values.get(0), values.get(1), values.get(2));
  }

  @Override
  public String toString() {
    return "/subscriptions/"
        + subscription
        + "/resourceGroups/"
        + resourceGroup
        + "/providers/Microsoft.Compute/galleries/"
        + gallery;
  }
}

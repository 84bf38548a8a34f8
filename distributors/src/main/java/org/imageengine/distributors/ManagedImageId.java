package org.imageengine.distributors;

import java.util.List;

/** The resource ID of a managed image. */
public record ManagedImageId(String subscription, String resourceGroup, String name) {
  static final String FORM =
      "/subscriptions/{subscription}/resourceGroups/{resource group}/providers/Microsoft.Compute"
          + "/images/{image}";

  public static ManagedImageId parse(String id) throws CatalogException {
    List<String> values = ResourceId.values(id, FORM);
    return new ManagedImageId(values.get(0), values.get(1), values.get(2));
  }

  @Override
  public String toString() {
    return "/subscriptions/"
        + subscription
        + "/resourceGroups/"
        + resourceGroup
        + "/providers/Microsoft.Compute/images/"
        + name;
  }
}

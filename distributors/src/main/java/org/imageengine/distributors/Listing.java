package org.imageengine.distributors;

import java.util.List;

/**
 * What a look into the catalog has found.
 *
 * @param problems entries that cannot be read, each with its path and the reason
 */
public record Listing(List<CatalogImage> images, List<String> problems) {
  public Listing {
    images = List.copyOf(images);
    problems = List.copyOf(problems);
  }
}

package org.imageengine.distributors;

import java.util.List;
import java.util.Locale;

/**
 * The resource ID of a version of an image definition.
 *
 * @param version three integers, or {@code latest} where one is looked up
 */
public record ImageVersionId(DefinitionId definition, String version) {
  static final String FORM = DefinitionId.FORM + "/versions/{version}";

  public static ImageVersionId parse(String id) throws CatalogException {
    List<String> values = ResourceId.values(id, FORM);
    if (!values.get(4).equalsIgnoreCase(PlatformUrn.LATEST)) {
      var unused = Version.parse(values.get(4));
    }
    return new ImageVersionId(
        new DefinitionId(new GalleryId(values.get(0), values.get(1), values.get(2)), values.get(3)),
        values.get(4));
  }

  /** True if an ID names a version, not only its definition. */
  public static boolean hasVersion(String id) {
    return id.toLowerCase(Locale.ROOT).contains("/versions/");
  }

  @Override
  public String toString() {
    return definition + "/versions/" + version;
  }
}

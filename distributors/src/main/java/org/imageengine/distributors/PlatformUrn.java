package org.imageengine.distributors;

/**
 * What a platform image is called: {@code Publisher:Offer:Sku:Version}. Names are compared without
 * regard to letter case.
 *
 * @param version three integers, or {@code latest} where an image is looked up
 */
public record PlatformUrn(String publisher, String offer, String sku, String version) {
  static final String LATEST = "latest";

  /** Reads a URN. */
  public static PlatformUrn parse(String text) throws CatalogException {
    String[] parts = text.split(":", -1);
    if (parts.length != 4) {
      throw new CatalogException(
          CatalogException.Code.INVALID_NAME,
          "\""
              + text
              + "\" is not the URN of an image: Publisher:Offer:Sku:Version is wanted, as"
              + " Debian:debian-12:12-gen2:12.11.0.");
    }
    PlatformUrn urn =
        new PlatformUrn(
            Names.check("publisher", parts[0]),
            Names.check("offer", parts[1]),
            Names.check("SKU", parts[2]),
            parts[3]);
    if (!urn.isLatest()) {
      var unused = Version.parse(urn.version());
    }
    return urn;
  }

  boolean isLatest() {
    return version.equalsIgnoreCase(LATEST);
  }

  PlatformUrn withVersion(String exact) {
    return new PlatformUrn(publisher, offer, sku, exact);
  }

  @Override
  public String toString() {
    return publisher + ":" + offer + ":" + sku + ":" + version;
  }
}

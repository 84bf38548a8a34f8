package org.imageengine.distributors.store;

import java.util.regex.Pattern;
import org.imageengine.distributors.CatalogException;

/** Which names objects of a store may have: none that leads out of its place. */
final class ObjectNames {
  private static final String PART = "[A-Za-z0-9_()-][A-Za-z0-9._() -]*";
  private static final Pattern ALLOWED = Pattern.compile(PART + "(/" + PART + ")*");

  private ObjectNames() {}

  /** {@code name} itself, if it is one. */
  static String check(String name) throws CatalogException {
    if (!ALLOWED.matcher(name).matches()) {
      throw new CatalogException(
          CatalogException.Code.INVALID_NAME, "\"" + name + "\" is not a name for a replica.");
    }
    return name;
  }
}

package org.imageengine.distributors;

import java.util.ArrayList;
import java.util.List;

/** Reads Azure resource IDs; the names of their segments are compared without letter case. */
final class ResourceId {
  private ResourceId() {}

  /**
   * The values of an ID, where its form fits.
   *
   * @param form the expected segments, with {@code {name}} where a value stands
   */
  static List<String> values(String id, String form) throws CatalogException {
    String[] found = id.split("/", -1);
    String[] wanted = form.split("/", -1);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      if (i >= found.length) {
        throw bad(id, form, "it ends before /" + wanted[i]);
      }
      if (wanted[i].startsWith("{")) {
        values.add(Names.check(wanted[i].substring(1, wanted[i].length() - 1), found[i]));
      } else if (!wanted[i].equalsIgnoreCase(found[i])) {
        throw bad(id, form, "it has \"" + found[i] + "\" where \"" + wanted[i] + "\" is wanted");
      }
    }
    if (found.length > wanted.length) {
      throw bad(id, form, "it goes on after that with /" + found[wanted.length]);
    }
    return values;
  }

  private static CatalogException bad(String id, String form, String why) {
    return new CatalogException(
        CatalogException.Code.INVALID_RESOURCE_ID,
        "\"" + id + "\" is not of the form " + form + ": " + why + ".");
  }
}

package org.imageengine.distributors;

import java.util.Locale;

/**
 * A region that a version is replicated to.
 *
 * @param replicaCount how many copies it keeps in each place, at least 1
 */
public record TargetRegion(String name, int replicaCount, StorageAccountType storage) {

  /** The form in which names of regions are compared: {@code West US 2} is {@code westus2}. */
  public static String normalized(String name) {
    return name.toLowerCase(Locale.ROOT).replace(" ", "");
  }
}

package org.imageengine.distributors.region;

import java.util.List;

/**
 * What the name of a region stands for.
 *
 * @param name normalized
 * @param zones its places, one at least; what is kept in one place is kept in the first
 */
public record Region(String name, List<Zone> zones) {

  public Region {
    zones = List.copyOf(zones);
  }
}

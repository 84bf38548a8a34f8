package org.imageengine.engine.config;

import java.util.List;

/** One entry of {@code regions} in the configuration: a name and its places. */
public record RegionSettings(String name, List<Place> zones) {
  public RegionSettings {
    zones = List.copyOf(zones);
  }
}

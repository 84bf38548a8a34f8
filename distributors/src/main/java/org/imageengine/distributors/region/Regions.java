package org.imageengine.distributors.region;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.imageengine.distributors.TargetRegion;
import org.imageengine.distributors.store.DirectoryStore;

/**
 * All regions: those that the configuration maps to places, and all others, each of which is a
 * directory of its name below one that is given.
 */
public final class Regions {
  private final Map<String, Region> mapped = new TreeMap<>();
  private final Path directory;
  private final String home;

  /**
   * The regions of a host.
   *
   * @param directory below which those are that are not mapped
   * @param home the region that the catalog itself is in
   */
  public Regions(List<Region> mapped, Path directory, String home) {
    mapped.forEach(region -> this.mapped.put(region.name(), region));
    this.directory = directory;
    this.home = TargetRegion.normalized(home);
  }

  /** The region of that name, in any spelling. */
  public Region region(String name) {
    String normalized = TargetRegion.normalized(name);
    Region known = mapped.get(normalized);
    if (known != null) {
      return known;
    }
    Path folder = directory.resolve(normalized);
    return new Region(
        normalized, List.of(new Zone(folder.toString(), () -> new DirectoryStore(folder))));
  }

  /** Whether the catalog's own copy is the first replica of a region. */
  boolean isHome(String name) {
    String normalized = TargetRegion.normalized(name);
    return normalized.equals(home) && !mapped.containsKey(normalized);
  }

  /** The place of that name in a region. */
  Optional<Zone> zone(String region, String place) {
    return region(region).zones().stream().filter(zone -> zone.place().equals(place)).findFirst();
  }

  /** Every place that is mapped. */
  Stream<Zone> mappedZones() {
    return mapped.values().stream().flatMap(region -> region.zones().stream());
  }
}

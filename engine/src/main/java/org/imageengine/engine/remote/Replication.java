package org.imageengine.engine.remote;

import java.nio.file.Path;
import java.util.List;
import org.imageengine.distributors.Replicator;
import org.imageengine.distributors.region.Region;
import org.imageengine.distributors.region.RegionReplicator;
import org.imageengine.distributors.region.Regions;
import org.imageengine.distributors.region.Zone;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.config.EngineConfig;
import org.imageengine.engine.config.RegionSettings;

/** Makes the replicator of a host from its configuration. */
public final class Replication {
  private Replication() {}

  /** Nothing is opened before it is used. */
  public static Replicator of(EngineConfig config, Path directory, Secrets secrets) {
    PlaceOpener places = new PlaceOpener(config, secrets);
    List<Region> regions =
        config.regions().stream().map(settings -> region(settings, places)).toList();
    return new RegionReplicator(new Regions(regions, directory, config.get(ConfigKey.LOCATION)));
  }

  private static Region region(RegionSettings settings, PlaceOpener places) {
    return new Region(
        settings.name(),
        settings.zones().stream()
            .map(place -> new Zone(PlaceOpener.describe(place), () -> places.open(place)))
            .toList());
  }
}

package org.imageengine.engine.build;

import java.nio.file.Path;
import java.util.List;

/**
 * The OS disk of a build: the overlay that is written to, on layers of checkpoints, on the source
 * image.
 *
 * @param layers names in the store of checkpoints, the uppermost first
 */
record OsDisk(Path overlay, List<String> layers) {
  OsDisk {
    layers = List.copyOf(layers);
  }
}

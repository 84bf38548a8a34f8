package org.imageengine.engine.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where the engine keeps its state, {@code $ENGINE_HOME}: by default {@code /var/lib/engine} for
 * root and {@code $XDG_DATA_HOME/engine} (that is {@code ~/.local/share/engine}) for others.
 */
public record EngineHome(Path path) {

  /** Determines the place from the environment of a process and the user it runs as. */
  public static EngineHome of(Map<String, String> environment, String user, Path userHome) {
    String home = environment.getOrDefault("ENGINE_HOME", "");
    if (!home.isEmpty()) {
      return new EngineHome(Path.of(home).toAbsolutePath().normalize());
    }
    if (user.equals("root")) {
      return new EngineHome(Path.of("/var/lib/engine"));
    }
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    Path base = data.isEmpty() ? userHome.resolve(".local/share") : Path.of(data);
    return new EngineHome(base.resolve("engine").toAbsolutePath().normalize());
  }

  public Path runs() {
    return path.resolve("runs");
  }

  /** The folders of regions that are not mapped. */
  public Path regions() {
    return path.resolve("regions");
  }

  /** What was fetched of disks whose import did not end; a folder for each URL. */
  public Path downloads() {
    return path.resolve("downloads");
  }

  /** States of guests that builds go on from. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** Lock files of forwarded ports. */
  public Path ports() {
    return path.resolve("ports");
  }

  /** The user's own configuration beside the one that comes with the engine. */
  public Path configFile() {
    return path.resolve("engine.yaml");
  }

  /** The user's own VM sizes beside those that come with the engine. */
  public Path vmSizesFile() {
    return path.resolve("vm-sizes.yaml");
  }
}

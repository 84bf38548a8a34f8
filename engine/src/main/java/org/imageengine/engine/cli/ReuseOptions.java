package org.imageengine.engine.cli;

import java.util.Optional;
import org.imageengine.engine.build.Reuse;
import picocli.CommandLine.Option;

/** What a build may take from earlier ones. */
final class ReuseOptions {
  @Option(
      names = "--no-cache",
      description = "Boot from cold and run every customizer; what this build leaves is kept.")
  private boolean noCache;

  @Option(
      names = "--no-cache-from",
      paramLabel = "STEP",
      description = "Run this customizer, by name or number, and all after it.")
  private String noCacheFrom;

  @Option(
      names = "--warm-boot",
      description =
          "Keep the booted guest, so that later builds from the same source start in seconds; as"
              + " optimize.vmBoot in the template.")
  private boolean warmBoot;

  Reuse asked() {
    return new Reuse(!noCache, Optional.ofNullable(noCacheFrom), warmBoot);
  }
}

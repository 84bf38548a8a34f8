package org.imageengine.engine.plan;

import java.util.Optional;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.Generation;
import org.imageengine.engine.config.VmSizes;
import org.imageengine.engine.config.VmSizes.VmSize;
import org.imageengine.engine.template.ImageTemplate.VmProfile;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Suggestions;
import org.imageengine.hypervisor.Firmware;

/** Decides what the build VM is like. */
final class SizePlanner {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final String DEFAULT_GEN1 = "Standard_D1_v2";
  private static final String DEFAULT_GEN2 = "Standard_D2ds_v4";

  private final VmSizes sizes;
  private final Problems problems;

  SizePlanner(VmSizes sizes, Problems problems) {
    this.sizes = sizes;
    this.problems = problems;
  }

  /**
   * The size that was asked for, where it is known.
   *
   * @param generation of the source, which decides the default
   */
  Optional<VmSize> size(VmProfile profile, Optional<Generation> generation) {
    if (profile.vmSize().isEmpty()) {
      return generation.flatMap(
          gen -> sizes.find(gen == Generation.V1 ? DEFAULT_GEN1 : DEFAULT_GEN2));
    }
    String name = profile.vmSize().get().text();
    Optional<VmSize> size = sizes.find(name);
    if (size.isEmpty()) {
      problems.add(
          profile.vmSize().get().at(),
          "UnknownVmSize",
          "The VM size \"" + name + "\" is not known.",
          Suggestions.nearest(name, sizes.names())
              .map(near -> "Did you mean \"" + near + "\"? ")
              .orElse("")
              .concat("Sizes of your own go into vm-sizes.yaml in the state directory."));
    }
    return size;
  }

  /** The whole VM. */
  Optional<VmShape> shape(VmProfile profile, VmSize size, CatalogImage source) {
    // Everything that is written from this disk is a whole number of MiB, so it is one from the
    // start.
    long sourceBytes = (source.virtualSizeBytes() + MIB - 1) / MIB * MIB;
    long wanted = profile.osDiskSizeGiB() * GIB;
    if (wanted != 0 && wanted < source.virtualSizeBytes()) {
      problems.add(
          profile.osDiskSizeAt().at(),
          "OsDiskTooSmall",
          String.format(
              "An OS disk of %d GB is smaller than the source image, which has %.1f GB.",
              profile.osDiskSizeGiB(), source.virtualSizeBytes() / (double) GIB),
          "It can only be enlarged; 0 keeps the size of the source.");
      return Optional.empty();
    }
    return Optional.of(
        new VmShape(
            size.name(),
            size.cpus(),
            size.memoryMiB(),
            source.generation() == Generation.V1 ? Firmware.BIOS : Firmware.UEFI,
            Math.max(wanted, sourceBytes),
            HardwarePlanner.of(source)));
  }
}

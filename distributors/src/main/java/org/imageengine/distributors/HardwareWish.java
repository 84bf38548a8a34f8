package org.imageengine.distributors;

import java.util.Optional;

/**
 * What is said of an image's hardware when it is imported, as far as something is said.
 *
 * @param diskBus the usual one of its system where absent
 * @param nicModel likewise
 */
public record HardwareWish(
    Optional<DiskBus> diskBus, Optional<NicModel> nicModel, boolean secureBoot, boolean tpm) {
  /** Nothing is said. */
  public static final HardwareWish NONE =
      new HardwareWish(Optional.empty(), Optional.empty(), false, false);

  /**
   * What goes into the catalog: nothing where nothing was said.
   *
   * @throws CatalogException MISMATCH if no VM can be like that
   */
  Optional<ImageHardware> on(OsType osType, Generation generation) throws CatalogException {
    if (equals(NONE)) {
      return Optional.empty();
    }
    ImageHardware usual = ImageHardware.usual(osType);
    ImageHardware hardware =
        new ImageHardware(
            diskBus.orElse(usual.diskBus()), nicModel.orElse(usual.nicModel()), secureBoot, tpm);
    if (secureBoot && generation != Generation.V2) {
      throw refused("Secure Boot is for generation V2 only, and this image is V1");
    }
    if (secureBoot && hardware.diskBus() == DiskBus.ide) {
      throw refused("no VM has both Secure Boot and an IDE disk; with Secure Boot, use sata");
    }
    return Optional.of(hardware);
  }

  private static CatalogException refused(String why) {
    return new CatalogException(
        CatalogException.Code.MISMATCH,
        "The image cannot be taken with this hardware: " + why + ".");
  }
}

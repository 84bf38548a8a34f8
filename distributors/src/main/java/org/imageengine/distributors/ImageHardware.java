package org.imageengine.distributors;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What an image has drivers for and what it asks of a VM, where that is not what is usual for its
 * system.
 *
 * @param secureBoot it wants firmware that starts only what Microsoft has signed
 * @param tpm it wants a TPM 2.0
 */
public record ImageHardware(
    @JsonProperty("diskBus") DiskBus diskBus,
    @JsonProperty("nicModel") NicModel nicModel,
    @JsonProperty("secureBoot") boolean secureBoot,
    @JsonProperty("tpm") boolean tpm) {
  private static final String SECURITY_TYPE = "SecurityType";
  private static final String TRUSTED_LAUNCH = "TrustedLaunch";

  public ImageHardware {
    Objects.requireNonNull(diskBus, "diskBus");
    Objects.requireNonNull(nicModel, "nicModel");
  }

  /** What images of that system have, unless something else is said. */
  public static ImageHardware usual(OsType osType) {
    return osType == OsType.Windows
        ? new ImageHardware(DiskBus.sata, NicModel.e1000e, false, false)
        : new ImageHardware(DiskBus.virtio, NicModel.virtio, false, false);
  }

  /**
   * What the features of an image definition say of its versions. Only of those of Windows: a Linux
   * of a trusted launch starts without it too, and was always built so.
   */
  static Optional<ImageHardware> ofFeatures(OsType osType, Map<String, String> features) {
    boolean isTrusted =
        features.entrySet().stream()
            .anyMatch(
                feature ->
                    feature.getKey().equalsIgnoreCase(SECURITY_TYPE)
                        && feature.getValue().equalsIgnoreCase(TRUSTED_LAUNCH));
    if (!isTrusted || osType != OsType.Windows) {
      return Optional.empty();
    }
    ImageHardware usual = usual(osType);
    return Optional.of(new ImageHardware(usual.diskBus, usual.nicModel, true, true));
  }
}

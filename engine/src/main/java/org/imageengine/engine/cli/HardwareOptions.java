package org.imageengine.engine.cli;

import java.util.Optional;
import org.imageengine.distributors.DiskBus;
import org.imageengine.distributors.HardwareWish;
import org.imageengine.distributors.NicModel;
import picocli.CommandLine.Option;

/** What an image that is imported has drivers for and asks for. */
final class HardwareOptions {
  @Option(
      names = "--disk-bus",
      paramLabel = "virtio|sata|scsi|ide",
      description = {
        "What it has a driver for to reach its disk; virtio for Linux and sata for Windows if not"
            + " given. scsi is virtio-scsi."
      })
  private DiskBus diskBus;

  @Option(
      names = "--nic",
      paramLabel = "virtio|e1000e|e1000",
      description =
          "The network card it has a driver for; virtio for Linux and e1000e for Windows if not"
              + " given.")
  private NicModel nic;

  @Option(
      names = "--secure-boot",
      description = "Its VMs start with Secure Boot and Microsoft's keys; V2 only.")
  private boolean secureBoot;

  @Option(names = "--tpm", description = "Its VMs have a TPM 2.0.")
  private boolean tpm;

  HardwareWish wish() {
    return new HardwareWish(
        Optional.ofNullable(diskBus), Optional.ofNullable(nic), secureBoot, tpm);
  }
}

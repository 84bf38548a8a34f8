package org.imageengine.hypervisor;

/**
 * What a guest finds in its VM. It is the guest's system that decides: what it has drivers for, and
 * what it expects.
 *
 * @param seed as what it sees its seed
 * @param forWindows what Windows does best with: the features of Hyper-V under KVM (QEMU has them
 *     nowhere else), timers, no sleep, all CPUs in one socket as some editions use no more than one
 *     or two, and a clock that tells the time of the guest's own zone. That zone is UTC in every
 *     build ({@link WindowsSeed}), whatever the host's is
 * @param secureBoot firmware that starts only what Microsoft has signed; UEFI only
 * @param tpm a TPM 2.0, new and empty, whose content goes with the VM
 */
public record Hardware(
    DiskBus diskBus,
    NicModel nicModel,
    SeedMedium seed,
    boolean forWindows,
    boolean secureBoot,
    boolean tpm) {

  public Hardware {
    if (secureBoot && diskBus == DiskBus.IDE) {
      throw new IllegalArgumentException("No machine has both Secure Boot and an IDE disk.");
    }
  }

  /** What Linux has drivers for: virtio. */
  public static Hardware linux() {
    return linux(DiskBus.VIRTIO, NicModel.VIRTIO, false, false);
  }

  /** A Linux that wants something else than virtio, or more. */
  public static Hardware linux(
      DiskBus diskBus, NicModel nicModel, boolean secureBoot, boolean tpm) {
    // Who has no driver for virtio disks has one for the controller that the OS disk is on.
    SeedMedium seed =
        diskBus == DiskBus.SATA || diskBus == DiskBus.IDE
            ? SeedMedium.CD_ROM
            : SeedMedium.VIRTIO_DISK;
    return new Hardware(diskBus, nicModel, seed, false, secureBoot, tpm);
  }

  /** What every Windows has drivers for. */
  public static Hardware windows() {
    return windows(DiskBus.SATA, NicModel.E1000E, false, false);
  }

  /** A Windows that wants something else, or more. */
  public static Hardware windows(
      DiskBus diskBus, NicModel nicModel, boolean secureBoot, boolean tpm) {
    return new Hardware(diskBus, nicModel, SeedMedium.CD_ROM, true, secureBoot, tpm);
  }

  /** How libvirt calls the OS disk. */
  String osDiskTarget() {
    return diskBus.firstTarget();
  }

  /** The machine type: the newer one has no IDE. */
  String machine() {
    return diskBus == DiskBus.IDE ? "pc" : "q35";
  }

  /** Whether the guest has drivers for virtio, as far as is known. */
  boolean hasVirtio() {
    return diskBus == DiskBus.VIRTIO || diskBus == DiskBus.SCSI || nicModel == NicModel.VIRTIO;
  }
}

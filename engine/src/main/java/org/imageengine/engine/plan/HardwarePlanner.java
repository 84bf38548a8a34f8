package org.imageengine.engine.plan;

import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.ImageHardware;
import org.imageengine.distributors.OsType;
import org.imageengine.hypervisor.DiskBus;
import org.imageengine.hypervisor.Hardware;
import org.imageengine.hypervisor.NicModel;

/** Decides what a guest finds in its VM, by what the catalog says of its image. */
final class HardwarePlanner {
  private HardwarePlanner() {}

  static Hardware of(CatalogImage image) {
    ImageHardware said = image.hardwareOrUsual();
    DiskBus bus =
        switch (said.diskBus()) {
          case virtio -> DiskBus.VIRTIO;
          case sata -> DiskBus.SATA;
          case scsi -> DiskBus.SCSI;
          case ide -> DiskBus.IDE;
        };
    NicModel nic =
        switch (said.nicModel()) {
          case virtio -> NicModel.VIRTIO;
          case e1000e -> NicModel.E1000E;
          case e1000 -> NicModel.E1000;
        };
    return image.osType() == OsType.Windows
        ? Hardware.windows(bus, nic, said.secureBoot(), said.tpm())
        : Hardware.linux(bus, nic, said.secureBoot(), said.tpm());
  }
}

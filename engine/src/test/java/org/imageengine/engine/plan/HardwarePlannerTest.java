package org.imageengine.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.DiskBus;
import org.imageengine.distributors.Generation;
import org.imageengine.distributors.ImageHardware;
import org.imageengine.distributors.NicModel;
import org.imageengine.distributors.OsState;
import org.imageengine.distributors.OsType;
import org.imageengine.distributors.ProvisioningState;
import org.imageengine.hypervisor.Hardware;
import org.imageengine.hypervisor.SeedMedium;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HardwarePlannerTest {

  static Stream<Arguments> all() {
    return Stream.of(OsType.values())
        .flatMap(
            osType ->
                Stream.of(DiskBus.values())
                    .flatMap(
                        bus ->
                            Stream.of(NicModel.values())
                                .map(nic -> Arguments.of(osType, bus, nic))));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyBusAndCardOfTheCatalogIsThere(OsType osType, DiskBus bus, NicModel nic) {
    ImageHardware said = new ImageHardware(bus, nic, bus != DiskBus.ide, true);
    Hardware hardware = HardwarePlanner.of(image(osType, Optional.of(said)));

    assertThat(hardware.diskBus().name()).isEqualToIgnoringCase(bus.name());
    assertThat(hardware.nicModel().name()).isEqualToIgnoringCase(nic.name());
    assertThat(hardware.secureBoot()).isEqualTo(bus != DiskBus.ide);
    assertThat(hardware.tpm()).isTrue();
    assertThat(hardware.forWindows()).isEqualTo(osType == OsType.Windows);
  }

  @Test
  void anImageOfWhichNothingIsSaidGetsWhatItsSystemHasDriversFor() {
    assertThat(HardwarePlanner.of(image(OsType.Linux, Optional.empty())))
        .isEqualTo(Hardware.linux());
    assertThat(HardwarePlanner.of(image(OsType.Windows, Optional.empty())))
        .isEqualTo(Hardware.windows());
  }

  /** Whoever has no driver for virtio disks could not read its seed from one. */
  @Test
  void aLinuxOnSataHasItsSeedOnSataToo() {
    ImageHardware sata = new ImageHardware(DiskBus.sata, NicModel.virtio, false, false);
    assertThat(HardwarePlanner.of(image(OsType.Linux, Optional.of(sata))).seed())
        .isEqualTo(SeedMedium.CD_ROM);
  }

  private static CatalogImage image(OsType osType, Optional<ImageHardware> hardware) {
    return new CatalogImage(
        "P:o:s:1.0.0",
        "s",
        ProvisioningState.Succeeded,
        osType,
        Generation.V2,
        OsState.Generalized,
        Path.of("/images/disk.qcow2"),
        "qcow2",
        1L << 30,
        1000,
        "aa",
        Optional.empty(),
        Optional.of("1.0.0"),
        "local",
        Map.of(),
        false,
        Optional.empty(),
        List.of(),
        List.of(),
        Instant.EPOCH,
        Optional.empty(),
        hardware,
        Optional.empty());
  }
}

package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class DomainXmlTest {
  static final VmSpec SPEC = spec(Firmware.BIOS, Accelerator.TCG, "/runs/1");
  private static final Optional<UefiFirmware> UEFI =
      Optional.of(new UefiFirmware(Path.of("/fw/CODE.fd"), Path.of("/fw/VARS.fd")));
  private static final List<BackingFile> CHAIN =
      List.of(
          new BackingFile(Path.of("/runs/1/os.qcow2"), DiskFormat.QCOW2),
          new BackingFile(Path.of("/catalog/disk.raw"), DiskFormat.RAW));
  private static final Optional<UefiFirmware> SECURE =
      Optional.of(new UefiFirmware(Path.of("/fw/CODE.ms.fd"), Path.of("/fw/VARS.ms.fd")));
  private static final Hardware LOCKED =
      Hardware.windows(DiskBus.SATA, NicModel.E1000E, true, true);
  private static final Optional<UnixIds> CALLER = Optional.of(new UnixIds(1000, 100));

  static Stream<Arguments> table() {
    return Stream.of(
        Arguments.of("bios-tcg", DomainXml.of(SPEC, Optional.empty(), List.of(), Optional.empty())),
        Arguments.of(
            "bios-kvm-shared-backing",
            DomainXml.of(
                spec(Firmware.BIOS, Accelerator.KVM, "/runs/1"),
                Optional.empty(),
                CHAIN,
                Optional.empty())),
        Arguments.of(
            "uefi-kvm",
            DomainXml.of(
                spec(Firmware.UEFI, Accelerator.KVM, "/runs/1"),
                UEFI,
                List.of(),
                Optional.empty())),
        Arguments.of(
            "uefi-tcg-caller",
            DomainXml.of(spec(Firmware.UEFI, Accelerator.TCG, "/runs/1"), UEFI, List.of(), CALLER)),
        windows("windows-bios-kvm", Firmware.BIOS, Accelerator.KVM, Hardware.windows()),
        windows("windows-bios-tcg", Firmware.BIOS, Accelerator.TCG, Hardware.windows()),
        windows("windows-uefi-kvm", Firmware.UEFI, Accelerator.KVM, Hardware.windows()),
        windows("windows-secure-tpm-kvm", Firmware.UEFI, Accelerator.KVM, LOCKED),
        windows("windows-secure-tpm-tcg", Firmware.UEFI, Accelerator.TCG, LOCKED),
        windows(
            "windows-virtio-kvm",
            Firmware.UEFI,
            Accelerator.KVM,
            Hardware.windows(DiskBus.VIRTIO, NicModel.VIRTIO, false, false)),
        windows(
            "windows-ide-tcg",
            Firmware.BIOS,
            Accelerator.TCG,
            Hardware.windows(DiskBus.IDE, NicModel.E1000, false, false)),
        Arguments.of(
            "linux-scsi-tcg",
            DomainXml.of(
                spec(
                    Firmware.BIOS,
                    Accelerator.TCG,
                    Hardware.linux(DiskBus.SCSI, NicModel.VIRTIO, false, false),
                    22,
                    "/runs/1"),
                Optional.empty(),
                List.of(),
                Optional.empty())));
  }

  private static Arguments windows(
      String golden, Firmware firmware, Accelerator accelerator, Hardware hardware) {
    Optional<UefiFirmware> uefi = hardware.secureBoot() ? SECURE : UEFI;
    return Arguments.of(
        golden,
        DomainXml.of(
            spec(firmware, accelerator, hardware, 5986, "/runs/1"),
            firmware == Firmware.UEFI ? uefi : Optional.empty(),
            List.of(),
            Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("table")
  void isThis(String golden, String xml) throws Exception {
    try (InputStream expected = getClass().getResourceAsStream("/domain/" + golden + ".xml")) {
      assertThat(xml).isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void keepsHostilePathsApart() throws Exception {
    String hostile = "/r,uns/a'b\"c<d>&amp;]]>/'/><evil/>ü";
    Document xml =
        parse(
            DomainXml.of(
                spec(Firmware.UEFI, Accelerator.TCG, hostile),
                UEFI,
                List.of(new BackingFile(Path.of(hostile, "base"), DiskFormat.QCOW2)),
                CALLER));

    assertThat(text(xml, "/domain/devices/disk[1]/source/@file")).isEqualTo(hostile + "/os");
    assertThat(text(xml, "/domain/devices/disk[1]/backingStore/source/@file"))
        .isEqualTo(hostile + "/base");
    assertThat(text(xml, "/domain/devices/disk[2]/source/@file")).isEqualTo(hostile + "/seed");
    assertThat(text(xml, "/domain/devices/serial/source/@path")).isEqualTo(hostile + "/log");
    assertThat(text(xml, "/domain/os/nvram")).isEqualTo(hostile + "/nvram");
    assertThat(text(xml, "/domain/metadata/*/@home")).isEqualTo(hostile);
    assertThat(text(xml, "count(//evil)")).isEqualTo("0");
  }

  @Test
  void refusesWhatXmlCannotHold() {
    assertThatThrownBy(() -> DomainXml.escape("a\u0001b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static VmSpec spec(Firmware firmware, Accelerator accelerator, String directory) {
    return spec(firmware, accelerator, Hardware.linux(), 22, directory);
  }

  private static VmSpec spec(
      Firmware firmware,
      Accelerator accelerator,
      Hardware hardware,
      int guestPort,
      String directory) {
    Path path = Path.of(directory);
    return new VmSpec(
        "vm-1",
        new RunTag("1", path),
        2,
        1024,
        firmware,
        accelerator,
        hardware,
        path.resolve("os"),
        path.resolve("seed"),
        22201,
        guestPort,
        path.resolve("log"),
        path.resolve("nvram"),
        false);
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static String text(Document xml, String path) throws Exception {
    return XPathFactory.newInstance().newXPath().evaluate(path, xml);
  }
}

package org.imageengine.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.imageengine.hypervisor.Accelerator;
import org.imageengine.hypervisor.DiskBus;
import org.imageengine.hypervisor.DiskFormat;
import org.imageengine.hypervisor.Firmware;
import org.imageengine.hypervisor.Hardware;
import org.imageengine.hypervisor.Hypervisor;
import org.imageengine.hypervisor.LibvirtHypervisor;
import org.imageengine.hypervisor.NicModel;
import org.imageengine.hypervisor.QemuImg;
import org.imageengine.hypervisor.RunTag;
import org.imageengine.hypervisor.VirtualMachine;
import org.imageengine.hypervisor.VmSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hardware that Windows asks for, with guests of a few bytes: firmware does all the work. */
@Timeout(300)
class HardwareIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int DISK = 8 << 20;
  private static final int SECTOR = 512;
  private static final int PORT = 22998;
  private static final Path TPM_STATES = Path.of("/var/lib/libvirt/swtpm");

  /**
   * Counts the starts in a byte of the clock's memory, which outlives a restart, and says the count
   * on the serial port. Restarts twice by the chip set's own register, then turns itself off by
   * ACPI's.
   */
  private static final int[] RESTARTS_TWICE = {
    0xfa, // cli
    0xb0,
    0x50,
    0xe6,
    0x70,
    0xe4,
    0x71, // al = memory[0x50]
    0xfe,
    0xc0,
    0x88,
    0xc3, // bl = al + 1
    0xb0,
    0x50,
    0xe6,
    0x70,
    0x88,
    0xd8,
    0xe6,
    0x71, // memory[0x50] = bl
    0xba,
    0xf8,
    0x03,
    0x88,
    0xd8,
    0x04,
    0x30,
    0xee, // serial port: '0' + bl
    0x80,
    0xfb,
    0x03,
    0x73,
    0x08, // if bl < 3
    0xba,
    0xf9,
    0x0c,
    0xb0,
    0x06,
    0xee, // restart: port 0xcf9 = 6
    0xeb,
    0xfe, // wait for it
    0xba,
    0x04,
    0x06,
    0xb8,
    0x00,
    0x20,
    0xef, // off: port 0x604 = 0x2000
    0xf4,
    0xeb,
    0xfd // halt
  };

  @TempDir Path directory;
  private Hypervisor hypervisor;

  @BeforeEach
  void connect() throws Exception {
    Host.needsProgram("swtpm_setup");
    hypervisor = LibvirtHypervisor.connect(Host.libvirtUri(), Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    if (hypervisor != null) {
      hypervisor.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"SATA, E1000E", "IDE, E1000", "VIRTIO, VIRTIO", "SCSI, VIRTIO"})
  void aGuestRestartsAndTurnsItselfOff(DiskBus bus, NicModel nic) throws Exception {
    VmSpec spec = spec(Firmware.BIOS, Hardware.windows(bus, nic, false, false));
    VirtualMachine vm = hypervisor.start(spec);
    try {
      vm.awaitPowerOff(LIMIT);
    } finally {
      vm.destroy();
    }
    assertThat(spec.serialLog()).hasContent("123");
    assertThat(vm.running()).isFalse();
    assertNothingLeft();
  }

  /** The shell of the firmware itself is not signed. */
  @Test
  void withSecureBootNothingStartsThatIsNotSigned() throws Exception {
    List<Path> before = tpmStates();
    VmSpec spec = spec(Firmware.UEFI, Hardware.windows(DiskBus.SATA, NicModel.E1000E, true, true));
    VirtualMachine vm = hypervisor.start(spec);
    try {
      awaitSerial(spec.serialLog(), "Security Violation");
    } finally {
      vm.destroy();
    }
    assertThat(tpmStates()).isEqualTo(before);
    assertNothingLeft();
  }

  @Test
  void withoutSecureBootItDoes() throws Exception {
    VmSpec spec = spec(Firmware.UEFI, Hardware.windows());
    VirtualMachine vm = hypervisor.start(spec);
    try {
      awaitSerial(spec.serialLog(), "Interactive Shell");
    } finally {
      vm.destroy();
    }
    assertNothingLeft();
  }

  private VmSpec spec(Firmware firmware, Hardware hardware) throws Exception {
    Path raw = directory.resolve("os.raw");
    Files.write(raw, disk());
    Path disk = directory.resolve("os.qcow2");
    new QemuImg().createOverlay(disk, raw, DiskFormat.RAW, DISK);
    Path seed = Files.write(directory.resolve("seed.iso"), new byte[1 << 16]);
    return new VmSpec(
        "ie-hardware-it",
        new RunTag("hardware-it", directory),
        2,
        256,
        firmware,
        Accelerator.TCG,
        hardware,
        disk,
        seed,
        PORT,
        5986,
        directory.resolve("serial.log"),
        directory.resolve("nvram.fd"),
        true);
  }

  private static byte[] disk() {
    byte[] disk = new byte[DISK];
    for (int i = 0; i < RESTARTS_TWICE.length; i++) {
      disk[i] = (byte) RESTARTS_TWICE[i];
    }
    disk[SECTOR - 2] = 0x55;
    disk[SECTOR - 1] = (byte) 0xaa;
    return disk;
  }

  private static void awaitSerial(Path log, String text) throws Exception {
    Instant end = Instant.now().plus(LIMIT);
    String seen = "";
    while (Instant.now().isBefore(end)) {
      seen = Files.readString(log, StandardCharsets.ISO_8859_1);
      if (seen.contains(text)) {
        return;
      }
      Thread.sleep(500);
    }
    assertThat(seen).as("the serial port after %s", LIMIT).contains(text);
  }

  /** Those of libvirt's TPMs; empty where this user may not look. */
  private static List<Path> tpmStates() throws IOException {
    if (!Files.isReadable(TPM_STATES)) {
      return List.of();
    }
    try (Stream<Path> states = Files.list(TPM_STATES)) {
      return states.sorted().toList();
    }
  }

  private void assertNothingLeft() throws Exception {
    assertThat(Leftovers.domains(directory)).isEmpty();
    assertThat(Leftovers.qemus(directory)).isEmpty();
  }
}

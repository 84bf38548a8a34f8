package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.imageengine.hypervisor.HypervisorException.Code;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AcceleratorProbeTest {
  private static final String RUNS = "exit " + ProbeGuest.EXIT_CODE;
  private static final String HANGS = "exec sleep 60";
  private static final String FAILS =
      "echo 'qemu-system-x86_64: error: failed to set MSR 0x10a' >&2; echo 'more' >&2; exit 134";

  @TempDir Path directory;
  private Path device;

  @BeforeEach
  void makeDevice() throws Exception {
    device = Files.createFile(directory.resolve("kvm"));
  }

  @Test
  void choosesKvmIfAGuestRuns() throws Exception {
    assertThat(probe(RUNS).choose(AcceleratorChoice.AUTO))
        .isEqualTo(new AcceleratorFinding(Accelerator.KVM, "a test guest ran under KVM"));
    assertThat(probe(RUNS).choose(AcceleratorChoice.KVM).accelerator()).isEqualTo(Accelerator.KVM);
  }

  @Test
  void fallsBackIfTheGuestHangs() throws Exception {
    AcceleratorProbe probe =
        new AcceleratorProbe(device, List.of("sh", "-c", HANGS), Duration.ofSeconds(1));

    assertThat(probe.choose(AcceleratorChoice.AUTO))
        .isEqualTo(
            new AcceleratorFinding(
                Accelerator.TCG,
                device + " opens, but a test guest did not come to its end in 1 s"));
  }

  @Test
  void fallsBackIfQemuFails() throws Exception {
    assertThat(probe(FAILS).choose(AcceleratorChoice.AUTO))
        .isEqualTo(
            new AcceleratorFinding(
                Accelerator.TCG,
                device
                    + " opens, but QEMU ends with exit code 134: error: failed to set MSR 0x10a"));
  }

  @Test
  void fallsBackIfThereIsNoDevice() throws Exception {
    Files.delete(device);

    assertThat(probe(RUNS).choose(AcceleratorChoice.AUTO))
        .isEqualTo(new AcceleratorFinding(Accelerator.TCG, device + " is not there"));
  }

  @Test
  void fallsBackIfTheDeviceCannotBeOpened() throws Exception {
    Files.delete(device);
    Files.createDirectory(device);

    assertThat(probe(RUNS).choose(AcceleratorChoice.AUTO).reason())
        .startsWith(device + " cannot be opened: ");
  }

  @Test
  void saysHowToGetPermission() throws Exception {
    Files.setPosixFilePermissions(device, Set.of());
    assumeTrue(!Files.isReadable(device), "root may open everything");

    assertThat(probe(RUNS).choose(AcceleratorChoice.AUTO).reason())
        .isEqualTo(
            "no permission to open "
                + device
                + ": add user "
                + System.getProperty("user.name")
                + " to group kvm");
  }

  @Test
  void refusesKvmThatDoesNotWork() {
    assertThatThrownBy(() -> probe(FAILS).choose(AcceleratorChoice.KVM))
        .isInstanceOfSatisfying(
            HypervisorException.class,
            e -> assertThat(e.code()).isEqualTo(Code.ACCELERATOR_UNAVAILABLE))
        .hasMessageContaining("failed to set MSR");
  }

  @Test
  void doesNotProbeForEmulation() throws Exception {
    AcceleratorProbe probe =
        new AcceleratorProbe(device, List.of("/nonexistent/qemu"), Duration.ofSeconds(1));

    assertThat(probe.choose(AcceleratorChoice.TCG).accelerator()).isEqualTo(Accelerator.TCG);
    assertThatThrownBy(() -> probe.choose(AcceleratorChoice.AUTO))
        .isInstanceOfSatisfying(
            HypervisorException.class, e -> assertThat(e.code()).isEqualTo(Code.TOOL_MISSING))
        .hasMessageContaining("qemu-system-x86");
  }

  @Test
  void stopsOnInterruption() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> probe(HANGS).choose(AcceleratorChoice.AUTO))
        .isInstanceOf(InterruptedException.class);
  }

  /** The guest itself, by a real QEMU. */
  @Test
  void guestEndsQemu() throws Exception {
    assumeTrue(onPath("qemu-system-x86_64"), "QEMU is not installed");
    AcceleratorProbe probe =
        new AcceleratorProbe(device, List.of("qemu-system-x86_64"), Duration.ofSeconds(20));

    assertThat(probe.runGuest(Accelerator.TCG).orElseThrow().exitCode())
        .isEqualTo(ProbeGuest.EXIT_CODE);
  }

  private AcceleratorProbe probe(String script) {
    return new AcceleratorProbe(device, List.of("sh", "-c", script), Duration.ofSeconds(10));
  }

  static boolean onPath(String program) {
    return List.of(System.getenv("PATH").split(":")).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}

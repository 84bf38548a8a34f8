package org.imageengine.hypervisor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imageengine.hypervisor.HypervisorException.Code;

/**
 * Finds out which accelerator works here. That {@code /dev/kvm} can be opened proves nothing: in
 * nested VMs and build services a guest may then make no progress. So a guest is run.
 */
public final class AcceleratorProbe {
  private static final Path DEVICE = Path.of("/dev/kvm");
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final Path device;
  private final List<String> qemu;
  private final Duration limit;

  /** Probes with the {@code qemu-system-x86_64} of the search path. */
  public AcceleratorProbe() {
    this(DEVICE, List.of("qemu-system-x86_64"), LIMIT);
  }

  AcceleratorProbe(Path device, List<String> qemu, Duration limit) {
    this.device = device;
    this.qemu = List.copyOf(qemu);
    this.limit = limit;
  }

  /**
   * Chooses an accelerator; takes no longer than a few seconds.
   *
   * @throws HypervisorException {@code ACCELERATOR_UNAVAILABLE} if KVM is asked for and does not
   *     work; {@code TOOL_MISSING} if QEMU is not installed
   */
  public AcceleratorFinding choose(AcceleratorChoice choice)
      throws HypervisorException, InterruptedException {
    if (choice == AcceleratorChoice.TCG) {
      return new AcceleratorFinding(Accelerator.TCG, "software emulation was asked for");
    }
    Optional<String> defect = defect();
    if (defect.isEmpty()) {
      return new AcceleratorFinding(Accelerator.KVM, "a test guest ran under KVM");
    }
    if (choice == AcceleratorChoice.KVM) {
      throw new HypervisorException(
          Code.ACCELERATOR_UNAVAILABLE,
          "KVM was asked for and does not work on this host: " + defect.get() + ".");
    }
    return new AcceleratorFinding(Accelerator.TCG, defect.get());
  }

  /** Why KVM does not work; empty if it does. */
  private Optional<String> defect() throws HypervisorException, InterruptedException {
    if (!Files.exists(device)) {
      return Optional.of(device + " is not there");
    }
    try (FileChannel opened =
        FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return guestDefect();
    } catch (AccessDeniedException e) {
      return Optional.of(
          "no permission to open "
              + device
              + ": add user "
              + System.getProperty("user.name")
              + " to group kvm");
    } catch (IOException e) {
      return Optional.of(device + " cannot be opened: " + e.getMessage());
    }
  }

  private Optional<String> guestDefect() throws HypervisorException, InterruptedException {
    Optional<Program.Result> result = runGuest(Accelerator.KVM);
    if (result.isEmpty()) {
      return Optional.of(
          device
              + " opens, but a test guest did not come to its end in "
              + limit.toMillis() / 1000
              + " s");
    }
    if (result.get().exitCode() == ProbeGuest.EXIT_CODE) {
      return Optional.empty();
    }
    String said = result.get().err().lines().findFirst().orElse("without a message");
    return Optional.of(
        device
            + " opens, but QEMU ends with exit code "
            + result.get().exitCode()
            + ": "
            + said.replaceFirst("^qemu[^:]*: ", ""));
  }

  /** Runs the guest to its end; empty if it did not come to one in time. */
  Optional<Program.Result> runGuest(Accelerator accelerator)
      throws HypervisorException, InterruptedException {
    try {
      Path disk = Files.createTempFile("probe", ".img");
      try {
        Files.write(disk, ProbeGuest.disk());
        List<String> command = new ArrayList<>(qemu);
        command.addAll(ProbeGuest.arguments(accelerator, disk));
        return Program.run(command, Optional.of(limit));
      } finally {
        Files.deleteIfExists(disk);
      }
    } catch (IOException e) {
      throw new HypervisorException(
          Code.TOOL_MISSING,
          "QEMU cannot be run (" + e.getMessage() + "); it is in the package qemu-system-x86.",
          e);
    }
  }
}

package org.imageengine.hypervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks whether this host can run VMs. */
public final class HostCheck {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final long GIB = 1L << 30;
  private static final long ROOM_BYTES = 10 * GIB;

  private final String uri;
  private final AcceleratorChoice choice;
  private final Path engineHome;

  private HostCheck(String uri, AcceleratorChoice choice, Path engineHome) {
    this.uri = uri;
    this.choice = choice;
    this.engineHome = engineHome.toAbsolutePath().normalize();
  }

  /**
   * Looks at everything, one finding each; a bad host is no exception.
   *
   * @param uri of libvirt
   * @param engineHome the state directory, which need not be there yet
   */
  public static List<HostFinding> run(String uri, AcceleratorChoice choice, Path engineHome)
      throws InterruptedException {
    HostCheck check = new HostCheck(uri, choice, engineHome);
    List<HostFinding> findings = new ArrayList<>();
    findings.add(cpu());
    findings.add(check.accelerator());
    findings.add(check.libvirt());
    if (QemuAccess.isSystem(uri)) {
      findings.add(SystemLibvirtCheck.serialLog());
      SystemLibvirtCheck.kvmDevice().ifPresent(findings::add);
    }
    findings.add(qemuImg());
    findings.add(uefi());
    findings.add(securityDevices());
    findings.add(check.room());
    findings.add(check.writable());
    findings.add(check.qemuUser());
    return List.copyOf(findings);
  }

  private static HostFinding cpu() {
    String name = "CPU virtualization";
    try {
      Optional<String> flag =
          Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
              .filter(line -> line.startsWith("flags"))
              .flatMap(line -> List.of(line.split("\\s+")).stream())
              .filter(word -> word.equals("vmx") || word.equals("svm"))
              .findFirst();
      if (flag.isPresent()) {
        return HostFinding.ok(name, flag.get());
      }
    } catch (IOException e) {
      // Treated like a CPU that does not say.
    }
    return HostFinding.warning(
        name,
        "the CPU has neither vmx nor svm",
        "Turn on virtualization in the firmware setup, or nested virtualization for this VM."
            + " Without it guests are emulated, which is slower.");
  }

  private HostFinding accelerator() throws InterruptedException {
    String name = "Accelerator";
    try {
      AcceleratorFinding finding = new AcceleratorProbe().choose(choice);
      String found = finding.accelerator() + ": " + finding.reason();
      return finding.accelerator() == Accelerator.TCG && choice == AcceleratorChoice.AUTO
          ? HostFinding.warning(
              name, found, "Builds work, but slower. Use a host where KVM works for speed.")
          : HostFinding.ok(name, found);
    } catch (HypervisorException e) {
      return e.code() == HypervisorException.Code.TOOL_MISSING
          ? HostFinding.failure(name, e.getMessage(), "apt-get install qemu-system-x86")
          : HostFinding.failure(
              name, e.getMessage(), "Choose the accelerator auto or tcg, or repair KVM.");
    }
  }

  private HostFinding libvirt() throws InterruptedException {
    String name = "libvirt";
    try (LibvirtConnection connection = new LibvirtConnection(uri)) {
      long[] versions =
          connection.callInterruptibly(
              "version",
              ANSWER,
              connect -> new long[] {connect.getLibVersion(), connect.getVersion()});
      return HostFinding.ok(
          name, uri + ", libvirt " + version(versions[0]) + ", QEMU " + version(versions[1]));
    } catch (HypervisorException e) {
      return HostFinding.failure(name, "not reachable at " + uri, e.getMessage());
    }
  }

  /** libvirt writes versions as {@code major * 1000000 + minor * 1000 + release}. */
  static String version(long number) {
    return number / 1_000_000 + "." + number / 1000 % 1000 + "." + number % 1000;
  }

  private static HostFinding qemuImg() throws InterruptedException {
    String name = "qemu-img";
    try {
      return Program.run(List.of("qemu-img", "--version"), Optional.of(ANSWER))
          .flatMap(result -> result.out().lines().findFirst())
          .map(line -> HostFinding.ok(name, line.replace("qemu-img version ", "")))
          .orElse(
              HostFinding.failure(
                  name, "does not say its version", "apt-get install --reinstall qemu-utils"));
    } catch (IOException e) {
      return HostFinding.failure(name, "not installed", "apt-get install qemu-utils");
    }
  }

  private static HostFinding uefi() {
    String name = "UEFI firmware";
    return UefiFirmware.find(false)
        .map(firmware -> HostFinding.ok(name, firmware.code().toString()))
        .orElse(
            HostFinding.warning(
                name, "none; generation 2 images cannot be built", "apt-get install ovmf"));
  }

  /** What an image of a trusted launch asks for. */
  private static HostFinding securityDevices() {
    String name = "Secure Boot and TPM";
    if (UefiFirmware.find(true).isEmpty()) {
      return HostFinding.warning(
          name,
          "no firmware with Secure Boot; images that ask for it cannot be built",
          "apt-get install ovmf");
    }
    if (TpmEmulator.hasFilesOfOthers(TpmEmulator.AUTHORITY)) {
      return HostFinding.warning(
          name,
          "libvirt cannot make a TPM: there are files of another user in " + TpmEmulator.AUTHORITY,
          TpmEmulator.REMEDY);
    }
    return TpmEmulator.isInstalled()
        ? HostFinding.ok(name, "firmware with Microsoft's keys, swtpm")
        : HostFinding.warning(
            name,
            "no swtpm; images that ask for a TPM cannot be built",
            "apt-get install swtpm swtpm-tools");
  }

  private HostFinding room() {
    String name = "Disk room";
    try {
      long free = Files.getFileStore(existing()).getUsableSpace();
      String found = String.format("%.1f GiB free at %s", free / (double) GIB, engineHome);
      return free >= ROOM_BYTES
          ? HostFinding.ok(name, found)
          : HostFinding.warning(
              name, found, "Make room for at least 10 GiB, or put the state directory elsewhere.");
    } catch (IOException e) {
      return HostFinding.failure(
          name, "not known: " + e.getMessage(), "Look at the file system of " + engineHome + ".");
    }
  }

  private HostFinding writable() {
    String name = "State directory";
    Path there = existing();
    return Files.isDirectory(there) && Files.isWritable(there)
        ? HostFinding.ok(name, engineHome + " is writable")
        : HostFinding.failure(
            name,
            engineHome + " cannot be written to",
            "Give "
                + System.getProperty("user.name")
                + " write permission for "
                + there
                + ", or choose another state directory.");
  }

  private HostFinding qemuUser() {
    String name = "QEMU's user";
    return QemuAccess.callerNeeded(uri, engineHome)
        .map(
            reason ->
                HostFinding.warning(
                    name,
                    reason,
                    "QEMU will run as "
                        + System.getProperty("user.name")
                        + " instead. To keep it confined, give others search permission (chmod o+x)"
                        + " or choose another state directory."))
        .orElse(HostFinding.ok(name, "can reach the state directory"));
  }

  /** The state directory, or the nearest folder above it that is there. */
  private Path existing() {
    Path path = engineHome;
    while (!Files.exists(path)) {
      path = path.getParent();
    }
    return path;
  }
}
